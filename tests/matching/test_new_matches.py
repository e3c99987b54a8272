"""Partners that a run brought, and that the lists before did not hold."""

import pytest

from matching.models import CurrentRun
from matching.queries_new import NEWS_AMONG_FIRST, new_matches
from tests.matching.factories import (
    make_cluster,
    make_match,
    make_priority,
    make_run,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists():
    """A priority with one partner before, and that one and two more now."""
    mine, known = make_priority("ES51"), make_cluster("DE21", title="Known")
    before = make_run()
    make_match(before, mine, known, 1)
    now = make_run()
    CurrentRun.objects.update(run=now, previous=before)
    make_match(now, mine, known, 1)
    make_match(now, mine, make_cluster("FR10", title="New"), 2)
    make_match(now, mine, make_cluster("PL91", title="Hidden", status="draft"), 3)
    far = make_cluster("SE11", title="Far down")
    make_match(now, mine, far, NEWS_AMONG_FIRST + 1)
    return mine


def names(found) -> list[str]:
    return [match.partner.title for match in found]


def test_new_partners_among_the_first_are_news(lists):
    owner = make_user("owner@example.org", "ES51")
    assert names(new_matches(owner, [lists])) == ["New"]


def test_list_without_one_before_is_no_news(lists):
    other = make_priority("IT12")
    now = CurrentRun.objects.get().run
    make_match(now, other, lists, 1)
    owner = make_user("owner@example.org", "IT12")
    assert names(new_matches(owner, [other])) == []


def test_before_a_second_run_there_are_no_news():
    mine = make_priority("ES51")
    make_match(make_run(), mine, make_cluster("FR10"), 1)
    CurrentRun.objects.update(previous=None)
    assert names(new_matches(make_user("owner@example.org", "ES51"), [mine])) == []


def test_three_lists_take_as_many_queries_as_one(lists, django_assert_num_queries):
    owner = make_user("owner@example.org", "ES51")
    profiles = [lists, make_priority("ES51"), make_priority("ES51")]
    for some in (profiles[:1], profiles):
        with django_assert_num_queries(2):  # the pointer, and the rows
            names(new_matches(owner, some))
