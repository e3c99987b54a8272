"""What the clock does with consortia."""

from matching.consortia.tasks_application import forget_letters, remind_pieces

__all__ = ["forget_letters", "remind_pieces"]
