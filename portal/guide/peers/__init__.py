"""A question to regions that have solved it."""
