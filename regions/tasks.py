"""What workers and their clock do with the register: its parts' jobs."""

from regions.freshness import tasks as freshness

__all__ = ["freshness"]
