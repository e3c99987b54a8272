"""The guide to cluster policy: texts, words, practices, self-assessment, peers."""
