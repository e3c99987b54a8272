"""Finds records that may be registered twice. Pure: plain rows in, pairs out.

Each sign that two records are one has a strength between 0 and 1, and signs are put
together like chances that do not depend on each other. What many share (the site of an
agency that runs ten clusters, a mail provider) is a weak sign or none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

import numpy as np
from rapidfuzz import fuzz, process

from portal.web.text import fold, folded_words
from regions.moderation.duplicate_words import (
    LEGAL_FORMS,
    PLATFORMS,
    PROVIDERS,
    USUAL,
)

# The least score of a pair that is shown.
LEAST = 0.6
# Names less alike than this say nothing; of titles of priorities more is asked.
NAMES_ALIKE, TITLES_ALIKE = 86, 88
# A sign that more records share than this is none.
SHARED_BY_MOST = 3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")


@dataclass(frozen=True)
class ClusterRow:
    """What a cluster says about who it is."""

    key: int
    title: str
    legal_name: str
    acronym: str
    website: str
    mailbox: str
    country: str


@dataclass(frozen=True)
class PriorityRow:
    """What a priority is called, and in which strategy."""

    key: int
    title: str
    strategy: int


@dataclass(frozen=True)
class StrategyRow:
    """A strategy: what it is called, of which region and which years."""

    key: int
    title: str
    region: str
    period: str


@dataclass(frozen=True)
class FacilityRow:
    """What a facility says about what it is and where it stands."""

    key: int
    name: str
    website: str
    region: str


@dataclass(frozen=True)
class Reason:
    """A sign that two records are one: what it is, how strong, and the proof."""

    code: str
    strength: float
    proof: str


Signs = dict[tuple[int, int], list[Reason]]


@dataclass(frozen=True)
class Pair:
    """Two records, the smaller key first, and why they may be one."""

    first: int
    second: int
    score: float
    reasons: tuple[Reason, ...]


def find_cluster_pairs(
    rows: Sequence[ClusterRow], only: int | None = None
) -> list[Pair]:
    """Pairs of clusters that may be one, the surest first; `only` those with this key.

    2,000 clusters take about a second, one against 2,000 some milliseconds.
    """
    signs: Signs = defaultdict(list)
    _share(signs, "site", 0.6, [(row.key, host_of(row.website)) for row in rows])
    mails = [(row.key, mail_domain_of(row.mailbox)) for row in rows]
    _share(signs, "mail", 0.5, mails)
    _share(signs, "acronym", 0.4, _acronyms(rows, range(3, 4)))
    _share(signs, "acronym", 0.65, _acronyms(rows, range(4, 60)))
    names = [
        (row.key, key)
        for row in rows
        for key in sorted({name_key(row.title), name_key(row.legal_name)})
    ]
    _alike(signs, "name", 0.75, names, NAMES_ALIKE, only)
    _share(signs, "beginning", 0.3, [(row.key, _beginning(row)) for row in rows])
    countries = {row.key: row.country for row in rows}
    abroad = {pair for pair in signs if countries[pair[0]] != countries[pair[1]]}
    return _pairs(signs, only, weaker=abroad)


def find_priority_pairs(
    rows: Sequence[PriorityRow], only: int | None = None
) -> list[Pair]:
    """Pairs of priorities of one strategy with titles that say the same."""
    signs: Signs = defaultdict(list)
    groups: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        words = " ".join(sorted(folded_words(row.title)))
        groups[row.strategy].append((row.key, words))
    for titles in groups.values():
        _alike(signs, "title", 0.9, titles, TITLES_ALIKE, only)
    return _pairs(signs, only)


def find_strategy_pairs(
    rows: Sequence[StrategyRow], only: int | None = None
) -> list[Pair]:
    """Pairs of strategies of one region that cover the same years, or may do so.

    Strategies that follow each other often share their title: where years are known
    that have nothing in common, they are two.
    """
    signs: Signs = defaultdict(list)
    apart = set()
    groups: dict[str, list[StrategyRow]] = defaultdict(list)
    for row in rows:
        groups[row.region].append(row)
    for group in groups.values():
        for one, other in combinations(sorted(group, key=lambda row: row.key), 2):
            pair = (one.key, other.key)
            years = _years_of(one.period), _years_of(other.period)
            if not all(years):
                continue
            shared = sorted(set(years[0]) & set(years[1]))
            if len(shared) > 1:
                proof = f"{shared[0]}–{shared[-1]}"
                signs[pair].append(Reason("period", 0.65, proof))
            else:
                apart.add(pair)
        titles = [(row.key, " ".join(sorted(folded_words(row.title)))) for row in group]
        _alike(signs, "title", 0.7, titles, TITLES_ALIKE, only)
    for pair in apart:
        signs.pop(pair, None)
    return _pairs(signs, only)


def _years_of(period: str) -> range:
    """The years that a period names; none if it does not name them."""
    years = [int(year) for year in _YEAR.findall(period)]
    return range(min(years), max(years) + 1) if years else range(0)


def find_facility_pairs(
    rows: Sequence[FacilityRow], only: int | None = None
) -> list[Pair]:
    """Pairs of facilities with nearly the same name, surer at one site or place."""
    signs: Signs = defaultdict(list)
    names = [(row.key, name_key(row.name)) for row in rows]
    _alike(signs, "name", 0.75, names, NAMES_ALIKE, only)
    # Many facilities of one host share its site: by itself that says nothing.
    named = set(signs)
    shared: Signs = defaultdict(list)
    _share(shared, "site", 0.5, [(row.key, host_of(row.website)) for row in rows])
    places = {row.key: row.region for row in rows}
    for pair in named:
        signs[pair] += shared.get(pair, [])
        first, second = (places[key] for key in pair)
        if first == second:
            signs[pair].append(Reason("place", 0.4, first))
    countries = {key: place[:2] for key, place in places.items()}
    abroad = {pair for pair in signs if countries[pair[0]] != countries[pair[1]]}
    return _pairs(signs, only, weaker=abroad)


def host_of(website: str) -> str:
    """The host of an address without www; "" for platforms on which anybody has one."""
    host = (urlsplit(website.strip().lower()).hostname or "").removeprefix("www.")
    return "" if _ends_in(host, PLATFORMS) else host


def mail_domain_of(mailbox: str) -> str:
    """The domain of a mailbox; "" for providers at which anybody has one."""
    domain = mailbox.strip().lower().partition("@")[2]
    return "" if domain in PROVIDERS else domain


def _ends_in(host: str, domains: Iterable[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in domains)


def name_key(name: str) -> str:
    """A name's words folded and in order of the alphabet, without legal forms and
    without the words that all names share.
    """
    joined = _INITIALS.sub(r"\1", fold(name))
    words = [word for word in folded_words(joined) if word not in LEGAL_FORMS]
    telling = [word for word in words if word not in USUAL]
    return " ".join(sorted(telling or words))


def _acronyms(rows: Iterable[ClusterRow], lengths: range) -> list[tuple[int, str]]:
    """Short names of these lengths; a name of one word is one too."""
    found = []
    for row in rows:
        words = folded_words(row.title)
        short = {"".join(folded_words(row.acronym))}
        if len(words) == 1:
            short.add(words[0])
        found += [(row.key, one) for one in sorted(short) if len(one) in lengths]
    return found


def _beginning(row: ClusterRow) -> str:
    """The first two telling words of a long name; a branch often adds to them."""
    words = [word for word in folded_words(row.title) if word not in USUAL]
    return " ".join(words[:2]) if len(words) > 1 else ""


def _share(
    signs: Signs, code: str, strength: float, values: Iterable[tuple[int, str]]
) -> None:
    """Note all pairs that have the same value, weaker the more records share it."""
    groups: dict[str, list[int]] = defaultdict(list)
    for key, value in values:
        if value:
            groups[value].append(key)
    for value, keys in groups.items():
        if 1 < len(keys) <= SHARED_BY_MOST:
            reason = Reason(code, strength / (len(keys) - 1), value)
            for pair in combinations(sorted(keys), 2):
                signs[pair].append(reason)


def _alike(
    signs: Signs,
    code: str,
    strength: float,
    names: Iterable[tuple[int, str]],
    least: int,
    only: int | None,
) -> None:
    """Note the best likeness of each pair whose names are nearly the same."""
    said = [(key, name) for key, name in names if name]
    asked = [one for one in said if only is None or one[0] == only]
    if not asked:
        return
    scores = process.cdist(
        [name for _, name in asked],
        [name for _, name in said],
        scorer=fuzz.ratio,
        score_cutoff=least,
        dtype=np.uint8,
    )
    best: dict[tuple[int, int], int] = {}
    for left, right in zip(*np.nonzero(scores), strict=True):
        pair = (asked[left][0], said[right][0])
        if pair[0] != pair[1]:
            ordered = (min(pair), max(pair))
            best[ordered] = max(best.get(ordered, 0), int(scores[left, right]))
    for ordered, ratio in best.items():
        weight = strength * (ratio - least + 10) / (100 - least + 10)
        signs[ordered].append(Reason(code, weight, str(ratio)))


def _pairs(
    signs: Signs,
    only: int | None,
    weaker: Iterable[tuple[int, int]] = (),
) -> list[Pair]:
    """Pairs whose signs together are strong enough; `weaker` count half."""
    half = set(weaker)
    found = []
    for pair, reasons in signs.items():
        if only is not None and only not in pair:
            continue
        left = 1.0
        for reason in reasons:
            left *= 1 - reason.strength
        score = round((1 - left) * (0.5 if pair in half else 1), 3)
        if score >= LEAST:
            ordered = sorted(reasons, key=lambda one: -one.strength)
            found.append(Pair(*pair, score, tuple(ordered)))
    return sorted(found, key=lambda one: (-one.score, one.first, one.second))
