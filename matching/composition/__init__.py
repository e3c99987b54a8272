"""The pure core of consortia: rules of composition, checked, explained and optimised.

Plain data in, plain data out: no Django, no files, no clock.
"""
