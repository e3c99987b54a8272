"""From a draft to a published record, and back with reasons."""

import pytest

from portal.web.errors import PortalError
from regions.models import Case, Priority, Strategy, Version
from regions.moderation import services
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy():
    made = factories.make_strategy("ES51", status="draft")
    for title, status in (
        ("Food", "draft"),
        ("Energy", "returned"),
        ("Old", "withdrawn"),
    ):
        factories.make_priority("ES51", strategy=made, title=title, status=status)
    return made


@pytest.fixture
def owner():
    return factories.make_person("owner", region="ES51")


@pytest.fixture
def curator():
    return factories.make_person("curator", is_staff=True)


def states() -> dict[str, str]:
    return dict(Priority.objects.values_list("title", "status"))


def test_strategy_is_submitted_with_its_drafts(strategy, owner):
    case = services.submit_record(record=strategy, by=owner)
    assert (case.kind, case.key, case.outcome) == ("strategy", strategy.pk, "")
    assert Strategy.objects.get().status == "submitted"
    assert states() == {"Food": "submitted", "Energy": "submitted", "Old": "withdrawn"}


def test_published_case_publishes_all_of_it(strategy, owner, curator):
    case = services.submit_record(record=strategy, by=owner)
    services.decide_case(case=case, outcome="published", reasons="", by=curator)
    assert states() == {"Food": "published", "Energy": "published", "Old": "withdrawn"}
    trail = Version.objects.filter(act="published").order_by("kind", "key")
    assert list(trail.values_list("kind", "role", "by")) == [
        ("priority", "curator", curator.pk),
        ("priority", "curator", curator.pk),
        ("strategy", "curator", curator.pk),
    ]


def test_returned_case_says_why_in_case_and_trail(strategy, owner, curator):
    case = services.submit_record(record=strategy, by=owner)
    with pytest.raises(PortalError, match="Give the reasons"):
        services.decide_case(case=case, outcome="returned", reasons=" ", by=curator)
    services.decide_case(case=case, outcome="returned", reasons="Too broad", by=curator)
    assert Case.objects.get().reasons == "Too broad"
    assert states()["Food"] == "returned"
    assert Version.objects.filter(act="returned", note="Too broad").count() == 3


def test_case_is_decided_once(strategy, owner, curator):
    case = services.submit_record(record=strategy, by=owner)
    services.decide_case(case=case, outcome="published", reasons="", by=curator)
    with pytest.raises(PortalError, match="already decided"):
        services.decide_case(case=case, outcome="returned", reasons="No", by=curator)
    assert states()["Food"] == "published"


def test_record_is_submitted_once(strategy, owner):
    services.submit_record(record=strategy, by=owner)
    with pytest.raises(PortalError, match="cannot be submitted"):
        services.submit_record(record=strategy, by=owner)
    assert Case.objects.count() == 1


def test_owner_takes_a_submission_back_and_submits_again(strategy, owner):
    case = services.submit_record(record=strategy, by=owner)
    services.take_back(case=case, by=owner)
    assert states()["Food"] == "draft"
    services.submit_record(record=strategy, by=owner)
    assert list(Case.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "taken_back",
        "",
    ]
