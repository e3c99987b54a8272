"""What needs a person now, line by line, the most urgent first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import Mandate, Role, User
from regions.editing.services import record_of
from regions.freshness.queries import Standing
from regions.models import (
    Cluster,
    Facility,
    Owned,
    Profile,
    Region,
    Status,
    Strategy,
)

ENDS_SOON = timedelta(days=30)


@dataclass(frozen=True)
class Todo:
    """One line: what to do, where, and more about it in small print."""

    text: str
    url: str
    detail: str = ""
    # Where an unsaved text is thrown away.
    discard_url: str = ""


def todos_of_mandate(
    mandate: Mandate,
    records: Sequence[Owned],
    reasons: Mapping[tuple[str, int], str],
    links: Mapping[str, int],
    facts: Mapping[tuple[str, int], int],
    asked: Mapping[int, tuple[int, date]],
) -> list[Todo]:
    """What one organisation needs from this person; nothing for who only reads.

    `reasons` are those of returned records, `links` how many clusters wait for an
    answer, by region, `facts` how many are open in each record, `asked` how many
    introductions wait for an answer and the first last day, by profile.
    """
    if mandate.role == Role.READER:
        return []
    found = [
        *_asked(records, asked),
        *_returned(records, reasons),
        *_to_decide(mandate, links),
        *_due(records),
        *_never_confirmed(mandate, records, facts),
        *_unfinished(records),
    ]
    if not records and mandate.region:
        url = reverse("editing:strategy-new", args=[mandate.region.code])
        found.append(Todo(_("Register your region’s strategy."), url))
    return found


def todos_of_person(user: User, invitations: Iterable[Any]) -> list[Todo]:
    """What concerns the person, whatever they act for."""
    found = [
        Todo(
            _("You are invited to act for %(name)s. The link is in the mail.")
            % {"name": one.organisation},
            reverse("mandates"),
        )
        for one in invitations
    ]
    for draft in user.drafts.order_by("-updated_at")[:5]:
        text = _("Go on writing: %(title)s") % {"title": draft}
        saved = date_format(timezone.localtime(draft.updated_at), "DATETIME_FORMAT")
        url = draft_url(draft)
        if url:
            detail = _("unsaved text, kept %(when)s") % {"when": saved}
            discard = reverse("editing:draft-discard", args=[draft.pk])
            found.append(Todo(text, url, detail, discard))
    return found


def mandate_end(mandate: Mandate) -> date | None:
    """The day on which a mandate ends, if that is soon."""
    ends = mandate.ends_on
    is_soon = ends is not None and ends <= timezone.localdate() + ENDS_SOON
    return ends if is_soon else None


def _returned(
    records: Iterable[Owned], reasons: Mapping[tuple[str, int], str]
) -> list[Todo]:
    return [
        Todo(
            _("“%(title)s” was returned to you. Correct it and submit it again.")
            % {"title": one},
            desk_url(one),
            reasons.get((one.record_kind, one.pk), ""),
        )
        for one in records
        if one.status == Status.RETURNED and (one.record_kind, one.pk) in reasons
    ]


def _asked(
    records: Iterable[Owned], asked: Mapping[int, tuple[int, date]]
) -> list[Todo]:
    """Introductions that somebody asks for; the clock runs, so they come first."""
    own = [one.pk for one in records if isinstance(one, Profile)]
    waiting = [asked[key] for key in own if key in asked]
    if not waiting:
        return []
    number = sum(count for count, _day in waiting)
    text = ngettext(
        "%(n)d introduction waits for your answer.",
        "%(n)d introductions wait for your answer.",
        number,
    ) % {"n": number}
    day = date_format(min(day for _count, day in waiting))
    detail = _("the next one until %(day)s") % {"day": day}
    return [Todo(text, reverse("introductions:list"), detail)]


def _to_decide(mandate: Mandate, links: Mapping[str, int]) -> list[Todo]:
    """Clusters that say to work for a priority of the region."""
    waiting = links.get(mandate.region_id or "", 0)
    if not waiting:
        return []
    text = ngettext(
        "%(n)d cluster says that it works for one of your priorities: do you agree?",
        "%(n)d clusters say that they work for your priorities: do you agree?",
        waiting,
    ) % {"n": waiting}
    return [Todo(text, reverse("editing:region-links", args=[mandate.region_id]))]


def _due(records: Iterable[Owned]) -> list[Todo]:
    """What was confirmed long ago, in one line: one page confirms all of it."""
    published = [one for one in records if one.status == Status.PUBLISHED]
    standings = [Standing(one) for one in published if one.confirmed_at]
    due = [one for one in standings if one.is_due]
    if not due:
        return []
    gone = sum(one.record.lapsed_at is not None for one in due)
    detail = ""
    if gone:
        detail = ngettext(
            "%(n)d of them has left the match lists.",
            "%(n)d of them have left the match lists.",
            gone,
        ) % {"n": gone}
    text = ngettext(
        "Confirm %(n)d record that nobody has confirmed for ten months or more.",
        "Confirm %(n)d records that nobody has confirmed for ten months or more.",
        len(due),
    ) % {"n": len(due)}
    return [Todo(text, reverse("confirm-due"), detail)]


def _never_confirmed(
    mandate: Mandate,
    records: Iterable[Owned],
    facts: Mapping[tuple[str, int], int],
) -> list[Todo]:
    """What the portal knew before anybody of the organisation was here."""
    count = sum(facts.get((one.record_kind, one.pk), 0) for one in records)
    if not count:
        return []
    text = ngettext(
        "Check %(n)d fact that the portal took from elsewhere: confirm, correct or"
        " reject it.",
        "Check %(n)d facts that the portal took from elsewhere: confirm, correct or"
        " reject them.",
        count,
    ) % {"n": count}
    if mandate.cluster:
        url = reverse("editing:cluster-facts", args=[mandate.cluster.slug])
    else:
        url = reverse("editing:facts", args=[mandate.region_id])
    return [Todo(text, url)]


def _unfinished(records: Iterable[Owned]) -> list[Todo]:
    """Drafts of which no strategy takes care."""
    drafts = [one for one in records if one.status == Status.DRAFT]
    strategies = {one.pk for one in drafts if isinstance(one, Strategy)}
    return [
        Todo(_("“%(title)s” is a draft. Finish and submit it.") % {"title": one}, url)
        for one in drafts
        if getattr(one, "strategy_id", None) not in strategies
        and (url := desk_url(one))
    ]


def desk_url(record: Owned) -> str:
    """Where a record's people work on it."""
    if isinstance(record, Strategy | Cluster | Facility):
        return reverse(f"editing:{record.record_kind}", args=[record.slug])
    return reverse("editing:priority-edit", args=[record.slug])


