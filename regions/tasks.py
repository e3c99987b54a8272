"""What workers and their clock do with the register: its parts' jobs."""

from regions.freshness import tasks as freshness
from regions.sheets import tasks as sheets

__all__ = ["freshness", "sheets"]
