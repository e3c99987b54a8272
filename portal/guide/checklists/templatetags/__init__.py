"""Template tags of checklists."""
