"""Suggested partnerships: priorities that belong together and are not together yet."""
