"""Thematic partnerships: regions with one theme, their life and their gaps."""
