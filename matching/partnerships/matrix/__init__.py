"""Who in a partnership offers what whom needs, what is missing, who would fill it."""
