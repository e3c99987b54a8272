"""The page on which people begin: what needs them now, and how their records stand.

It belongs to the wiring, because it asks every room. It decides nothing: each line
leads to the page on which something is done.
"""
