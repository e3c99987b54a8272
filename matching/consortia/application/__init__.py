"""The joint application of a consortium: pieces, letters, papers, days, and result."""
