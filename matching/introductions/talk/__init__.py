"""The talk of two sides: messages with small files, a meeting, and reports of abuse."""
