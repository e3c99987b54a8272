"""What the guide's checklists want of a person now."""

from django.urls import reverse
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.dashboard.todos import Todo
from portal.guide.checklists.queries import to_look_at


def todos_of_checklists(user: User) -> list[Todo]:
    """One line for each organisation with points that were done long ago."""
    page = reverse("guide:checklists:overview")
    return [
        Todo(_said(keeper.name, count), f"{page}?for={keeper.key}")
        for keeper, count in to_look_at(user)
    ]


def _said(name: str, count: int) -> str:
    text = ngettext(
        "Look at %(n)d point of the guide’s checklists again: it was done more than a"
        " year ago (%(name)s).",
        "Look at %(n)d points of the guide’s checklists again: they were done more than"
        " a year ago (%(name)s).",
        count,
    )
    return text % {"n": count, "name": name}
