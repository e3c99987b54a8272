"""What workers do for the register; Celery looks for this module."""

from regions.sheets import tasks

__all__ = ["tasks"]
