"""Partner requests: what a profile seeks, matched like a profile, until a day."""
