"""The page on which people begin: what needs them, and nothing of others."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from portal.accounts.models import Claim, Mandate
from regions.models import CaseMessage, Draft, Priority, PriorityLink
from regions.moderation.services import decide_case, submit_record
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    person = factories.make_person("officer")
    region = factories.make_region("ES51", name="Catalonia")
    Mandate.objects.create(user=person, region=region, role="owner")
    return person


def page_of(client, person) -> str:
    client.force_login(person)
    answer = client.get("/dashboard/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def todos(client, person) -> list[str]:
    client.force_login(person)
    answer = client.get("/dashboard/")
    return [one.text for desk in answer.context["desks"] for one in desk.todos]


def test_visitor_is_asked_to_sign_in(client):
    answer = client.get("/dashboard/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/dashboard/"


def test_newcomer_is_told_how_to_begin(client):
    page = page_of(client, factories.make_person("newcomer"))
    assert "You act for nobody yet" in page
    assert 'href="/accounts/claims/new/"' in page
    assert 'href="/edit/clusters/new/"' in page


def test_region_without_a_strategy_is_asked_to_register_one(client, officer):
    assert todos(client, officer) == ["Register your region’s strategy."]


def test_what_came_from_elsewhere_is_to_be_checked(client, officer):
    factories.make_priority("ES51", title="Food")
    assert todos(client, officer) == [
        "Check 2 facts that the portal took from elsewhere: confirm, correct or reject"
        " them."
    ]


def test_confirmed_long_ago_is_to_be_confirmed(client, officer):
    long_ago = timezone.now() - timedelta(days=340)
    confirmed = {"confidence": "confirmed", "confirmed_at": long_ago}
    strategy = factories.make_strategy(
        "ES51", confidence="confirmed", confirmed_at=timezone.now()
    )
    factories.make_priority("ES51", strategy=strategy, **confirmed)
    assert todos(client, officer) == [
        "Confirm 1 record that nobody has confirmed for ten months or more."
    ]


def test_returned_record_says_why(client, officer):
    strategy = factories.make_strategy("ES51", status="draft", title="Plan")
    case = submit_record(record=strategy, by=officer)
    curator = factories.make_person("curator", is_staff=True)
    decide_case(case=case, outcome="returned", reasons="No document", by=curator)
    page = page_of(client, officer)
    assert "“Plan” was returned to you." in page
    assert "No document" in page


def test_submission_is_said_to_be_with_the_curators(client, officer):
    strategy = factories.make_strategy("ES51", status="draft", title="Plan")
    submit_record(record=strategy, by=officer)
    assert "“Plan” is with the curators." in page_of(client, officer)


def test_question_of_a_curator_is_seen(client, officer):
    strategy = factories.make_strategy("ES51", status="draft", title="Plan")
    case = submit_record(record=strategy, by=officer)
    curator = factories.make_person("curator", is_staff=True)
    CaseMessage.objects.create(case=case, by=curator, is_curator=True, text="Why?")
    page = page_of(client, officer)
    assert "The curators ask you about “Plan”." in page
    assert f'href="/edit/cases/{case.pk}/"' in page
    CaseMessage.objects.create(case=case, by=officer, text="Therefore.")
    assert "The curators ask you" not in page_of(client, officer)


def test_draft_of_a_strategy_stands_for_its_priorities(client, officer):
    strategy = factories.make_strategy("ES51", status="draft", title="Plan")
    factories.make_priority("ES51", strategy=strategy, status="draft", title="Food")
    assert todos(client, officer) == ["“Plan” is a draft. Finish and submit it."]


def test_cluster_that_wants_a_link_is_to_be_answered(client, officer):
    priority = factories.make_priority("ES51", confidence="confirmed")
    priority.strategy.confidence = "confirmed"
    priority.strategy.save()
    PriorityLink.objects.create(cluster=factories.make_cluster(), priority=priority)
    assert todos(client, officer) == [
        "1 cluster says that it works for one of your priorities: do you agree?"
    ]


def test_what_was_begun_can_be_gone_on_with(client, officer):
    Draft.objects.create(user=officer, kind="strategy", owner="ES51", title="Begun")
    page = page_of(client, officer)
    assert "Go on writing: Begun" in page
    assert "/edit/region/ES51/strategy/new/?draft=" in page


def test_reader_sees_the_records_and_is_asked_for_nothing(client):
    reader = factories.make_person("reader")
    Mandate.objects.create(
        user=reader, region=factories.make_region("ES51"), role="reader"
    )
    factories.make_priority("ES51", title="Food", status="draft")
    page = page_of(client, reader)
    assert "Food" in page
    assert "Needs you now" not in page
    assert "/edit/" not in page


def test_others_records_and_drafts_are_not_there(client, officer):
    factories.make_priority("FI1C", title="Secret of others", status="draft")
    other = factories.make_person("other", region="FI1C")
    Draft.objects.create(user=other, kind="strategy", owner="FI1C", title="Hush")
    Claim.objects.create(user=other, region=factories.make_region("ES51"))
    page = page_of(client, officer)
    assert "Secret of others" not in page
    assert "Hush" not in page
    assert "Your claim" not in page
    assert "Curators’ desk" not in page


def test_mandate_that_ended_shows_nothing(client, officer):
    factories.make_priority("ES51", title="Food")
    yesterday = timezone.localdate() - timedelta(days=1)
    Mandate.objects.update(ends_on=yesterday)
    assert "Food" not in page_of(client, officer)


def test_curator_sees_the_queues(client, officer):
    submit_record(record=factories.make_strategy("ES51", status="draft"), by=officer)
    claimant = factories.make_person("claimant")
    Claim.objects.create(user=claimant, region=factories.make_region("ES51"))
    curator = factories.make_person("curator", is_staff=True)
    client.force_login(curator)
    queues = client.get("/dashboard/").context["queues"]
    assert [(one.label, one.value) for one in queues] == [
        ("Submissions to decide", 1),
        ("Claims to decide", 1),
        ("Reports of abuse to decide", 0),
        ("Proposals of partnerships to assess", 0),
        ("Suggested partnerships", 0),
        ("Practices to decide", 0),
        ("Requests for facilities nobody acts for", 0),
        ("Peers to invite", 0),
        ("Changes by owners this week", 0),
        ("Mails that could not be sent", 0),
        ("Profiles with a list", 0),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_records(
    client, officer, count, django_assert_num_queries
):
    strategy = factories.make_strategy("ES51")
    for _ in range(count):
        priority = factories.make_priority("ES51", ["10"], strategy=strategy)
        factories.make_item(priority, topics=["10"])
    assert Priority.objects.count() == count
    client.force_login(officer)
    with django_assert_num_queries(38):
        client.get("/dashboard/")
