"""Two curators at the same moment: one outcome, and the other is told."""

import pytest

from portal.mail.models import Mail
from regions.models import Case, OldAddress, Strategy, Version
from regions.moderation import services
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.moderation.conftest import make_member
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


@pytest.fixture
def curators():
    return [factories.make_person(name, is_staff=True) for name in ("one", "two")]


@pytest.fixture
def case():
    owner = make_member("owner", "owner", "ES51")
    strategy = factories.make_strategy("ES51", status="draft")
    return services.submit_record(record=strategy, by=owner)


def test_case_is_decided_once_by_two(case, curators):
    outcomes = ("published", "returned")

    def decide(by, outcome):
        return lambda: services.decide_case(
            case=case, outcome=outcome, reasons="Because", by=by
        )

    told = sorted(at_once(*map(decide, curators, outcomes)))
    assert told == ["", "This case is already decided."]
    decided = Case.objects.get()
    assert Strategy.objects.get().status == decided.outcome
    assert Version.objects.filter(act__in=outcomes).count() == 1
    assert Mail.objects.count() == 1


def test_case_is_taken_once_by_two(case, curators):
    def take(by):
        return lambda: services.assign_case(case=case, to=by, seen=None)

    told = sorted(at_once(*map(take, curators)))
    holder = Case.objects.get().assigned_to
    assert holder in curators
    assert told == ["", f"Meanwhile this case was assigned to {holder}."]


def test_owner_takes_back_while_a_curator_publishes(case, curators):
    told = sorted(
        at_once(
            lambda: services.take_back(case=case, by=case.submitted_by),
            lambda: services.decide_case(
                case=case, outcome="published", reasons="", by=curators[0]
            ),
        )
    )
    assert told == ["", "This case is already decided."]
    wanted = {"taken_back": "draft", "published": "published"}
    assert Strategy.objects.get().status == wanted[Case.objects.get().outcome]


def test_pair_is_merged_once_by_two_in_either_direction(curators):
    first, second = (factories.make_cluster("ES51") for _ in range(2))

    def merge(kept, gone, by):
        return lambda: merge_records(kept=kept, gone=gone, chosen={}, by=by)

    told = sorted(
        at_once(merge(first, second, curators[0]), merge(second, first, curators[1]))
    )
    assert told == ["", "One of these records has been merged already."]
    assert OldAddress.objects.count() == 1
