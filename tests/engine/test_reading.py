"""Profiles become the same rows alone and among others, at once and from a stream."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import issparse

from matching.benchmark.synthetic import synthetic_register
from matching.engine import (
    EngineError,
    Item,
    ProfileInput,
    Project,
    RegionSpace,
    TopicSpace,
    Weights,
    build_index,
    experience,
    index_of,
    read_profiles,
    reading,
)
from matching.engine.constants import ITEM_KINDS
from matching.engine.encoding import encode
from matching.engine.exchange import ANY, WIDTH, supply
from matching.engine.topics import focus_vector
from tests.engine.oracle import word_counts
from tests.engine.registers import profiles, registers

WEIGHTS = Weights("test", 0.28, 0.2, 0.08, 0.08, 0.06, 0.12, 0.1, 0.08)
TOPICS = TopicSpace.from_rows([("13", "economic", None, 1)], profile_count=1)
REGIONS = RegionSpace.from_rows([("A", "A", ""), ("B", "B", "")], as_of_year=2026)


def assert_same_arrays(first, second, name):
    if issparse(first):
        assert first.shape == second.shape, name
        for part in ("data", "indices", "indptr"):
            assert_same_arrays(getattr(first, part), getattr(second, part), name)
    else:
        assert first.dtype == second.dtype, name
        np.testing.assert_array_equal(first, second, err_msg=name)


def assert_same_rows(first, second):
    for name, column in vars(first).items():
        assert_same_arrays(column, getattr(second, name), name)


def assert_same_index(first, second):
    assert first.codes == second.codes
    assert first.statistics == second.statistics
    assert first.vocabulary == second.vocabulary
    for one, other in zip(first.segments, second.segments, strict=True):
        assert_same_rows(one.rows, other.rows)
        for name in ("place", "likeness", "taken"):
            assert_same_arrays(getattr(one, name), getattr(other, name), name)
        for name, array in zip(one.lists._fields, one.lists, strict=True):
            np.testing.assert_equal(array, getattr(other.lists, name), err_msg=name)


@pytest.fixture
def at_once(monkeypatch):
    """Let so few profiles be read, and likened, at a time."""

    def few(count):
        for module in (reading, experience):
            monkeypatch.setattr(module, "AT_ONCE", count)

    return few


@settings(max_examples=60, deadline=None)
@given(registers(most=7))
def test_profile_becomes_the_same_row_alone_and_among_others(register):
    index = build_index(*register)
    rows = index.segments[0].rows
    for place, profile in enumerate(register[0]):
        alone = encode((profile,), index.topics, index.regions, index.vocabulary)
        assert_same_rows(alone, rows.take(np.array([place])))


@settings(max_examples=60, deadline=None)
@given(registers(least=1, most=5), profiles(), st.integers(0, 50))
def test_edited_profile_gets_the_row_of_a_full_run_on_the_same_counts(
    register, profile, key
):
    listed, topics, regions = register
    texts = profile.texts | {"summary": "aardvark fibres zebra wind zebra"}
    edited = replace(profile, key=key, texts=texts)
    index = build_index(listed, topics, regions)
    now = {one.key: one for one in [*listed, edited]}
    whole = build_index(now.values(), topics, regions, index.statistics)
    after = index.edited([edited])
    assert words_of_row(after, 1, 0) == words_of_row(whole, 0, list(now).index(key))
    mine = after.segments[1].rows.take(np.array([0]))
    theirs = whole.segments[0].rows.take(np.array([list(now).index(key)]))
    assert_same_rows(replace(mine, words=theirs.words), theirs)


def words_of_row(index, segment, row):
    names = list(index.vocabulary.columns)
    cells = index.segments[segment].rows.words[row]
    return {names[c]: v for c, v in zip(cells.indices, cells.data, strict=True)}


@settings(max_examples=60, deadline=None)
@given(registers(most=4))
def test_rows_hold_what_reasons_are_worked_out_from(register):
    index = build_index(*register)
    rows, topics = index.segments[0].rows, index.topics
    columns = {code: column for column, code in enumerate(topics.codes)}
    kinds = (ANY, *ITEM_KINDS)
    for row, profile in enumerate(register[0]):
        focus = focus_vector(profile.topics, topics)
        assert cells(rows.focus[row]) == {columns[c]: v for c, v in focus.items()}
        offered = supply(profile.offers, topics)
        assert cells(rows.supply[row]) == {
            columns[code] * WIDTH + kinds.index(kind): value
            for (code, kind), value in offered.items()
        }


def cells(row):
    return dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "summary", "keywords"]), st.text()))
def test_words_are_counted_as_the_document_says_in_any_script(texts):
    profile = ProfileInput(1, "A", texts=texts)
    assert profile.words == word_counts(profile)


# Streams


@pytest.fixture(scope="module")
def made():
    return synthetic_register(700)


@pytest.mark.parametrize("count", [1, 49, 50, 51, 100, 101])
def test_however_many_are_read_at_a_time_the_index_is_the_same(made, at_once, count):
    at_once(50)
    some = list(made.profiles)[:count]
    few = build_index(some, made.topics, made.regions)
    at_once(10_000)
    assert_same_index(few, build_index(some, made.topics, made.regions))


def test_a_stream_gives_the_index_of_the_whole_list(made, at_once):
    at_once(64)
    whole = build_index(tuple(made.profiles), made.topics, made.regions)
    once = build_index((one for one in made.profiles), made.topics, made.regions)
    assert_same_index(once, whole)
    assert_same_index(build_index(made.profiles, made.topics, made.regions), whole)


def test_no_more_profiles_are_held_than_are_read_at_a_time(made, at_once):
    at_once(100)
    alive, most = set(), 0

    class Counted(ProfileInput):
        def __del__(self):
            alive.discard(self.key)

    def stream():
        nonlocal most
        for one in made.profiles:
            alive.add(one.key)
            most = max(most, len(alive))
            yield Counted(**{name: getattr(one, name) for name in FIELDS})

    reading = read_profiles(stream(), made.topics, made.regions)
    assert len(reading) == 700
    assert 100 <= most <= 201
    assert not alive


FIELDS = tuple(ProfileInput.__dataclass_fields__)


def test_what_was_read_once_can_be_indexed_again(made):
    found = read_profiles(made.profiles, made.topics, made.regions)
    assert_same_index(index_of(found), index_of(found))


def test_synthetic_profiles_are_the_same_each_time_and_counted(made):
    listed = list(made.profiles)
    assert len(listed) == len(made.profiles) == made.topics.profile_count == 700
    assert listed == list(made.profiles) == list(synthetic_register(700).profiles)
    used = [code for one in listed for code in one.topics]
    assert {c: used.count(c) for c in set(used)} == {
        code: uses for code, uses in made.topics.uses.items() if uses
    }


@pytest.mark.parametrize("count", [0, 1])
def test_none_and_one_can_be_read(count):
    listed = [ProfileInput(4, "A", topics=("13",), texts={"title": "Fibres"})][:count]
    index = build_index(iter(listed), TOPICS, REGIONS)
    rows = index.segments[0].rows
    assert (len(index), rows.focus.shape) == (count, (count, 1))
    assert rows.words.shape == (count, count)
    assert index.codes == ("A",) * count
    assert index.statistics.word_uses == ({"fibres": 1} if count else {})


# Refusals


def test_key_given_twice_is_refused_across_batches(at_once):
    at_once(2)
    keys = (7, 5, 6, 9, 5, 8, 7)
    with pytest.raises(EngineError, match="profile 5, field 'key': given twice"):
        build_index([ProfileInput(key, "A") for key in keys], TOPICS, REGIONS)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (ProfileInput(5, "Z"), "profile 5, field 'region': unknown region 'Z'"),
        (ProfileInput(5, "A", topics=("9",)), "profile 5, .*'topics': .*topic '9'"),
        (
            ProfileInput(5, "A", needs=(Item(1, "skill", ("13", "9")),)),
            "profile 5, field 'needs': unknown topic '9'",
        ),
    ],
)
def test_unknown_code_is_named_in_a_later_batch(at_once, wrong, message):
    at_once(2)
    right = [ProfileInput(key, "A", topics=("13",)) for key in (1, 2, 3)]
    with pytest.raises(EngineError, match=message):
        build_index([*right, wrong, ProfileInput(6, "Y")], TOPICS, REGIONS)


def test_unknown_topic_of_a_project_is_named():
    projects = [Project(3, 2020, ("A",), ("13",)), Project(8, 2020, ("A",), ("9",))]
    rows = [("A", "A", "")]
    regions = RegionSpace.from_rows(rows, projects=projects, as_of_year=2026)
    with pytest.raises(
        EngineError, match="project 8, field 'topics': unknown topic '9'"
    ):
        build_index([ProfileInput(1, "A")], TOPICS, regions)
