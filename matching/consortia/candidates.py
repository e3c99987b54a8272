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

from django.db.models import Count

from matching.composition import Partner
from matching.consortia.kinds import FIXED, PRESENT
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.partners import profile_partner, wanted_topics
from matching.features import kept_newcomers
from matching.keeping.models import ShortlistEntry
from matching.models import POINT
from matching.queries import current_run, topic_sets, visible_matches
from portal.web.versioned import kept_under_version
from regions.models import CooperationMember, Profile
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.querysets import ProfileQuerySet

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

    @property
    def key(self) -> str:
        return self.profile.slug

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
    """Who could join, those that are considered among them; the nearest first.

    Who is excluded, has declined or has left is no candidate, nor is who is in it for
    good (`fixed_candidates` has these). Everybody is one that this person may see.
    """
    words = words or vocabulary()
    fixed = _fixed_keys(consortium, members)
    taken = {
        one.profile_id
        for one in members
        if one.profile_id and (one.state in FIXED or one.state not in PRESENT)
    }
    seen = Profile.objects.visible_to(user).listed().not_merged()
    lists = _scores(user, fixed)
    keys = _pool(user, consortium, members, lists, words, most + len(taken))
    keys = [key for key in keys if key not in taken][:most]
    return _candidates(seen, keys, lists, consortium.lead_id, len(fixed), words)


def fixed_candidates(
    consortium: Consortium,
    members: Sequence[ConsortiumMember],
    words: Vocabulary | None = None,
) -> list[Candidate]:
    """Those of the register that every proposal keeps, with the same figures."""
    keys = [one.profile_id for one in members if one.profile_id and one.state in FIXED]
    rows = Profile.objects.all()
    return _candidates(rows, keys, {}, consortium.lead_id, 1, words or vocabulary())


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


def _fixed_keys(
    consortium: Consortium, members: Sequence[ConsortiumMember]
) -> list[int]:
    """The lead, and the profiles that are pinned or asked."""
    keys = [one.profile_id for one in members if one.profile_id and one.state in FIXED]
    return list(dict.fromkeys([consortium.lead_id, *keys]))


def _scores(user: Any, fixed: Sequence[int]) -> dict[int, dict[int, int]]:
    """Scores by candidate and by whose list it is, from the lists of these profiles."""
    rows = visible_matches(user, current_run()).filter(profile__in=fixed)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for whose, partner, score in rows.order_by("rank").values_list(
        "profile_id", "partner_id", "score"
    ):
        found[partner][whose] = score
    return found


def _pool(
    user: Any,
    consortium: Consortium,
    members: Sequence[ConsortiumMember],
    lists: Mapping[int, Mapping[int, int]],
    words: Vocabulary,
    most: int,
) -> list[int]:
    """Keys of profiles, each once, the nearest first."""
    considered = [
        one.profile_id for one in members if one.profile_id and one.state in PRESENT
    ]
    entries = ShortlistEntry.objects.visible_to(user).filter(profile=consortium.lead)
    shortlist = entries.values_list("partner_id", flat=True)
    listed = sorted(lists, key=lambda key: (-sum(lists[key].values()), key))
    by_topic = _by_topics(wanted_topics(consortium.call, consortium.lead), words, most)
    keys = dict.fromkeys([*considered, *shortlist, *listed, *by_topic])
    return list(keys)[:most]


def _by_topics(topics: Iterable[str], words: Vocabulary, most: int) -> list[int]:
    """Listed profiles that state most of these topics or parts of them."""
    wanted = words.with_descendants(code for code in topics if code in words.topics)
    links = Profile.topics.through.objects.filter(
        topic__in=wanted, profile__status="published", profile__lapsed_at=None
    )
    rows = links.order_by().values("profile_id").annotate(n=Count("pk"))
    ranked = rows.order_by("-n", "profile_id").values_list("profile_id", flat=True)
    return list(ranked[:most])


def _candidates(
    rows: ProfileQuerySet,
    keys: Collection[int],
    lists: Mapping[int, Mapping[int, int]],
    lead: int,
    whole: int,
    words: Vocabulary,
) -> list[Candidate]:
    found = rows.select_related("region__parent").in_bulk(list(keys))
    order = [key for key in keys if key in found]
    topics = dict(zip(order, topic_sets(order), strict=True))
    counts, new = kept_projects(words.version), kept_newcomers(words.version)
    return [
        Candidate(
            profile=found[key],
            partner=profile_partner(found[key], topics[key], words),
            points=_points(lists.get(key, {}).get(lead)),
            strength=sum(lists.get(key, {}).values()) / (POINT * HUNDRED * whole),
            projects=counts.get(found[key].region_id, 0),
            is_newcomer=found[key].region_id in new,
        )
        for key in order
    ]


def _points(score: int | None) -> float | None:
    return None if score is None else score / POINT
