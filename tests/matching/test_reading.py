"""The register is read for a run as a stream: all of it, once, in one order."""

from datetime import UTC, datetime

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching import services
from matching.engine import build_index, index_of
from matching.features import load_inputs, load_profiles, profiles, read_inputs
from matching.features import register as features_register
from regions.models import Profile
from tests.matching.factories import make_cluster, make_item, make_priority

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, tzinfo=UTC)
PLACES = ("DE21", "FR10", "PL91", "AT11", "ES51", "IT45", "SE11")


@pytest.fixture
def register():
    """Seven published profiles and two drafts among them, each with all it can have."""
    for number, region in enumerate(PLACES):
        make = (make_cluster, make_priority)[number % 2]
        one = make(region, keywords=["fibres", f"word{number}"], stage_bits=number)
        make_item(one, "offer", (str(20 + number % 3), "25"))
        make_item(one, "need", trl_min=number + 1)
        if number in (2, 5):
            make_item(make_cluster(region, status="draft"), "offer")


@pytest.mark.parametrize("count", [1, 3, 7, 8])
def test_stream_gives_all_published_profiles_in_order(register, monkeypatch, count):
    published = Profile.objects.published()
    whole = load_profiles(published, NOW)
    monkeypatch.setattr(profiles, "AT_ONCE", count)
    assert list(profiles.stream_profiles(published, NOW)) == whole
    assert [one.key for one in whole] == sorted(published.values_list("pk", flat=True))
    assert [len(one.offers) + len(one.needs) for one in whole] == [2] * 7


# Four for each batch; one more tells that a full last batch was the last.
@pytest.mark.parametrize(("count", "queries"), [(3, 12), (7, 5), (8, 4), (5_000, 4)])
def test_stream_asks_four_queries_for_each_batch(
    register, monkeypatch, django_assert_num_queries, count, queries
):
    monkeypatch.setattr(profiles, "AT_ONCE", count)
    with django_assert_num_queries(queries):
        assert len(list(profiles.stream_profiles(Profile.objects.published()))) == 7


def test_stream_of_an_empty_register_ends(django_assert_num_queries):
    make_cluster(status="draft")
    with django_assert_num_queries(1):
        assert list(profiles.stream_profiles(Profile.objects.published())) == []


def test_what_is_hashed_is_what_is_indexed(register, monkeypatch):
    inputs = load_inputs(NOW)
    monkeypatch.setattr(profiles, "AT_ONCE", 2)
    reading, digest = read_inputs(NOW, ("weights", 20))
    assert digest == inputs.digest("weights", 20) != inputs.digest("weights", 21)
    built = build_index(inputs.profiles, inputs.topics, inputs.regions)
    index = index_of(reading)
    assert index.keys.tolist() == built.keys.tolist()
    assert index.vocabulary == built.vocabulary
    for name, column in vars(built.segments[0].rows).items():
        other = getattr(index.segments[0].rows, name)
        assert (column != other).sum() == 0, name
    np.testing.assert_array_equal(index.segments[0].place, built.segments[0].place)


def test_edit_changes_the_hash_of_what_is_read(register):
    _, before = read_inputs(NOW)
    Profile.objects.published().last().topics.clear()
    assert read_inputs(NOW)[1] != before


def test_reader_of_many_gives_signs_of_life(register, monkeypatch):
    signs = []
    monkeypatch.setattr(features_register, "SIGN_EVERY", 3)
    reading, _ = read_inputs(NOW, (), lambda: signs.append(len(signs)))
    assert (len(reading), signs) == (7, [0, 1])


@pytest.mark.usefixtures("silent_broker")
@pytest.mark.parametrize(("every", "signs"), [(3, 4), (7, 3), (8, 2)])
def test_run_is_known_to_be_alive_while_it_is_read(register, monkeypatch, every, signs):
    monkeypatch.setattr(features_register, "SIGN_EVERY", every)
    run = services.claim_run(run_id=services.create_run().pk)
    with CaptureQueriesContext(connection) as asked:
        services.work_off_run(run=run)
    assert run.status == run.Status.FINISHED
    # One when it begins to read, one when it starts anew, the others in between.
    marks = [one["sql"] for one in asked if "'loading'" in one["sql"]]
    assert (len(marks), {sql.split()[0] for sql in marks}) == (signs, {"UPDATE"})
