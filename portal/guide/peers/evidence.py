"""What the portal knows of those who might have solved it: facts for the order.

A fixed number of queries, however many practices and profiles there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Count

from matching.everyday_words import FILLERS
from matching.exposure import Why
from matching.features import kept_newcomers, words_of
from matching.ideas import Idea, partners_for
from matching.introductions.people import organisation_key
from matching.introductions.record import response_records
from matching.languages import stem_english
from matching.models import POINT, Match
from matching.queries import SIDE
from matching.reader import kept_reader
from portal.guide.peers.asking import Said, stage_place
from portal.guide.peers.fitting import Text, rarity, relevance
from portal.guide.peers.models import PeerProposal
from portal.guide.peers.order import Key, Peer, Shown
from portal.guide.peers.people import key_of, region_of
from portal.guide.practices.models import Practice
from portal.web.versioned import data_version
from regions.models import (
    Cluster,
    CohesionCategory,
    CooperationMember,
    Profile,
    ProfileType,
    Region,
)

# The regions of clusters too, which keep practices.
WHOSE = ("cluster__region", "owner_cluster__region")


@dataclass
class Found:
    """All about one peer: whose it is, which profile could be asked, and the facts."""

    key: Key
    organisation: Region | Cluster
    practices: list[Shown] = field(default_factory=list)
    profile: Profile | None = None
    likeness: float = 0.0
    projects: int = 0

    @property
    def region(self) -> Region:
        return region_of(self.organisation)


@dataclass(frozen=True)
class Evidence:
    """The peers that a question has found, and the topics that were read from it."""

    topics: tuple[str, ...]
    found: Mapping[Key, Found]
    peers: tuple[Peer, ...]


def evidence_for(user: Any, said: Said) -> Evidence:
    """Who might have solved it, among what this person may see, with all facts."""
    topics = None if said.has_topics else ()
    partners = partners_for(user, Idea(text=said.text, topics=topics))
    codes = tuple(code for code, _how in partners.topics)
    practices: dict[Key, list[Shown]] = defaultdict(list)
    for practice, shown in _practices(user, said, codes):
        practices[key_of(practice.keeper)].append(shown)
    best = _best_profiles(partners.matches)
    found = {
        key: Found(key, whose, practices[key], *best.get(key, ()))
        for key, whose in _organisations([*practices, *best]).items()
        if not _is_left_out(whose, said)
    }
    _add_profiles(found, codes)
    _add_projects(found, codes)
    return Evidence(codes, found, tuple(_peers(found)))


def _practices(
    user: Any, said: Said, topics: Collection[str]
) -> list[tuple[Practice, Shown]]:
    """Published practices that are near the question, with how near."""
    rows = list(
        Practice.objects.visible_to(user).published().for_rows().select_related(*WHOSE)
    )
    # Asked for once: it is read from the database.
    version = data_version()
    texts = {one.pk: _text_of(one, version) for one in rows}
    weights = rarity(texts.values())
    chapters = frozenset({said.chapter} - {""})
    question = Text(_words(version, said.text), frozenset(topics), chapters)
    named = said.practice.pk if said.practice else None
    found = []
    for one in rows:
        near = relevance(question, texts[one.pk], weights, is_named=one.pk == named)
        if near:
            found.append((one, Shown(one.pk, near, stage_place(one.stage))))
    return found


def _text_of(practice: Practice, version: str) -> Text:
    words = (practice.title, practice.challenge, practice.action, practice.result)
    return Text(
        _words(version, "\n".join(words)),
        frozenset(one.pk for one in practice.topics.all()),
        frozenset(practice.chapters),
    )


@lru_cache(maxsize=2_000)
def _words(version: str, text: str) -> frozenset[str]:
    """The stems of a text, as it stands and in the register's English."""
    english = kept_reader(version).read(text).words
    own = (word for word in words_of(text) if word not in FILLERS)
    return frozenset(map(stem_english, (*own, *english)))


