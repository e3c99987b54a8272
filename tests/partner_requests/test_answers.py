"""Answers are introductions; one of them fills the request."""

import pytest

from matching.introductions import services as introductions
from matching.introductions.models import Introduction
from matching.partner_requests import services
from matching.partner_requests.models import RequestAnswer, RequestMatch
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.introductions.story import make_member
from tests.partner_requests.story import answer, publish, said

pytestmark = pytest.mark.django_db


def fill(story, request, made, by=None):
    return services.fill_request(by=by or story.seeker, request=request, answer=made)


def test_answer_is_an_introduction_to_who_seeks(story):
    one = publish(story)
    made = answer(story, one, occasion="I3 spring call")
    introduction = Introduction.objects.get()
    assert (made.introduction, made.request) == (introduction, one)
    assert (introduction.profile_id, introduction.partner_id) == (
        story.partner.pk,
        story.profile.pk,
    )
    assert (introduction.state, introduction.occasion) == ("asked", "I3 spring call")


def test_second_answer_of_the_same_pair_is_the_same_introduction(story):
    one = publish(story)
    answer(story, one)
    with pytest.raises(introductions.AlreadyOpen):
        answer(story, one)
    assert (Introduction.objects.count(), RequestAnswer.objects.count()) == (1, 1)


def test_answer_that_cannot_be_stored_leaves_no_introduction(story, monkeypatch):
    one = publish(story)

    def fail(**fields):
        raise PortalError("no")

    monkeypatch.setattr(RequestAnswer.objects, "create", fail)
    with pytest.raises(PortalError):
        answer(story, one)
    assert Introduction.objects.count() == 0


@pytest.mark.parametrize("state", ["closed", "filled"])
def test_what_is_over_is_not_answered(story, state):
    one = publish(story)
    services.close_request(by=story.seeker, request=one, reason="not_needed")
    type(one).objects.update(state=state)
    with pytest.raises(Conflict, match=f"This request is {state}"):
        answer(story, one)
    assert Introduction.objects.count() == 0


def test_reader_does_not_answer(story):
    reader = make_member("reader", "reader", cluster=story.partner)
    with pytest.raises(NotAllowed):
        answer(story, publish(story), by=reader)


def test_accepted_answer_fills_it_once(story):
    one = publish(story)
    made = answer(story, one)
    with pytest.raises(PortalError, match="Accept the introduction"):
        fill(story, one, made)
    introductions.accept(by=story.seeker, introduction=made.introduction)
    made.introduction.refresh_from_db()
    first = fill(story, one, made)
    again = fill(story, one, made)
    assert (first.state, first.chosen, first.closed_at) == (
        "filled",
        made,
        again.closed_at,
    )
    with pytest.raises(Conflict, match="This request is filled"):
        services.close_request(by=story.seeker, request=one, reason="not_needed")


def test_neither_others_nor_answers_to_something_else_fill_it(story):
    one, other = publish(story), publish(story, title="Another")
    made = answer(story, other)
    introductions.accept(by=story.seeker, introduction=made.introduction)
    made.introduction.refresh_from_db()
    with pytest.raises(PortalError, match="no answer to this request"):
        fill(story, one, made)
    with pytest.raises(NotAllowed):
        fill(story, other, made, by=story.finder)
    one.refresh_from_db()
    assert one.state == "open"


def test_answers_and_requests_follow_a_merger(story):
    one = publish(story)
    made = answer(story, one)
    twin = factories.make_cluster("FI1C", ["20"], title="Cell hub 2", slug="twin")
    RequestMatch.objects.create(request=one, profile=twin, score=9000, rank=1)
    theirs = factories.make_priority("SE11", ["20"], title="North", slug="north")
    factories.renew()
    north = make_member("north", "owner", "SE11")
    sought = publish(story, by=north, profile=theirs, title="Cells wanted")
    mine = services.publish_request(
        by=make_member("twin", "owner", cluster=twin),
        profile=twin,
        said=said(),
    )
    curator = factories.make_person("curator", is_staff=True)
    merge_records(kept=story.partner, gone=twin, chosen={}, by=curator)
    for row in (one, sought, mine):
        row.refresh_from_db()
    assert (mine.profile_id, mine.matched_run) == (story.partner.pk, None)
    rows = RequestMatch.objects.filter(request=one, profile__slug__in=["there", "twin"])
    assert list(rows.values_list("profile__slug", "score")) == [("there", 9000)]
    assert not RequestMatch.objects.filter(request=mine, profile=story.partner).exists()
    assert list(one.answers.values_list("pk", flat=True)) == [made.pk]
