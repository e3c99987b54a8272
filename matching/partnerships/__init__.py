"""Thematic partnerships: groups of regions with one theme, their life and their gaps."""
