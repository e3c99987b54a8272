"""Consortia: found for a call, checked against its rules, carried to a result."""
