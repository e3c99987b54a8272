"""What the pages of calls read."""

from typing import Any

from django.db.models import QuerySet

from matching.calls.casework import checked_rules, failing
from matching.calls.models import Call, CallEdit, CallFollow, Change, Status
from matching.calls.wording_facts import fact_lines, word_deadline
from portal.accounts.models import User
from regions.queries.vocabulary import vocabulary

# How many changes the curators' page of a call shows.
SHOWN_EDITS = 20
# Changes after which a call was public once.
PUBLIC = {Change.PUBLISHED, Change.FAILING, Change.HIDDEN}


def calls_to_come() -> "QuerySet[Call]":
    """Published calls whose closing day is known and still to come, soonest first."""
    running = Call.objects.published().with_status((Status.OPEN, Status.FORTHCOMING))
    return running.exclude(closes=None).order_by("closes", "pk")


def detail_of(user: Any, call: Call) -> dict[str, Any]:
    """All that the page of a call says; a fixed number of queries."""
    words, checked = vocabulary(), checked_rules(call)
    facts = fact_lines(call)
    codes = sorted(topic.pk for topic in call.topics.all())
    return {
        "facts": [one for one in facts if one.value],
        "unknown_facts": [one.label for one in facts if not one.value],
        "deadline": word_deadline(call),
        "topics": [words.topics[code] for code in codes if code in words.topics],
        "checked": checked,
        "failing": failing(checked),
        "is_followed": is_followed(user, call),
        "may_edit": user.is_staff,
    }


def is_followed(user: Any, call: Call) -> bool:
    if not user.is_authenticated:
        return False
    return CallFollow.objects.filter(user=user, call=call).exists()


def desk_of(call: Call) -> dict[str, Any]:
    """What a curator sees of a call: rules, cases, what hinders it, who did what."""
    checked = checked_rules(call)
    return {
        "checked": checked,
        "failing": failing(checked),
        "deadline": word_deadline(call),
        "edits": edits_of(call),
        "may_delete": is_only_draft(call),
    }


def edits_of(call: Call) -> "QuerySet[CallEdit]":
    return call.edits.select_related("by")[:SHOWN_EDITS]


def is_only_draft(call: Call) -> bool:
    """Whether it was never public, so that nobody can build on it."""
    changes = set(call.edits.values_list("change", flat=True))
    return bool(changes) and not call.is_published and not changes & PUBLIC


def calls_with_failing_cases() -> list[Call]:
    """Published calls of which a test case fails: for the curators' desk."""
    rows = Call.objects.published().prefetch_related("rules", "cases")
    return [call for call in rows if failing(checked_rules(call))]


def reminders_of(user: User) -> "QuerySet[CallFollow]":
    """The calls that this person follows and that are not over, soonest first."""
    open_ones = Call.objects.published().with_status(
        (Status.OPEN, Status.FORTHCOMING, Status.UNDATED)
    )
    rows = CallFollow.objects.filter(user=user, call__in=open_ones.order_by())
    return rows.select_related("call").order_by("call__closes", "pk")
