"""Synthetic candidates and calls, to time consortia and to compare with a greedy."""

import numpy as np

from matching.composition import (
    Actor,
    Aims,
    Candidate,
    Category,
    Partner,
    Rule,
)

COUNTRIES = 30
REGIONS = 240
TOPICS = 40
STAGES = ("research", "development", "pilot", "production", "market")
WANTED = 8
CATEGORIES = ("less", "transition", "more")
LOWER = ("less", "transition")


def candidates(n: int, seed: int) -> list[Candidate]:
    """So many made-up priorities and clusters, spread over regions as real ones are."""
    rng = np.random.default_rng(seed)
    country_of = rng.integers(COUNTRIES, size=REGIONS)
    category_of = rng.choice(
        ["less", "transition", "more"], REGIONS, p=[0.35, 0.3, 0.35]
    )
    found = []
    for index in range(n):
        region = int(rng.integers(REGIONS))
        is_cluster = bool(rng.random() < 0.3)
        topics = rng.choice(TOPICS, int(rng.integers(1, 5)), replace=False)
        stages = rng.choice(STAGES, int(rng.integers(1, 4)), replace=False)
        country = int(country_of[region])
        partner = Partner(
            key=f"p{index}",
            country=chr(65 + country % 26) + chr(65 + country // 26),
            region=f"R{region:03}",
            category=Category(str(category_of[region])),
            is_outermost=region % 27 == 0,
            actor=Actor.CLUSTER if is_cluster else Actor.AUTHORITY,
            is_nonprofit=None if is_cluster else True,
            topics=frozenset(f"t{topic}" for topic in topics),
            stages=frozenset(str(stage) for stage in stages),
        )
        strength, record = (round(float(v), 3) for v in rng.beta(2, 3, 2))
        found.append(Candidate(partner, strength, record, bool(rng.random() < 0.5)))
    return found


def aims() -> Aims:
    topics = {f"t{topic}": 1.0 + (topic % 3) / 2 for topic in range(WANTED)}
    return Aims(topics, dict.fromkeys(STAGES, 1.0))


def calls() -> dict[str, list[Rule]]:
    """Calls of the usual forms, named by what is hard about each."""
    strand1 = _rules(
        ("min_partners", {"n": 5}),
        ("min_regions", {"n": 5}),
        ("min_countries", {"n": 3, "among": "eu"}),
        ("coordinator_actor", {"actors": ["authority", "cluster"], "nonprofit": True}),
        ("coordinator_category", {"categories": ["more"]}),
        ("min_from", {"n": 1, "categories": LOWER, "outermost": True}),
    )
    strand2 = _rules(
        ("min_partners", {"n": 3}),
        ("min_regions", {"n": 3}),
        ("min_countries", {"n": 3, "among": "eu"}),
        ("coordinator_actor", {"actors": ["authority", "cluster"], "nonprofit": True}),
        ("coordinator_category", {"categories": LOWER, "outermost": True}),
    )
    mixed = strand1 + _rules(
        ("min_from", {"n": 3, "of": "countries", "categories": ["less"]}),
        ("max_share_of_country", {"share": 0.25}),
        ("min_actor_share", {"actors": ["authority"], "share": 0.5}),
        ("min_actor", {"actors": ["cluster"], "n": 2}),
        (
            "min_areas",
            {
                "n": 3,
                "areas": {
                    f"area {k}": [
                        chr(65 + c % 26) + chr(65 + c // 26)
                        for c in range(COUNTRIES)
                        if c % 4 == k
                    ]
                    for k in range(4)
                },
            },
        ),
    )
    return {"strand 1": strand1, "strand 2a": strand2, "mixed": mixed}


def _rules(*listed: tuple[str, dict[str, object]]) -> list[Rule]:
    return [Rule.read(kind, params) for kind, params in listed]
