"""What became of matches: an append-only log of events, and what it adds up to."""
