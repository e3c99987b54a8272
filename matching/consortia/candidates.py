"""Who could join a consortium: a few hundred profiles, with what speaks for each.

Candidates come from four places, in this order, until there are enough of them: the
match lists of the lead and of whoever is pinned or asked, the lead's shortlist, and
the register, first those that state most of the call's topics. A fixed number of
queries, whatever their number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from matching.composition import Partner
from matching.consortia.kinds import FIXED, PRESENT
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.partners import profile_partner, wanted_topics
from matching.features import kept_newcomers
from matching.keeping.models import ShortlistEntry
from matching.models import POINT
from matching.queries import current_run, topic_sets, visible_matches
from portal.web.versioned import kept_under_version
from regions.models import CooperationMember, Profile, ProfileType
from regions.queries.vocabulary import Vocabulary, vocabulary

MOST = 500
# So many joint projects of a region count as the full track record.
RECORD_CAP = 10
HUNDRED = 100


@dataclass(frozen=True)
class Candidate:
    """A profile that could join, as a partner and with its figures.

    `points` is the score in the lead's match list, or None where it is not in it;
    `strength` the mean of the scores in the lists of the lead and of all who are
    pinned or asked, from 0 to 1, where not to be in a list counts as nothing.
    """

    profile: Profile
    partner: Partner
    points: float | None
    strength: float
    projects: int
    is_newcomer: bool
    is_fixed: bool = False

    @property
    def key(self) -> str:
        return self.profile.slug

    @property
    def organisation(self) -> str:
        """What priorities of one region have in common: they are one partner."""
        profile = self.profile
        return profile.region_id if profile.type == ProfileType.PRIORITY else ""

    @property
    def record(self) -> float:
        """The track record from 0 to 1."""
        return min(self.projects, RECORD_CAP) / RECORD_CAP


def candidates_for(
    user: Any,
    consortium: Consortium,
    members: Sequence[ConsortiumMember],
    words: Vocabulary | None = None,
    most: int = MOST,
) -> list[Candidate]:
    """Who is in it for good, who is considered, and who else could join, in this order.

    Who is excluded, has declined or has left is no candidate. All but those who are in
    it already are profiles that this person may see and that are in the lists.
    """
    words = words or vocabulary()
    states = {one.profile_id: one.state for one in members if one.profile_id}
    fixed = [key for key, state in states.items() if state in FIXED]
    present = [key for key, state in states.items() if state in PRESENT]
    lists = _scores(user, list(dict.fromkeys([consortium.lead_id, *fixed])))
    others = _others(user, consortium, lists, words, most + len(members))
    away = states.keys() - set(present)
    nearest = dict.fromkeys([*fixed, *present, *others])
    keys = [key for key in nearest if key not in away][:most]
    seen = Profile.objects.visible_to(user).listed().not_merged()
    rows = Profile.objects.filter(Q(pk__in=present) | Q(pk__in=seen.order_by()))
    found = rows.select_related("region__parent").in_bulk(keys)
    order = [key for key in keys if key in found]
    topics = dict(zip(order, topic_sets(order), strict=True))
    scale = _Scale(
        lists, consortium.lead_id, {consortium.lead_id, *fixed}, words.version
    )
    return [
        scale.candidate(
            found[key],
            profile_partner(found[key], topics[key], words),
            is_fixed=key in fixed,
        )
        for key in order
    ]


@kept_under_version
def kept_projects(version: str) -> dict[str, int]:
    """How many joint projects each region, or a part of it, took part in."""
    rows = CooperationMember.objects.order_by().values_list(
        "region_id", "cooperation_id"
    )
    found: dict[str, set[int]] = defaultdict(set)
    for code, project in rows.distinct():
        for length in range(2, len(code) + 1):
            found[code[:length]].add(project)
    return {code: len(projects) for code, projects in found.items()}


def _scores(user: Any, fixed: Sequence[int]) -> dict[int, dict[int, int]]:
    """Scores by candidate and by whose list it is, from the lists of these profiles."""
    rows = visible_matches(user, current_run()).filter(profile__in=fixed)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for whose, partner, score in rows.order_by("rank").values_list(
        "profile_id", "partner_id", "score"
    ):
        found[partner][whose] = score
    return found


def _others(
    user: Any,
    consortium: Consortium,
    lists: Mapping[int, Mapping[int, int]],
    words: Vocabulary,
    most: int,
) -> list[int]:
    """Keys of profiles that are not in it, each once, the nearest first."""
    entries = ShortlistEntry.objects.visible_to(user).filter(profile=consortium.lead)
    shortlist = entries.values_list("partner_id", flat=True)
    listed = sorted(lists, key=lambda key: (-sum(lists[key].values()), key))
    by_topic = _by_topics(wanted_topics(consortium.call, consortium.lead), words, most)
    return list(dict.fromkeys([*shortlist, *listed, *by_topic]))


def _by_topics(topics: Iterable[str], words: Vocabulary, most: int) -> list[int]:
    """Listed profiles that state most of these topics or parts of them."""
    wanted = words.with_descendants(code for code in topics if code in words.topics)
    links = Profile.topics.through.objects.filter(
        topic__in=wanted, profile__status="published", profile__lapsed_at=None
    )
    rows = links.order_by().values("profile_id").annotate(n=Count("pk"))
    ranked = rows.order_by("-n", "profile_id").values_list("profile_id", flat=True)
    return list(ranked[:most])


class _Scale:
    """What a candidate's figures are measured with."""

    def __init__(
        self,
        lists: Mapping[int, Mapping[int, int]],
        lead: int,
        fixed: Collection[int],
        version: str,
    ) -> None:
        self.lists, self.lead, self.fixed = lists, lead, fixed
        self.projects, self.newcomers = kept_projects(version), kept_newcomers(version)

    def candidate(
        self, profile: Profile, partner: Partner, *, is_fixed: bool
    ) -> Candidate:
        scores = self.lists.get(profile.pk, {})
        own = scores.get(self.lead)
        others = len(self.fixed) - (profile.pk in self.fixed) or 1
        return Candidate(
            profile=profile,
            partner=partner,
            points=None if own is None else own / POINT,
            strength=sum(scores.values()) / (POINT * HUNDRED * others),
            projects=self.projects.get(profile.region_id, 0),
            is_newcomer=profile.region_id in self.newcomers,
            is_fixed=is_fixed,
        )
