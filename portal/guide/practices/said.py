"""What a practice says, as one value: to be checked, compared and put together."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.ideas import MOST_TOPICS
from matching.partner_requests.contacts import refuse_contacts
from portal.guide.practices.chapter_names import CHAPTERS
from portal.guide.practices.choices import CostBand, ResultState
from portal.guide.practices.models import Practice
from regions.models import Cluster, Topic


@dataclass(frozen=True)
class Said:
    """The facts of a practice; `cluster` is an address, topics are codes."""

    title: str
    language: str = ""
    cluster: str = ""
    challenge: str = ""
    action: str = ""
    result_state: str = ResultState.NOT_YET.value
    result: str = ""
    figures: str = ""
    measured: str = ""
    period_from: int | None = None
    period_to: int | None = None
    cost: str = CostBand.NOT_KNOWN.value
    funding: str = ""
    stage: str = ""
    instrument: str = ""
    transfer_needs: str = ""
    transfer_adapt: str = ""
    transfer_failed: str = ""
    topics: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    source_name: str = ""
    source_url: str = ""
    source_date: datetime.date | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Said":
        """Stripped, and with lists in one order, so that equal facts are equal."""
        return cls(**{name: _tidy(value) for name, value in values.items()})


NAMES = tuple(Said.__dataclass_fields__)
# What is not simply a field of the record.
LINKS = ("cluster", "topics", "chapters")
PLAIN = tuple(name for name in NAMES if name not in LINKS)
# What curators and readers need before it is shown to anybody.
NEEDED = ("language", "challenge", "action", "stage", "instrument", "topics")
WORDS = (
    *("title", "challenge", "action", "result", "figures", "measured", "funding"),
    *("transfer_needs", "transfer_adapt", "transfer_failed"),
)


def said_of(practice: Practice) -> Said:
    """What the record says now."""
    values = {name: getattr(practice, name) for name in PLAIN}
    return Said.of(
        {
            **values,
            "cluster": practice.cluster.slug if practice.cluster else "",
            "topics": [topic.pk for topic in practice.topics.all()],
            "chapters": practice.chapters,
        }
    )


def put_together(
    base: Mapping[str, Any], mine: Said, theirs: Said
) -> tuple[Said, tuple[str, ...]]:
    """My edit put onto theirs, and the fields in which both of us changed something.

    `base` has what the fields said before that were changed since I began. Fields are
    whole: two edits of one text are a conflict, in which mine is kept.
    """
    taken, conflicts = {}, []
    for name, before in base.items():
        own, other = getattr(mine, name), getattr(theirs, name)
        if own == other:
            continue
        if own == before:
            taken[name] = other
        else:
            conflicts.append(name)
    return replace(mine, **taken), tuple(conflicts)


def fill(practice: Practice, said: Said) -> None:
    """Set the record's own fields; nothing is stored."""
    for name in PLAIN:
        setattr(practice, name, getattr(said, name))
    practice.cluster = Cluster.objects.filter(slug=said.cluster).first()


def write_links(practice: Practice, said: Said) -> None:
    """Write topics and chapters of a practice that is saved."""
    practice.topics.set(Topic.objects.filter(pk__in=said.topics))
    present = {one.chapter: one for one in practice.chapter_links.all()}
    for slug in present.keys() - set(said.chapters):
        present[slug].delete()
    for slug in said.chapters:
        if slug not in present:
            practice.chapter_links.create(chapter=slug)


def check_said(said: Said, *, is_complete: bool) -> None:
    """Raise a ValidationError by field; a draft may still lack what readers need."""
    faults: dict[str, list[str]] = {}
    if is_complete:
        faults |= _missing(said)
    for name in WORDS:
        if refuse_contacts(getattr(said, name)):
            faults[name] = [
                _(
                    "Leave e-mail addresses and telephone numbers out: readers ask you"
                    " through the portal."
                )
            ]
    faults |= _inconsistent(said) | _unknown(said)
    if faults:
        raise ValidationError(faults)


def _missing(said: Said) -> dict[str, list[str]]:
    text = _("Curators and readers need this. A draft can be saved without it.")
    names = [name for name in NEEDED if not getattr(said, name)]
    if said.result_state == ResultState.KNOWN and not said.result:
        names.append("result")
    return {name: [text] for name in names}


def _inconsistent(said: Said) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if said.figures and not said.measured:
        faults["measured"] = [
            _("Say how the figures were measured, or that this is not known.")
        ]
    if said.result_state != ResultState.KNOWN and (said.result or said.figures):
        faults["result_state"] = [
            _("A result is stated below. Say that one is known, or leave it out.")
        ]
    if said.period_to and not said.period_from:
        faults["period_from"] = [_("Name the first year too.")]
    elif said.period_to and said.period_from and said.period_to < said.period_from:
        faults["period_to"] = [_("This is before the first year.")]
    if said.source_date and said.source_date > timezone.localdate():
        faults["source_date"] = [_("This day is yet to come.")]
    return faults


def _unknown(said: Said) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if _count_topics(said.topics) < len(said.topics):
        faults["topics"] = [_("One of these topics is not in the register any more.")]
    elif len(said.topics) > MOST_TOPICS:
        text = _("At most %(n)d topics; two to six narrow ones say more than many.")
        faults["topics"] = [text % {"n": MOST_TOPICS}]
    if set(said.chapters) - set(CHAPTERS):
        faults["chapters"] = [_("There is no such chapter.")]
    return faults


def _count_topics(codes: Sequence[str]) -> int:
    return Topic.objects.filter(pk__in=codes).count() if codes else 0


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        # Browsers send the ends of lines as two signs.
        return str(value).replace("\r\n", "\n").strip()
    return tuple(sorted(set(value))) if isinstance(value, list | tuple) else value


def as_json(value: Any) -> Any:
    """A value of a field as the log keeps it."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def from_json(name: str, value: Any) -> Any:
    """The same value again, to be compared with what the record says."""
    if name == "source_date" and value:
        return datetime.date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