def draft_url(draft: Any) -> str:
    """Where a draft is gone on with; "" if what it belongs to is gone."""
    kind, owner = draft.kind, draft.owner
    if draft.record_key:
        return _form_of_record(kind, draft.record_key)
    query = f"?draft={draft.pk}"
    if kind == "strategy" and Region.objects.filter(code=owner).exists():
        return reverse("editing:strategy-new", args=[owner]) + query
    if kind == "priority" and Strategy.objects.filter(slug=owner).exists():
        return reverse("editing:priority-new", args=[owner]) + query
    if kind in ("cluster", "facility"):
        belongs = f"&cluster={owner}" if kind == "facility" and owner else ""
        return reverse(f"editing:{kind}-new") + query + belongs
    return ""


def _form_of_record(kind: str, key: int) -> str:
    record = record_of(kind, key)
    if record is None:
        return ""
    return reverse(f"editing:{kind}-edit", args=[record.slug])


def waiting_cases(cases: Iterable[Any]) -> list[Todo]:
    """What lies with the curators, their questions first; see `with_last_word`."""
    found = []
    for case in sorted(cases, key=lambda one: not one.last_by_curator):
        text = _("“%(title)s” is with the curators.")
        if case.last_by_curator:
            text = _("The curators ask you about “%(title)s”.")
        day = date_format(timezone.localtime(case.submitted_at))
        found.append(
            Todo(
                text % {"title": case.title},
                reverse("case-owner", args=[case.pk]),
                _("since %(day)s") % {"day": day},
            )
        )
    return found
