"""Page-shaped reads of the register."""

from regions.queries.version import register_version

__all__ = ["register_version"]
