"""Calls ranked for the profiles and partnerships of a person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from matching.calls.models import Call, CallFollow, Status
from matching.calls.radar import Rating, Seeker, Target, rate
from matching.calls.wording_parts import sharing_words
from matching.calls.wording_radar import word_reason
from matching.composition import KINDS, Actor, Category, Partner, Rule, RuleError
from matching.partnerships.choices import MemberRole
from matching.partnerships.models import Partnership, PartnershipMember
from regions.models import Profile, ProfileType, Region, TopicRelation
from regions.queries.vocabulary import Vocabulary, vocabulary

MOST_SHOWN = 50
STANDING = (Status.OPEN, Status.FORTHCOMING, Status.UNDATED)


@dataclass(frozen=True)
class Own:
    """A profile or a partnership of the person: `key` is what the address names."""

    key: str
    title: str
    place: str
    url: str
    seeker: Seeker


@dataclass(frozen=True)
class Rated:
    """A call with the one of the person's that it suits best, and why."""

    call: Call
    own: Own
    rating: Rating
    reasons: list[str]
    is_followed: bool


def own_seekers(user: Any) -> list[Own]:
    """The profiles for which this person acts, then the partnerships of these."""
    profiles = Profile.objects.owned_by(user).published().not_merged()
    rows = profiles.select_related("region", "cluster").prefetch_related("topics")
    return [*map(_of_profile, rows.order_by("title", "pk")), *_partnerships(user)]


def radar(user: Any, seekers: Sequence[Own]) -> list[Rated]:
    """Calls that one can prepare for, the best first; a fixed number of queries."""
    words = vocabulary()
    close = closeness_of(words)
    calls = Call.objects.published().with_status(STANDING)
    followed = set(
        CallFollow.objects.filter(user=user).values_list("call_id", flat=True)
    )
    found = []
    for call in calls.prefetch_related("topics", "rules"):
        target = target_of(call, words)
        rated = [(rate(target, one.seeker, close), one) for one in seekers]
        rating, own = max(rated, key=lambda pair: pair[0].score)
        found.append((rating, own, call))
    found.sort(key=_order)
    with sharing_words():
        return [
            Rated(call, own, rating, list(map(word_reason, rating.reasons)), is_known)
            for rating, own, call in found[:MOST_SHOWN]
            for is_known in [call.pk in followed]
        ]


def target_of(call: Call, words: Vocabulary) -> Target:
    """What counts of a call; rules that cannot be read count for nothing."""
    codes = {topic.pk for topic in call.topics.all()}
    status = call.status
    return Target(
        topics=frozenset(codes & words.topics.keys()),
        min_trl=call.min_trl,
        rules=tuple(_rules(call)),
        is_dated=status != Status.UNDATED,
        is_forthcoming=status == Status.FORTHCOMING,
        days_left=call.days_left,
    )


def closeness_of(words: Vocabulary) -> Callable[[str, str], float]:
    """How close two topics are: 1 if one is part of the other, else what is known of
    the relatedness of the activities in which they lie."""
    related = {
        frozenset((first, second)): phi
        for first, second, phi in TopicRelation.objects.values_list(
            "first_id", "second_id", "phi"
        )
    }

    def closeness(one: str, other: str) -> float:
        if one not in words.topics or other not in words.topics:
            return 0.0
        above, below = words.lineage(one), words.lineage(other)
        if one in below or other in above:
            return 1.0
        pairs = (frozenset((a, b)) for a in above for b in below)
        return max((related.get(pair, 0.0) for pair in pairs), default=0.0)

    return closeness


def _order(found: tuple[Rating, Own, Call]) -> tuple[Any, ...]:
    """Eligible ones first, then by points to the tenth, then by what ends first."""
    rating, _own, call = found
    last = call.closes.isoformat() if call.closes else "9999"
    return (not rating.is_eligible, -round(rating.score, 1), last, call.pk)


def _rules(call: Call) -> Iterable[Rule]:
    for row in call.rules.all():
        try:
            rule = Rule.read(row.kind, row.params)
        except RuleError:
            continue
        if rule.kind in KINDS:
            yield rule


def _of_profile(profile: Profile) -> Own:
    region = profile.region
    is_cluster = profile.type == ProfileType.CLUSTER
    partner = _partner(profile.slug, region, is_cluster=is_cluster)
    seeker = Seeker(
        frozenset(topic.pk for topic in profile.topics.all()),
        frozenset(str(stage) for stage in profile.stages),
        (partner,),
    )
    url = profile.get_absolute_url()
    return Own(f"profile:{profile.slug}", profile.title, region.label, url, seeker)


def _partnerships(user: Any) -> Iterable[Own]:
    """Those in which one takes part; observers are no partners of an application."""
    active = PartnershipMember.objects.active()
    seats = active.exclude(role=MemberRole.OBSERVER).select_related("region", "profile")
    own = active.owned_by(user).order_by().values("partnership")
    rows = Partnership.objects.alive().filter(pk__in=own).order_by("title", "pk")
    for one in rows.prefetch_related("topics", Prefetch("members", seats)):
        partners = tuple(
            _partner(
                str(seat),
                seat.region,
                is_cluster=bool(
                    seat.profile and seat.profile.type == ProfileType.CLUSTER
                ),
            )
            for seat in one.members.all()
            if seat.region
        )
        topics = frozenset(topic.pk for topic in one.topics.all())
        yield Own(
            f"partnership:{one.slug}",
            one.title,
            "",
            one.get_absolute_url(),
            Seeker(topics, frozenset(), partners),
        )


def _partner(key: str, region: Region, *, is_cluster: bool) -> Partner:
    """A priority's partner is its authority; of a cluster nobody has said whether it
    is non-profit."""
    return Partner(
        key=key,
        country=region.country,
        region=region.code[:4],
        category=Category(region.cohesion_category),
        is_outermost=region.is_outermost,
        in_eu=region.in_eu,
        actor=Actor.CLUSTER if is_cluster else Actor.AUTHORITY,
        is_nonprofit=None if is_cluster else True,
    )
