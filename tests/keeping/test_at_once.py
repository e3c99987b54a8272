"""Two people, or two workers, at the same moment: one outcome."""

import pytest

from matching.keeping.models import Dismissal, Follow, SavedSearch, ShortlistEntry
from matching.keeping.services import (
    dismiss,
    follow,
    look_again,
    save_search,
    shortlist,
    shortlists,
)
from matching.outcomes.models import MatchEvent
from portal.notices.models import Notice
from tests import factories
from tests.together import TOGETHER, answers_at_once

pytestmark = TOGETHER


@pytest.fixture
def people():
    return [factories.make_person(name, region="ES51") for name in ("one", "two")]


@pytest.fixture
def profile():
    return factories.make_priority("ES51")


def test_everything_is_kept_once(monkeypatch, people, profile):
    monkeypatch.setattr(shortlists, "MOST_ENTRIES", 1)
    same, other = factories.make_cluster("FI1C"), factories.make_cluster("DE21")
    person = people[0]
    told = answers_at_once(
        *(
            lambda by=by: shortlist(profile=profile, partner=same, by=by)
            for by in people
        )
    )
    assert sorted(told) == [False, True]
    ShortlistEntry.objects.all().delete()
    told = answers_at_once(
        *(
            lambda one=one: shortlist(profile=profile, partner=one, by=person)
            for one in (same, other)
        )
    )
    assert sum(one is True for one in told) == 1
    assert ShortlistEntry.objects.count() == 1
    answers_at_once(
        *(
            lambda by=by: dismiss(
                profile=profile, partner=same, by=by, reason="capacity"
            )
            for by in people
        )
    )
    assert Dismissal.objects.count() == 1
    assert MatchEvent.objects.filter(what="dismissed").count() == 1
    assert sorted(answers_at_once(*[lambda: follow(profile=same, by=person)] * 2)) == [
        False,
        True,
    ]
    assert Follow.objects.count() == 1


def test_two_workers_tell_of_a_new_result_once(people):
    def save():
        return save_search(by=people[0], name="A", page="clusters", query="")[1]

    assert sorted(answers_at_once(save, save)) == [False, True]
    key = SavedSearch.objects.get().pk
    factories.make_cluster("FI1C")
    told = answers_at_once(*[lambda: look_again(search_id=key)] * 2)
    assert sorted(told) == [0, 1]
    assert Notice.objects.count() == 1
