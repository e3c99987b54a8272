"""Who knows whom: joint past projects of two sides, and those whom both know."""
