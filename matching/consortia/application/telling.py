"""What people are told about applications; no person is named."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.consortia.kinds import MemberState, Stage
from matching.consortia.models import Consortium
from matching.consortia.models_application import Piece, StageChange, Task
from matching.introductions.people import acts_for, people_of
from portal.accounts.models import User
from portal.notices.kinds import Words, register_group
from portal.notices.services import notify
from regions.models import Profile
from regions.querysets import EDITING

MOVED = "application-moved"
GIVEN = "application-task"
DUE = "application-task-due"
GROUP = "applications"


def application_path(consortium: Consortium) -> str:
    return reverse("consortia:application", args=[consortium.slug])


def tell_moved(change: StageChange, consortium: Consortium) -> int:
    """Tell the lead and the agreed members, but not who did it, of the new stage."""
    people = _people_of_all(_profiles(consortium)).exclude(pk=change.by_id or 0)
    return notify(
        people=people.order_by("pk"),
        kind=MOVED,
        key=f"application:{consortium.pk}:stage:{change.pk}",
        facts={
            "title": consortium.title,
            "call": consortium.call.title,
            "before": str(change.before),
            "after": str(change.after),
        },
        path=application_path(consortium),
    )


def tell_task_given(task: Task, *, but: User | None = None) -> int:
    """Tell who is to bring a piece: the person named, else the partner's people."""
    readers = [one for one in _readers(task) if one != but]
    owner = f"{task.member_id}:{task.person_id}"
    key = f"application-task:{task.pk}:given:{owner}"
    return _tell_task(task, readers, GIVEN, key)


def tell_task_due(task: Task, days: int) -> int:
    """Remind the same people, so many days before; once for each day and number."""
    key = f"application-task:{task.pk}:due:{task.due}:{days}"
    return _tell_task(task, _readers(task), DUE, key)


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    kinds = (
        (MOVED, gettext_lazy("a joint application goes on or has its result"), _moved),
        (GIVEN, gettext_lazy("you are to bring a piece of an application"), _given),
        (DUE, gettext_lazy("a piece of an application is due soon"), _due),
    )
    register_group(GROUP, gettext_lazy("Joint applications"), kinds)


def _tell_task(task: Task, readers: Iterable[User], kind: str, key: str) -> int:
    return notify(
        people=readers,
        kind=kind,
        key=key,
        facts={
            "title": task.consortium.title,
            "task": task.title,
            "piece": task.kind,
            "member": task.member.label if task.member else "",
            "due": task.due.isoformat() if task.due else "",
        },
        path=f"{application_path(task.consortium)}#pieces",
    )


def _readers(task: Task) -> list[User]:
    """A person who no longer acts for the partner is not told any more."""
    member = task.member
    # Who has not agreed sees nothing of it, and an organisation outside has nobody
    # here: the lead looks after these.
    is_inside = member is not None and member.state == MemberState.AGREED
    profile = (member.profile if member and is_inside else None) or task.consortium.lead
    person = task.person
    if person and person.is_active and acts_for(person, profile, *EDITING):
        return [person]
    return list(people_of(profile).order_by("pk"))


def _profiles(consortium: Consortium) -> list[Profile]:
    members = consortium.members.with_who().filter(
        state=MemberState.AGREED, profile__isnull=False
    )
    found = {one.profile_id: one.profile for one in members}
    return list({consortium.lead_id: consortium.lead, **found}.values())


def _people_of_all(profiles: Iterable[Profile]) -> "QuerySet[User]":
    keys: set[int] = set()
    for profile in profiles:
        keys |= set(people_of(profile).values_list("pk", flat=True))
    return User.objects.filter(pk__in=keys)


def _moved(facts: Mapping[str, Any]) -> Words:
    words = {**facts, "stage": Stage(facts["after"]).label}
    titles = {
        Stage.SUBMITTED: _("“%(title)s” was submitted"),
        Stage.FUNDED: _("“%(title)s” will be funded"),
        Stage.REFUSED: _("“%(title)s” was not chosen for funding"),
        Stage.WITHDRAWN: _("“%(title)s” was withdrawn"),
    }
    title = titles.get(Stage(facts["after"]), _("“%(title)s” is now: %(stage)s"))
    return Words(title % words, _("For the call “%(call)s”.") % words)


def _given(facts: Mapping[str, Any]) -> Words:
    title = _("A piece of “%(title)s” is to come from you: %(task)s")
    return Words(title % _task_words(facts), _until(facts))


def _due(facts: Mapping[str, Any]) -> Words:
    title = _("A piece of “%(title)s” is missing: %(task)s")
    return Words(title % _task_words(facts), _until(facts))


def _task_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    piece = Piece(facts["piece"]).label if facts["piece"] else ""
    return {**facts, "task": facts["task"] or piece}


def _until(facts: Mapping[str, Any]) -> str:
    parts = []
    if facts["member"]:
        parts.append(_("It comes from “%(member)s”.") % facts)
    if facts["due"]:
        day = date_format(datetime.date.fromisoformat(facts["due"]))
        parts.append(_("It should be there by %(day)s.") % {"day": day})
    return " ".join(parts)
