"""The needs-and-offers matrix of a partnership: what meets what among its members."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from matching.features import exchanges_among
from matching.partnerships.models import Partnership
from matching.partnerships.people import is_curator, takes_part
from matching.queries import SIDE, items_of
from matching.reasons import short_label
from regions.models import ExchangeItem, Profile, Side
from regions.queries.vocabulary import Vocabulary
from regions.wording import WordedItem, word_item

# With fewer there is nobody to exchange with.
FEWEST = 2
# Of the needs that an offer meets the page lists so many; the table has all of them.
MOST_SHOWN = 6


@dataclass(frozen=True)
class Thing:
    """An offer or a need in words, and whose it is."""

    profile: Profile
    worded: WordedItem

    @property
    def item(self) -> ExchangeItem:
        return self.worded.record

    @property
    def text(self) -> str:
        return self.worded.text

    @property
    def is_derived(self) -> bool:
        return bool(self.item.derivation)

    @property
    def url(self) -> str:
        return f"{self.profile.get_absolute_url()}#item-{self.item.pk}"

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted(topic.pk for topic in self.item.topics.all()))


@dataclass(frozen=True)
class Meeting:
    """An offer of one member that meets a need of another, and why."""

    offer: Thing
    need: Thing
    worth: float
    reason: str

    @property
    def is_same(self) -> bool:
        """Whether both name the same topic, rather than related ones."""
        return are_of_one_topic(self.offer, self.need)


@dataclass(frozen=True)
class Giver:
    """One member's row: how many needs of each other it meets, and which offers do."""

    profile: Profile
    counts: list[int | None]
    offers: list[tuple[Thing, list[Meeting]]]

    @property
    def total(self) -> int:
        return sum(count or 0 for count in self.counts)

    @property
    def shown(self) -> list[tuple[Thing, list[Meeting], int]]:
        """The offers that meet a need, the first needs of each, and how many more."""
        return [
            (offer, meetings[:MOST_SHOWN], max(len(meetings) - MOST_SHOWN, 0))
            for offer, meetings in self.offers
            if meetings
        ]


@dataclass(frozen=True)
class Matrix:
    """The members, and what they exchange; `with_invited` where few take part yet."""

    members: list[Profile]
    givers: list[Giver]
    meetings: list[Meeting]
    needs: list[Thing]
    with_invited: bool

    @property
    def unmet(self) -> list[Thing]:
        """The needs for which nobody inside offers the same topic."""
        met = {one.need.item.pk for one in self.meetings if one.is_same}
        return [one for one in self.needs if one.item.pk not in met]

    @property
    def nearly_met(self) -> set[int]:
        """The keys of needs for which somebody inside offers a related topic."""
        return {one.need.item.pk for one in self.meetings}

    @property
    def is_empty(self) -> bool:
        return len(self.members) < FEWEST


def members_of(user: Any, partnership: Partnership) -> tuple[list[Profile], bool]:
    """The profiles that take part and that this person may see, by title.

    Where fewer than two take part yet, curators and members also see the invited; the
    second value says so.
    """
    rows: Any = partnership.members.filter(profile__isnull=False)
    found = _profiles(user, rows.active())
    if len(found) < FEWEST and (is_curator(user) or takes_part(user, partnership)):
        invited = _profiles(user, rows.present())
        return invited, len(invited) > len(found)
    return found, False


def _profiles(user: Any, seats: Any) -> list[Profile]:
    seen = Profile.objects.listed().visible_to(user).select_related(*SIDE)
    keys = seats.order_by().values("profile")
    return list(seen.filter(pk__in=keys).order_by("title", "pk"))


def read_matrix(user: Any, partnership: Partnership, words: Vocabulary) -> Matrix:
    """The matrix as this person sees it; a fixed number of queries."""
    members, with_invited = members_of(user, partnership)
    keys = [one.pk for one in members]
    whose = {one.pk: one for one in members}
    things = [Thing(whose[one.profile_id], word_item(one)) for one in items_of(keys)]
    by_key = {one.item.pk: one for one in things}
    meetings = [
        Meeting(
            by_key[one.offer],
            by_key[one.need],
            one.worth,
            why_met(by_key[one.offer], by_key[one.need], words),
        )
        for one in exchanges_among(keys, keys)
        if one.offer in by_key and one.need in by_key
    ]
    offers = [one for one in things if one.item.side == Side.OFFER]
    return Matrix(
        members=members,
        givers=_givers(members, offers, meetings),
        meetings=meetings,
        needs=[one for one in things if one.item.side == Side.NEED],
        with_invited=with_invited,
    )


def are_of_one_topic(offer: Thing, need: Thing) -> bool:
    return bool(set(offer.codes) & set(need.codes))


def why_met(offer: Thing, need: Thing, words: Vocabulary) -> str:
    """In a few words why an offer meets a need: the same topic, or a related one."""
    same = set(offer.codes) & set(need.codes)
    if same and offer.text == need.text:
        return _("Same topic")
    if same:
        return _("Same topic: %(names)s") % {"names": _labels(same, words)}
    names = {
        "offer": _labels(offer.codes, words),
        "need": _labels(need.codes, words),
    }
    return _("Related topics: %(offer)s, and %(need)s") % names


def _labels(codes: Iterable[str], words: Vocabulary) -> str:
    return ", ".join(
        short_label(words.topics[code].label)
        for code in sorted(codes)
        if code in words.topics
    )


def _givers(
    members: Sequence[Profile], offers: Sequence[Thing], meetings: Sequence[Meeting]
) -> list[Giver]:
    by_offer: Mapping[int, list[Meeting]] = defaultdict(list)
    needs: Mapping[tuple[int, int], set[int]] = defaultdict(set)
    for one in meetings:
        by_offer[one.offer.item.pk].append(one)
        pair = one.offer.profile.pk, one.need.profile.pk
        needs[pair].add(one.need.item.pk)
    counts = Counter({pair: len(own) for pair, own in needs.items()})
    return [
        Giver(
            giver,
            [
                None if giver.pk == taker.pk else counts[giver.pk, taker.pk]
                for taker in members
            ],
            [
                (one, by_offer[one.item.pk])
                for one in offers
                if one.profile.pk == giver.pk
            ],
        )
        for giver in members
    ]
