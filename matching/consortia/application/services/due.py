"""What the clock does: people are reminded 7 days and 1 day before a piece is due."""

from django.db import transaction
from django.db.models import QuerySet

from matching.consortia.application.telling import tell_task_due
from matching.consortia.models_application import Task

# The longer one first: a piece added two days before is told of once, not twice.
DAYS = (7, 1)


def tasks_to_remind(days: int) -> "QuerySet[Task]":
    """Open pieces due in so many days or fewer of which nobody was told yet."""
    return Task.objects.to_remind(days)


def remind_due() -> int:
    """Tell of all that are due soon; return how many. Each exactly once."""
    return sum(
        _remind(key, days)
        for days in DAYS
        for key in tasks_to_remind(days).order_by("pk").values_list("pk", flat=True)
    )


@transaction.atomic
def _remind(key: int, days: int) -> bool:
    rows = tasks_to_remind(days).select_for_update(of=("self",))
    rows = rows.select_related("consortium__lead", "consortium__call")
    task = rows.filter(pk=key).first()
    if task is None:
        return False
    # Of two reminders that are due at once only the later one is said.
    left = task.days_left or 0
    said = min(one for one in DAYS if left <= one)
    Task.objects.filter(pk=task.pk).update(reminded=said)
    tell_task_due(task, said)
    return True
