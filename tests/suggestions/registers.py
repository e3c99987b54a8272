"""Small registers for the grouping: drawn by hypothesis, or with a known group."""

import numpy as np
from hypothesis import strategies as st

from matching.partnerships.suggestions.quality import Place, Register
from matching.partnerships.suggestions.themes import Terms

COUNTRIES = ("AT", "BE", "CZ", "DE", "UK")
WORDS = ("cells", "fish", "games", "wood")


def rows_of(lists: dict) -> np.ndarray:
    """{profile: [(partner, score, receive, give)]} as rows of the stored lists."""
    rows = [(key, *row) for key, partners in sorted(lists.items()) for row in partners]
    return np.array(rows, np.int64).reshape(-1, 5)


def terms_of(words: dict) -> Terms:
    """Terms as they are, without asking how specific they are."""
    found = {key: frozenset(own) for key, own in words.items()}
    uses = {word: sum(word in own for own in found.values()) for word in WORDS}
    return Terms(found, {k: n for k, n in uses.items() if n}, {}, len(found))


def register_of(weights: dict, places: dict, words: dict) -> Register:
    graph: dict[int, dict[int, float]] = {key: {} for key in places}
    for (one, other), weight in weights.items():
        graph[one][other] = graph[other][one] = weight
    return Register(graph, places, terms_of(words))


def clique(keys, weight: float = 0.5) -> dict:
    return {(one, other): weight for one in keys for other in keys if one < other}


@st.composite
def match_lists(draw) -> dict:
    """Lists of up to eight profiles about each other, some pairs in one only."""
    keys = range(1, draw(st.integers(2, 8)) + 1)
    score = st.integers(1, 10_000)
    part = st.sampled_from([0, 0, 300])
    return {
        key: [
            (other, draw(score), draw(part), draw(part))
            for other in draw(st.permutations([one for one in keys if one != key]))
            if draw(st.booleans())
        ]
        for key in keys
    }


@st.composite
def registers(draw) -> Register:
    """Up to twenty profiles in five countries, one outside the EU, with four words."""
    keys = list(range(1, draw(st.integers(4, 20)) + 1))
    places = {}
    for key in keys:
        country = draw(st.sampled_from(COUNTRIES))
        region = country + draw(st.sampled_from(["", "1", "2", "3", "11", "22"]))
        places[key] = Place(region, country, country != "UK")
    words = {key: draw(st.sets(st.sampled_from(WORDS), max_size=3)) for key in keys}
    weight = st.sampled_from([0.0, 0.3, 0.4, 0.6])
    weights = {pair: draw(weight) for pair in clique(keys)}
    return register_of({k: w for k, w in weights.items() if w}, places, words)
