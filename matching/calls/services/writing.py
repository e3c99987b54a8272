"""Adding a call and changing its facts."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from matching.calls.models import Call, CallEdit, Change, Verification
from matching.calls.services.locking import lock_call, note_change, require_curator
from portal.accounts.models import User
from regions.models import Confidence, Topic

# Addresses of the room that no call may have.
TAKEN = {"new", "radar", "desk"}
MOST_TOPICS = 30
# Further away is a slip, which no calendar could hold.
FIRST_YEAR, LAST_YEAR = 1980, 2100
# Two numbers or days of which the first is not past the second.
ORDERED = (
    ("opens", "closes"),
    ("grant_min_eur", "grant_max_eur"),
    ("rate_min", "rate_max"),
    ("months_min", "months_max"),
)


@dataclass(frozen=True)
class Facts:
    """What a call says; topics are codes."""

    title: str
    programme: str
    identifier: str = ""
    link: str = ""
    summary: str = ""
    opens: datetime.date | None = None
    closes: datetime.date | None = None
    closing_time: datetime.time | None = None
    topics: Sequence[str] = ()
    themes: str = ""
    budget_eur: int | None = None
    grant_min_eur: int | None = None
    grant_max_eur: int | None = None
    rate_min: int | None = None
    rate_max: int | None = None
    min_trl: int | None = None
    months_min: int | None = None
    months_max: int | None = None
    conditions: str = ""
    source_name: str = ""
    source_url: str = ""
    source_date: datetime.date | None = None
    verification: str = Verification.RECALLED


@transaction.atomic
def add_call(*, by: User, facts: Facts) -> Call:
    """Add a draft. Pressed twice, it is one: a draft of the same person that says just
    the same is the one that is meant."""
    require_curator(by)
    # Who presses twice waits for the first press here.
    User.objects.select_for_update(of=("self",)).filter(pk=by.pk).values("pk").first()
    if twin := _twin(by, facts):
        return twin
    call = Call(slug=new_slug(facts.identifier or facts.title))
    _fill(call, facts)
    call.save()
    call.topics.set(Topic.objects.filter(pk__in=facts.topics))
    note_change(by=by, call=call, change=Change.ADDED)
    return call


@transaction.atomic
def edit_call(*, by: User, call: Call, facts: Facts, revision: int) -> Call:
    """Change the facts of a call that nobody has changed since this revision.

    What stays the same is no change: nothing is written then.
    """
    found = lock_call(by=by, call=call, revision=revision)
    before = _said(found)
    _fill(found, facts)
    after = _said(found) | {"topics": sorted(set(facts.topics))}
    changed = {
        name: [_plain(before[name]), _plain(value)]
        for name, value in after.items()
        if before[name] != value
    }
    if not changed:
        return found
    found.save()
    found.topics.set(Topic.objects.filter(pk__in=facts.topics))
    note_change(by=by, call=found, change=Change.FACTS, details=changed)
    return found


def new_slug(words: str) -> str:
    """An address that no other call has and that is not a page of the room."""
    stem = slugify(words)[:100] or "call"
    slug, number = stem, 1
    while slug in TAKEN or Call.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _twin(by: User, facts: Facts) -> Call | None:
    mine = CallEdit.objects.filter(by=by, change=Change.ADDED).values("call")
    same = Call.objects.filter(is_published=False, revision=1, pk__in=mine)
    wanted = asdict(facts) | {"topics": sorted(set(facts.topics))}
    rows = same.filter(title=facts.title.strip(), programme=facts.programme.strip())
    return next((one for one in rows if _said(one) == _stripped(wanted)), None)


def _said(call: Call) -> dict[str, Any]:
    values = {name: getattr(call, name) for name in Facts.__dataclass_fields__}
    return values | {"topics": sorted(topic.pk for topic in call.topics.all())}


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in values.items()
    }


def _fill(call: Call, facts: Facts) -> None:
    """Put the facts into the call, checked; nothing is stored."""
    for name, value in _stripped(asdict(facts)).items():
        if name != "topics":
            setattr(call, name, value)
    call.confidence = (
        Confidence.RECALLED
        if call.verification == Verification.RECALLED
        else Confidence.READ
    )
    _check(call, facts.topics)
    call.full_clean(exclude=["confirmed_by", "edited_by"], validate_unique=False)


def _check(call: Call, topics: Sequence[str]) -> None:
    faults: dict[str, list[str]] = {}
    for first, last in ORDERED:
        low, high = getattr(call, first), getattr(call, last)
        if low is not None and high is not None and low > high:
            faults[last] = [_("This is before what it should follow.")]
    for name in ("opens", "closes", "source_date"):
        day = getattr(call, name)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            words = {"first": FIRST_YEAR, "last": LAST_YEAR}
            faults[name] = [_("Name a year from %(first)d to %(last)d.") % words]
    if call.closing_time and not call.closes:
        faults["closing_time"] = [_("A time needs its day.")]
    if call.verification != Verification.RECALLED and not call.source_url:
        faults["source_url"] = [_("Name the page in which it was read.")]
    if Topic.objects.filter(pk__in=topics).count() < len(set(topics)):
        faults["topics"] = [_("One of these topics is not in the register any more.")]
    elif len(set(topics)) > MOST_TOPICS:
        faults["topics"] = [_("At most %(n)d topics.") % {"n": MOST_TOPICS}]
    if faults:
        raise ValidationError(faults)


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    is_time = isinstance(value, datetime.date | datetime.time)
    return value.isoformat() if is_time else value
