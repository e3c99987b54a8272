"""What partnerships, consortia, facilities and calls want of people on "My work"."""

import pytest

from matching.consortia.models import ConsortiumMember
from matching.partnerships.models import Proposal, Report, Review
from matching.sharing.models import AccessRequest
from portal.dashboard.together import todos_together
from portal.notices import kinds
from portal.notices.kinds import Kind, Words
from tests.access.world import NOTICE, make_people, make_world

pytestmark = pytest.mark.django_db


def lines(person) -> list[tuple[str, str]]:
    return [(one.text, one.url) for one in todos_together(person)]


@pytest.fixture
def world(settings, monkeypatch):
    settings.CELERY_BROKER_URL = "memory://"
    told = Kind(NOTICE, "told", "What was told", lambda facts: Words("Told"))
    monkeypatch.setitem(kinds._kinds, NOTICE, told)
    return make_world(make_people())


WRITERS = [
    (
        "Write the report of the partnership “Food”.",
        "/partnerships/food-of-all/reports/{report}/write/",
    ),
    (
        "Finish and submit: scoping note of “Food”.",
        "/partnerships/food-of-all/proposals/{proposal}/",
    ),
    ("Go on with the consortium “Cells”.", "/consortia/cells/"),
    (
        "{asking} asks for access to {facility}.",
        "/facilities/requests/{request}/",
    ),
    ("Confirm a use of {facility}.", "/facilities/requests/{request}/"),
    (
        "Go on with the self-assessment of {region}.",
        "/guide/assessments/{assessment}/",
    ),
]


@pytest.mark.parametrize("name", ["owner", "editor"])
def test_who_writes_is_told_what_waits(world, name):
    facts = {
        "report": Report.objects.to_submit(world.people[name]).get().pk,
        "proposal": Proposal.objects.get(state="draft").pk,
        "request": AccessRequest.objects.waiting().get().pk,
        "asking": world.asking,
        "facility": world.facility,
        "region": world.assessment_draft.region.label,
        "assessment": world.assessment_draft.pk,
    }
    wanted = [(text.format(**facts), url.format(**facts)) for text, url in WRITERS]
    assert lines(world.people[name]) == wanted


@pytest.mark.parametrize("name", ["reader", "colleague"])
def test_who_cannot_write_is_asked_for_nothing(world, name):
    assert lines(world.people[name]) == []


def test_curator_is_told_of_the_review_to_write(world):
    review = Review.objects.to_write(world.people["curator"]).get()
    page = f"/partnerships/food-of-all/proposals/{review.proposal_id}/review/"
    assert lines(world.people["curator"]) == [("Write your review of “Food”.", page)]


def test_invited_to_a_consortium_comes_before_what_is_one_s_own(world):
    ConsortiumMember.objects.filter(pk=world.consortium_member.pk).update(
        state="invited"
    )
    told = [text for text, _url in lines(world.people["owner"])]
    assert told[2:4] == [
        f"{world.cluster} is invited to the consortium “Cells”.",
        "Go on with the consortium “Cells”.",
    ]
