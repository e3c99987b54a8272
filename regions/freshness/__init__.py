"""How long a record counts as true, and what the portal does as time goes by."""
