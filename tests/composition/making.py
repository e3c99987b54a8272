"""Partners and rules with few words, and strategies that make random ones."""

from hypothesis import strategies as st

from matching.composition import (
    Actor,
    Aims,
    Candidate,
    Category,
    Composition,
    Finding,
    Partner,
    Rule,
    Weights,
    check_rule,
)

LOWER = ["less", "transition"]
TOPICS = ("wind", "water", "food")
STAGES = ("pilot", "market")


def partner(key: str, **known) -> Partner:
    """A partner of a region of its own, in a country of its own, unless said."""
    known.setdefault("country", key.upper() * 2)
    known.setdefault("region", f"{key.upper()}1")
    return Partner(key=key, **known)


def several(*partners: Partner, **known) -> Composition:
    return Composition(tuple(partners), **known)


def rule(kind: str, **params) -> Rule:
    return Rule.read(kind, params)


def finding(composition: Composition, kind: str, **params) -> Finding:
    return check_rule(rule(kind, **params), composition)


def stands(composition: Composition, kind: str, **params) -> tuple[str, str]:
    """Status and code of the rule in this composition."""
    found = finding(composition, kind, **params)
    return found.status.value, found.code


PLACES = st.sampled_from(
    [
        ("DE", "DE1", Category.MORE, False, True),
        ("DE", "DE2", Category.TRANSITION, False, True),
        ("FR", "FR1", Category.MORE, False, True),
        ("FR", "FRY", Category.LESS, True, True),
        ("PL", "PL1", Category.LESS, False, True),
        ("PL", "PL2", Category.NONE, False, True),
        ("NO", "NO1", Category.NONE, False, False),
        ("", "", Category.NONE, False, True),
    ]
)
# Few values: equal candidates and ties are what goes wrong.
VALUES = st.sampled_from([0.0, 0.25, 0.5, 0.8, 1.0])


@st.composite
def registers(draw, most: int = 9) -> list[Candidate]:
    """Some candidates, many of them alike."""
    has_roles = draw(st.booleans())
    listed = []
    for index in range(draw(st.integers(1, most))):
        country, region, category, is_outermost, in_eu = draw(PLACES)
        made = Partner(
            key=f"p{index}",
            country=country,
            region=region,
            category=category,
            is_outermost=is_outermost,
            in_eu=in_eu,
            actor=draw(st.sampled_from(Actor)),
            is_nonprofit=draw(st.sampled_from([True, False, None])),
            roles=draw(st.frozensets(st.sampled_from(["pilot site", "user"])))
            if has_roles
            else frozenset(),
            topics=draw(st.frozensets(st.sampled_from(TOPICS))),
            stages=draw(st.frozensets(st.sampled_from(STAGES))),
        )
        organisation = draw(st.sampled_from(["", "", "", "one", "other"]))
        listed.append(
            Candidate(
                made, draw(VALUES), draw(VALUES), draw(st.booleans()), organisation
            )
        )
    return listed


SMALL = st.integers(1, 4)
SHARES = st.sampled_from([0.25, 0.3333, 0.5, 0.6667, 0.75])
CATEGORIES = st.lists(st.sampled_from(["less", "transition", "more"]), min_size=1)
ACTORS = st.lists(st.sampled_from([actor.value for actor in Actor]), min_size=1)
COUNTRIES = st.lists(st.sampled_from(["DE", "FR", "PL", "NO"]), min_size=2, unique=True)
AREAS = {"north": ["NO", "PL"], "middle": ["DE", "PL"], "south": ["FR"]}

PARAMS = {
    "min_partners": {"n": SMALL},
    "max_partners": {"n": st.integers(2, 6)},
    "min_actor": {"n": st.integers(1, 2), "actors": ACTORS},
    "min_regions": {"n": SMALL},
    "min_countries": {"n": st.integers(1, 3), "among": st.sampled_from(["any", "eu"])},
    "min_from": {
        "n": st.integers(1, 3),
        "of": st.sampled_from(["partners", "regions", "countries"]),
        "categories": CATEGORIES,
        "outermost": st.booleans(),
    },
    "eligible_countries": {"countries": COUNTRIES},
    "min_areas": {"n": st.integers(1, 3), "areas": st.just(AREAS)},
    "max_share_of_country": {"share": SHARES},
    "min_actor_share": {"actors": ACTORS, "share": SHARES},
    "coordinator_actor": {"actors": ACTORS, "nonprofit": st.booleans()},
    "coordinator_category": {"categories": CATEGORIES, "outermost": st.booleans()},
    "topics_any": {"topics": st.just(["wind", "water"]), "n": SMALL},
    "min_role": {"role": st.just("user"), "n": st.integers(1, 2)},
    "min_share": {"categories": CATEGORIES, "share": SHARES},
    "max_share": {"share": SHARES},
    "min_trl": {"trl": st.integers(1, 9)},
    "grant_range": {"low": st.just(1000)},
    "duration_range": {"high": st.just(36)},
}
ONE_RULE = st.one_of(
    st.fixed_dictionaries(params).map(lambda p, kind=kind: Rule.read(kind, p))
    for kind, params in PARAMS.items()
)
CALLS = st.lists(ONE_RULE, max_size=5)
AIMS = st.builds(
    Aims,
    st.dictionaries(st.sampled_from(TOPICS), st.sampled_from([0.5, 1.0])),
    st.dictionaries(st.sampled_from(STAGES), st.just(1.0)),
)
WEIGHTS = st.sampled_from(
    [
        Weights(),
        Weights(effort=0.3, newcomers=1.0),
        Weights(topics=1, stages=0, lead=0, balance=4, effort=3),
    ]
)
