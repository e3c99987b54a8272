"""New results of saved searches: told once, never lost, never what is not public."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from matching.keeping import tasks
from matching.keeping.models import SavedSearch, SearchHit
from matching.keeping.services import alerts, look_again, save_search
from matching.keeping.services import tell_of_new_results as tell
from portal.notices.kinds import kind_named
from portal.notices.models import Notice
from tests import factories
from tests.matching.factories import make_cluster, make_match, make_priority, make_run

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def person():
    return factories.make_person("reader")


@pytest.fixture
def search(person):
    """Clusters of Spain, of which there is one when it is saved."""
    factories.make_cluster("ES51", title="Old")
    factories.make_cluster("FI1C", title="Elsewhere")
    return save_search(by=person, name="Spain", page="clusters", query="country=ES")[0]


def told() -> list[tuple[int, list[str]]]:
    rows = Notice.objects.order_by("pk")
    return [(one.facts["count"], one.facts["titles"]) for one in rows]


def test_what_was_there_when_it_was_saved_is_not_told(search):
    tell()
    assert told() == []


def test_each_new_result_is_told_once_day_after_day(search):
    with time_machine.travel(START, tick=False) as clock:
        factories.make_cluster("ES51", title="One")
        factories.make_cluster("FI1C", title="Not asked for")
        for _day in range(3):
            tell()
            clock.shift(timedelta(days=1))
        assert told() == [(1, ["One"])]
        for title in ("B", "C", "D", "E"):
            factories.make_cluster("ES51", title=title)
        assert tasks.saved_searches() == "4 new results of 1 searches told"
        assert tasks.saved_searches() == "0 new results of 1 searches told"
    assert told() == [(1, ["One"]), (4, ["B", "C", "D"])]
    notice = Notice.objects.order_by("pk").last()
    words = kind_named(notice.kind).words(notice.facts)
    assert words.title == "4 new results of your search “Spain”"
    assert words.text == "B; C; D and 1 more"
    assert notice.path == f"/saved/{search.pk}/"


@pytest.mark.parametrize("place", ["remember", "_tell"])
def test_job_killed_in_between_repeats_and_loses_nothing(search, monkeypatch, place):
    factories.make_cluster("ES51", title="One")

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(alerts, place, die)
        with pytest.raises(KeyboardInterrupt):
            tell()
    assert (told(), SearchHit.objects.count()) == ([], 1)
    for _time in range(2):
        tell()
    assert told() == [(1, ["One"])]


def test_job_killed_after_one_search_goes_on_with_the_next(search, person, monkeypatch):
    save_search(by=person, name="All", page="clusters", query="")
    factories.make_cluster("ES51", title="One")
    first, second = SavedSearch.objects.order_by("pk")
    assert look_again(search_id=first.pk) == 1
    tell()
    keys = list(Notice.objects.order_by("pk").values_list("key", flat=True))
    assert keys == [f"saved-search:{first.pk}:1", f"saved-search:{second.pk}:1"]


def test_what_is_not_public_is_never_told_not_even_to_those_who_see_it():
    curator = factories.make_person("curator", is_staff=True)
    owner = factories.make_person("owner", region="ES51")
    for one in (curator, owner):
        for page in ("clusters", "priorities", "facilities"):
            save_search(by=one, name=page, page=page, query="country=ES")
    made = [
        factories.make_cluster("ES51", title="Draft cluster", status="draft"),
        factories.make_priority("ES51", title="Draft priority", status="submitted"),
        factories.make_facility("ES51", name="Draft facility", status="draft"),
    ]
    tell()
    assert told() == []
    type(made[0]).objects.filter(pk=made[0].pk).update(status="published")
    tell()
    assert told() == [(1, ["Draft cluster"])] * 2


def test_what_went_and_came_back_is_not_news(search):
    made = factories.make_cluster("ES51", title="One")
    rows = type(made).objects.filter(pk=made.pk)
    tell()
    for status in ("withdrawn", "published"):
        rows.update(status=status)
        tell()
    assert told() == [(1, ["One"])]


def test_new_partners_of_ones_profile_are_told_while_one_acts_for_it():
    editor = factories.make_person("editor", region="ES51")
    run, profile = make_run(), make_priority("ES51")
    make_match(run, profile, make_cluster("DE21"), 1)
    query = "country=DE&country=FR"
    factories.make_region("FR10")
    save_search(by=editor, name="Ours", page="matches", query=query, profile=profile)
    make_match(run, profile, make_cluster("DE21", title="Neu"), 2)
    make_match(run, profile, make_cluster("PL91", title="Not asked for"), 3)
    make_match(run, profile, make_cluster("DE21", title="Hush", status="draft"), 4)
    for _time in range(2):
        tell()
    assert told() == [(1, ["Neu"])]
    editor.mandates.all().delete()
    make_match(run, profile, make_cluster("DE21", title="Later"), 5)
    tell()
    assert len(told()) == 1


def test_search_that_makes_no_sense_any_more_keeps_nobody_waiting(search, person):
    other = save_search(by=person, name="All", page="clusters", query="")[0]
    SavedSearch.objects.filter(pk=search.pk).update(query="colour=red")
    factories.make_cluster("ES51", title="One")
    tell()
    assert Notice.objects.get().key == f"saved-search:{other.pk}:1"


def test_who_cannot_sign_in_is_told_nothing(search, person):
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    factories.make_cluster("ES51", title="One")
    tell()
    assert told() == []


@pytest.mark.parametrize("number", [1, 3])
def test_one_search_takes_the_same_queries_for_any_number(
    search, django_assert_num_queries, number
):
    for _one in range(number):
        factories.make_cluster("ES51")
    look_again(search_id=search.pk)
    for _one in range(number):
        factories.make_cluster("ES51")
    with django_assert_num_queries(QUERIES):
        assert look_again(search_id=search.pk) == number


# 1 and 16 the transaction, 2 search and person, 3 what is known, 4-6 version and
# places and topics for the filter, 7 results, 8 hits, 9 titles, 10-14 the notice
# and the pace of its reader, 15 the search.
QUERIES = 16
