"""Browse and keep: shortlists, comparing, dismissing, following, saved searches."""