def _best_profiles(matches: Iterable[Match]) -> dict[Key, tuple[Profile, float]]:
    """For each organisation the profile that says most of the same, and how much."""
    found: dict[Key, tuple[Profile, float]] = {}
    for match in matches:
        likeness = (match.focus + match.words) / POINT
        key = organisation_key(match.partner)
        if key not in found or likeness > found[key][1]:
            found[key] = match.partner, likeness
    return found


def _organisations(keys: Iterable[Key]) -> dict[Key, Region | Cluster]:
    """Those of these keys; a cluster that is not public, or merged, is nobody."""
    wanted = list(dict.fromkeys(keys))
    regions = Region.objects.in_bulk([key for kind, key in wanted if kind == "region"])
    public = Cluster.objects.published().not_merged().select_related("region")
    clusters = public.in_bulk([key for kind, key in wanted if kind == "cluster"])
    found = {("region", key): one for key, one in regions.items()}
    found |= {("cluster", key): one for key, one in clusters.items()}
    return {key: found[key] for key in wanted if key in found}


def _is_left_out(whose: Region | Cluster, said: Said) -> bool:
    """Oneself, what lies in one another, and, if wished, the own country."""
    own, other = said.region, region_of(whose)
    if own is None:
        return False
    if own.code.startswith(other.code) or other.code.startswith(own.code):
        return True
    return said.is_abroad and other.country == own.country


def _add_profiles(found: Mapping[Key, Found], topics: Sequence[str]) -> None:
    """A profile to ask for those whom no likeness has found: the nearest by topics."""
    without = [one for one in found.values() if one.profile is None]
    regions = [one.key[1] for one in without if one.key[0] == "region"]
    clusters = [one.key[1] for one in without if one.key[0] == "cluster"]
    public = Profile.objects.published().not_merged().select_related(*SIDE)
    rows = public.filter(type=ProfileType.PRIORITY, region__in=regions)
    rows = (rows | public.filter(pk__in=clusters)).prefetch_related("topics")
    best: dict[Key, tuple[int, int]] = {}
    for profile in rows.order_by("pk"):
        shared = sum(one.pk in topics for one in profile.topics.all())
        key, rank = organisation_key(profile), (-shared, profile.pk)
        if key in found and (key not in best or rank < best[key]):
            best[key], found[key].profile = rank, profile


def _add_projects(found: Mapping[Key, Found], topics: Sequence[str]) -> None:
    """Known joint projects in the theme in which somebody of the region took part."""
    rows = CooperationMember.objects.filter(cooperation__topics__in=topics).order_by()
    took = defaultdict(set)
    for code, project in rows.values_list("region", "cooperation").distinct():
        for length in range(2, len(code) + 1):
            took[code[:length]].add(project)
    for one in found.values():
        one.projects = len(took.get(one.region.code, ()))


def _peers(found: Mapping[Key, Found]) -> Iterable[Peer]:
    profiles = [one.profile for one in found.values() if one.profile]
    records = response_records(profiles)
    proposed, newcomers = _proposed(), kept_newcomers(data_version())
    for key, one in found.items():
        record = records.get(one.profile.pk) if one.profile else None
        is_known = record is not None and record.is_enough
        whose = one.organisation
        yield Peer(
            key,
            place=one.region.code,
            practices=tuple(one.practices),
            likeness=one.likeness,
            projects=one.projects,
            population=one.region.population,
            category=one.region.cohesion_category,
            languages=frozenset(whose.languages if isinstance(whose, Cluster) else ()),
            answers=record.percent / 100 if record and is_known else None,
            proposed=proposed.get(key, 0),
            why=_why(one.region, newcomers),
        )


def _why(region: Region, newcomers: Collection[str]) -> int:
    why = Why.NEWCOMER if region.code in newcomers else Why(0)
    if region.cohesion_category == CohesionCategory.LESS:
        why |= Why.LESS_DEVELOPED
    if region.is_outermost:
        why |= Why.OUTERMOST
    return int(why)


def _proposed() -> dict[Key, int]:
    """How many kept questions of the last year each peer was proposed for."""
    rows = PeerProposal.objects.lately().order_by().values_list("region", "cluster")
    counted = rows.annotate(n=Count("question", distinct=True))
    return {
        ("cluster", cluster) if cluster else ("region", region): n
        for region, cluster, n in counted
    }
