"""What a desk says of its records, in as many queries for three as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regions.moderation.services import decide_case, submit_record
from regions.queries.desk import region_desk, strategy_desk
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.make_person("owner", region="ES51")


def returned_strategy(owner, count: int):
    strategy = factories.make_strategy("ES51", status="draft", title="Plan")
    for number in range(count):
        factories.make_priority(
            "ES51", ["10"], strategy=strategy, title=f"P{number}", status="draft"
        )
    case = submit_record(record=strategy, by=owner)
    curator = factories.make_person("curator", is_staff=True)
    decide_case(case=case, outcome="returned", reasons="Too broad", by=curator)
    strategy.refresh_from_db()
    return strategy


@pytest.mark.parametrize("count", [1, 3])
def test_returned_priorities_say_why_in_as_many_queries(owner, count):
    strategy = returned_strategy(owner, count)
    with CaptureQueriesContext(connection) as asked:
        desk = strategy_desk(strategy, owner)
    assert [row.reasons for row in desk.priorities] == ["Too broad"] * count
    assert desk.row.reasons == "Too broad"
    assert len(asked) == 11


def test_last_decision_about_the_record_itself_comes_first(owner):
    strategy = returned_strategy(owner, 1)
    case = submit_record(record=strategy, by=owner)
    curator = factories.make_person("second", is_staff=True)
    decide_case(case=case, outcome="returned", reasons="No source", by=curator)
    strategy.refresh_from_db()
    assert strategy_desk(strategy, owner).row.reasons == "No source"


def test_region_desk_counts_the_priorities_of_each_strategy(owner):
    returned_strategy(owner, 3)
    factories.make_strategy("ES51", period="2028-2034")
    counts = [
        count
        for _row, count in region_desk(owner.mandated_regions().get(), owner).strategies
    ]
    assert counts == [0, 3]
