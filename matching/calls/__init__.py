"""Calls: what is funded until when, and the rules a consortium has to meet."""
