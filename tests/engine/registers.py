"""Small random registers for Hypothesis. Codes are letters, no real regions."""

from hypothesis import strategies as st

from matching.engine import Item, ProfileInput, Project, RegionSpace, TopicSpace

TOPIC_ROWS = [
    ("C", "economic", None),
    ("13", "economic", "C"),
    ("14", "economic", "C"),
    ("13.1", "economic", "13"),
    ("62", "economic", None),
    ("N1", "scientific", None),
    ("N1.1", "scientific", "N1"),
    ("N2", "scientific", None),
    ("P1", "policy", None),
    ("P2", "policy", None),
]
TOPICS = [row[0] for row in TOPIC_ROWS]
REGION_ROWS = [
    ("A", "A", ""),
    ("A1", "A", "less"),
    ("A2", "A", "more"),
    ("A11", "A", "less"),
    ("B", "B", "more"),
    ("B1", "B", "more"),
    ("B12", "B", ""),
    ("C1", "C", "transition"),
    ("D1", "D", "less"),
]
REGIONS = [row[0] for row in REGION_ROWS]
WORDS = ["fibres", "Énergie", "robots", "Größe", "wind", "the", "und", "łódź", "4.0"]
STAGES = ["research", "development", "pilot", "production", "market"]
# Few distinct numbers, so that equal scores are common.
PARTS = st.sampled_from([0.0, 0.25, 0.5, 1.0])


def some(values, most):
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def texts():
    text = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
    return st.dictionaries(st.sampled_from(["title", "summary", "keywords"]), text)


def items():
    return st.lists(
        st.builds(
            Item,
            key=st.integers(1, 10**6),
            kind=st.sampled_from(["skill", "technology", "market"]),
            topics=some(TOPICS, 2),
            stated=st.booleans(),
        ),
        max_size=2,
        unique_by=lambda item: item.key,
    ).map(tuple)


def profiles(regions=(*REGIONS, "")):
    return st.builds(
        ProfileInput,
        key=st.integers(0, 50),
        region=st.sampled_from(regions),
        is_cluster=st.booleans(),
        topics=some(TOPICS, 4),
        texts=texts(),
        offers=items(),
        needs=items(),
        stages=some(STAGES, 4),
        confidence=st.sampled_from(["confirmed", "read", "recalled", "derived"]),
        months_unconfirmed=st.sampled_from([None, 0, 12, 13, 19, 24, 99]),
    )


@st.composite
def topic_spaces(draw):
    pairs = [("13", "62"), ("14", "62"), ("13.1", "14"), ("C", "13"), ("N1", "N2")]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    phi = st.sampled_from([0.3, 0.5, 1.0])
    return TopicSpace.from_rows(
        [(*row, draw(st.integers(0, 4))) for row in TOPIC_ROWS],
        [(*pair, draw(phi)) for pair in chosen],
        profile_count=draw(st.integers(0, 9)),
    )


@st.composite
def region_spaces(draw):
    cells = st.tuples(st.sampled_from(REGIONS), st.sampled_from(["13", "14", "62"]))
    figures = draw(st.dictionaries(cells, PARTS, max_size=8))
    members = draw(st.lists(some(REGIONS, 5), max_size=5))
    years = st.sampled_from([2010, 2018, 2026, 2030])
    return RegionSpace.from_rows(
        REGION_ROWS,
        [(*cell, value) for cell, value in figures.items()],
        [
            Project(n, draw(years), regions, draw(some(TOPICS, 3)), draw(texts()))
            for n, regions in enumerate(members)
        ],
        as_of_year=2026,
    )


def registers(least=1, most=6):
    lists = st.lists(
        profiles(), min_size=least, max_size=most, unique_by=lambda profile: profile.key
    )
    return st.tuples(lists, topic_spaces(), region_spaces())
