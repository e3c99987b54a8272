"""Who outside a partnership could fill its gaps: a question to the index for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from matching.features import exchanges_among, who_could_fill
from matching.ideas import weights_of
from matching.pairs import are_nested
from matching.partnerships.matrix.reading import (
    Matrix,
    Thing,
    are_of_one_topic,
    why_met,
)
from matching.partnerships.matrix.shapes import Filler, Gap, GapKind
from matching.queries import SIDE, current_run, items_of, topic_sets
from regions.models import Profile
from regions.queries.vocabulary import Vocabulary
from regions.wording import word_item

MOST_FILLERS = 5
# Read beyond, for those that are inside or of the same place.
SPARE = 40


def with_fillers(
    user: Any, gaps: Sequence[Gap], matrix: Matrix, words: Vocabulary
) -> list[Gap]:
    """The same gaps, each with the best of those outside that this person may see."""
    inside = {one.pk for one in matrix.members}
    found = who_could_fill(
        [one.sought for one in gaps],
        MOST_FILLERS + len(inside) + SPARE,
        weights_of(current_run()),
    )
    seen = Profile.objects.listed().visible_to(user).select_related(*SIDE)
    profiles = seen.in_bulk({key for keys in found for key in keys} - inside)
    facts = _facts(gaps, list(profiles.values()), words)
    return [
        replace(gap, fillers=facts.best(gap, keys))
        for gap, keys in zip(gaps, found, strict=True)
    ]


@dataclass(frozen=True)
class _Facts:
    """What is read of all who could fill some gap."""

    profiles: Mapping[int, Profile]
    topics: Mapping[int, set[str]]
    # The best offer of a profile to a need, both by key.
    offers: Mapping[tuple[int, int], Thing]
    words: Vocabulary

    def best(self, gap: Gap, keys: Sequence[int]) -> list[Filler]:
        """The first of these that truly bring it, from another place than who asks.

        One of each region: what is derived is the same for all of it.
        """
        found: list[Filler] = []
        regions: set[str] = set()
        for key in keys:
            profile = self.profiles.get(key)
            if profile is None or _is_near(profile, gap):
                continue
            filler = self._filler(gap, profile)
            if filler is not None and profile.region_id not in regions:
                found.append(filler)
                regions.add(profile.region_id)
            if len(found) == MOST_FILLERS:
                break
        return found

    def _filler(self, gap: Gap, profile: Profile) -> Filler | None:
        if gap.kind == GapKind.NEED:
            return self._offering(gap, profile)
        if gap.kind == GapKind.STAGE:
            text = _("Covers the stage: %(name)s") % {"name": gap.label}
            return Filler(profile, text) if gap.code in profile.stages else None
        wanted = self.words.with_descendants([gap.code])
        text = _("Works on the topic: %(name)s") % {"name": gap.label}
        return Filler(profile, text) if wanted & self.topics[profile.pk] else None

    def _offering(self, gap: Gap, profile: Profile) -> Filler | None:
        for need in gap.needs:
            offer = self.offers.get((profile.pk, need.item.pk))
            if offer is not None:
                text = _("Offers “%(offer)s”. %(why)s") % {
                    "offer": offer.text,
                    "why": why_met(offer, need, self.words),
                }
                return Filler(profile, text, is_derived=offer.is_derived)
        return None


def _facts(
    gaps: Sequence[Gap], profiles: Sequence[Profile], words: Vocabulary
) -> _Facts:
    """Read a fixed number of queries, however many gaps and profiles there are."""
    keys = [one.pk for one in profiles]
    whose = {one.pk: one for one in profiles}
    things = {
        one.pk: Thing(whose[one.profile_id], word_item(one)) for one in items_of(keys)
    }
    needs = {need.item.pk: need for gap in gaps for need in gap.needs}
    holders = sorted({need.profile.pk for need in needs.values()})
    offers: dict[tuple[int, int], Thing] = {}
    for one in exchanges_among(keys, holders):
        offer, need = things.get(one.offer), needs.get(one.need)
        if offer and need and are_of_one_topic(offer, need):
            offers.setdefault((one.giver, one.need), offer)
    topics = dict(zip(keys, topic_sets(keys), strict=True))
    return _Facts(whose, topics, offers, words)


def _is_near(profile: Profile, gap: Gap) -> bool:
    """Whether it is of the same place as somebody who has the gap."""
    return any(are_nested(profile, one) for one in gap.holders)
