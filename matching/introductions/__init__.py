"""Introductions: three questions, two consents and a clock."""
