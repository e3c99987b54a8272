"""Whether a priority is too broad: a partner cannot tell what it is about.

Three signs, all against the register as it is now:

- **span**: its topics cover more NACE divisions than those of nine in ten published
  priorities (a section covers all its divisions);
- **branches**: they belong to more branches (topics of the first level, of all three
  schemes) than those of nine in ten;
- **crowd**: in a third of all regions that have profiles, or more, somebody states
  topics that are alike by ALIKE or more (component "focus" of the score). Of the
  priorities in the seed register about one in six reaches that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count

from matching.coach.preview import Preview
from matching.features import Standing, alike
from portal.web.versioned import data_version, kept_under_version
from regions.models import Profile, ProfileType, Scheme
from regions.queries.vocabulary import Vocabulary, vocabulary

ALIKE = 0.6
CROWD = 1 / 3
USUAL = 0.9  # so many priorities span at most `Usual.divisions`
DIVISION = 2  # the level of a division in the tree of topics
NARROWER_SHOWN = 8


@dataclass(frozen=True)
class Usual:
    """What nine in ten priorities span at most, and the regions with profiles."""

    divisions: int
    branches: int
    regions: dict[int, str]

    @property
    def region_count(self) -> int:
        return len(set(self.regions.values()))


@dataclass(frozen=True)
class Narrower:
    """A topic below a broad one, and how many listed profiles state it."""

    broad: str
    code: str
    profiles: int


@dataclass(frozen=True)
class Breadth:
    """How broad a draft is; see the module for what the two warnings mean."""

    divisions: int
    usual_divisions: int
    branches: int
    usual_branches: int
    alike_regions: int
    regions: int
    narrower: tuple[Narrower, ...]

    @property
    def spans_too_much(self) -> bool:
        return self.divisions > self.usual_divisions

    @property
    def has_many_branches(self) -> bool:
        return self.branches > self.usual_branches

    @property
    def is_crowded(self) -> bool:
        return self.alike_regions >= CROWD * self.regions and self.alike_regions > 1

    @property
    def is_broad(self) -> bool:
        return self.spans_too_much or self.has_many_branches or self.is_crowded


def breadth_of(preview: Preview) -> Breadth:
    """How broad the draft of this preview is, and what would be narrower."""
    topics, words = preview.draft.topics, vocabulary()
    usual = usual_breadth(data_version())
    found = breadth_of_topics(topics, preview.standing, words, usual)
    return replace(found, narrower=_narrower(topics, words))


def breadth_of_topics(
    topics: Sequence[str], standing: Standing | None, words: Vocabulary, usual: Usual
) -> Breadth:
    """How broad these topics are; without a standing nobody is there to compare."""
    near = alike(standing, ALIKE) if topics and standing is not None else []
    return Breadth(
        divisions=len(divisions_of(topics, words)),
        usual_divisions=usual.divisions,
        branches=len(branches_of(topics, words)),
        usual_branches=usual.branches,
        alike_regions=len({usual.regions[key] for key in near if key in usual.regions}),
        regions=usual.region_count,
        narrower=(),
    )


def divisions_of(topics: Iterable[str], words: Vocabulary) -> set[str]:
    """The NACE divisions that topics name, or that lie below those they name."""
    return {
        code for code in words.with_descendants(topics) if _is_division(words, code)
    }


def branches_of(topics: Iterable[str], words: Vocabulary) -> set[str]:
    """The topics of the first level under which these topics stand."""
    return {words.lineage(code)[-1] for code in topics}


def _is_division(words: Vocabulary, code: str) -> bool:
    topic = words.topics[code]
    return topic.scheme == Scheme.ECONOMIC and topic.level == DIVISION


@kept_under_version
def usual_breadth(version: str) -> Usual:
    """What is usual in this version of the register; two queries."""
    words = vocabulary()
    listed = Profile.objects.listed()
    links = Profile.topics.through.objects.filter(
        profile__in=listed.filter(type=ProfileType.PRIORITY).values("pk")
    )
    topics: dict[int, set[str]] = {}
    for key, code in links.values_list("profile_id", "topic_id"):
        topics.setdefault(key, set()).add(code)
    stated = list(topics.values())
    return Usual(
        divisions=_nine_in_ten([divisions_of(codes, words) for codes in stated], words),
        branches=_nine_in_ten([branches_of(codes, words) for codes in stated], words),
        regions=dict(listed.values_list("pk", "region_id")),
    )


def _nine_in_ten(found: list[set[str]], words: Vocabulary) -> int:
    """What nine in ten of these have at most; in an empty register nothing is much."""
    counts = sorted(len(one) for one in found)
    at = min(int(USUAL * len(counts)), len(counts) - 1)
    return counts[at] if counts else len(words.topics)


def _narrower(topics: Iterable[str], words: Vocabulary) -> tuple[Narrower, ...]:
    """What lies directly below the broad topics of a draft, the most stated first."""
    broad = {code for code in topics if len(words.descendants[code]) > 1}
    below = {
        code: topic.parent_id
        for code, topic in words.topics.items()
        if topic.parent_id in broad and code not in set(topics)
    }
    if not below:
        return ()
    links = Profile.topics.through.objects.filter(
        topic_id__in=below, profile__in=Profile.objects.listed().values("pk")
    )
    rows = links.order_by().values("topic_id").annotate(n=Count("profile_id"))
    counted = {row["topic_id"]: row["n"] for row in rows}
    found = [Narrower(below[code], code, counted.get(code, 0)) for code in below]
    found.sort(key=lambda one: (-one.profiles, one.code))
    return tuple(found[:NARROWER_SHOWN])
