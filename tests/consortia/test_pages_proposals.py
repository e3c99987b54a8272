"""Proposals: shown with their proof, adopted, explained where there are none."""

import pytest

from matching.consortia import services
from matching.consortia.models import Consortium
from matching.consortia.services import Outsider
from tests import factories
from tests.consortia.story import (
    address,
    composition,
    make_call,
    member,
    messages_of,
    page_of,
    start,
)

pytestmark = pytest.mark.django_db
LEAST = 'name="do" value="invite"'


def test_proposals_are_shown_and_adopted(sign_in, story):
    one = start(story)
    client = sign_in(story.editor)
    page = page_of(client.get(address(one, "proposals/")))
    assert "Proposal 1" in page
    assert "Proven: no other choice" in page
    assert "Mines" in page
    revision = Consortium.objects.get().revision
    sent = {
        "partner": ["here", "finnish", "polish"],
        "coordinator": "here",
        "revision": revision,
    }
    answer = client.post(address(one, "proposals/adopt/"), sent)
    assert "The proposal is adopted" in messages_of(client, answer)
    assert composition(one) == {
        "Batteries": "agreed",
        "Cell hub": "considered",
        "Mines": "considered",
    }
    sent["partner"] = ["here"]
    answer = client.post(address(one, "proposals/adopt/"), sent)
    assert answer["Location"] == address(one, "proposals/")
    assert "has changed meanwhile" in messages_of(client, answer)


def test_pinned_are_kept_and_excluded_are_not_named(sign_in, story):
    more = factories.make_cluster("PT18", ["20"], title="Pinned hub")
    one = start(story, more)
    services.pin_member(by=story.editor, member=member(one, more))
    services.exclude_profile(by=story.editor, consortium=one, profile=story.polish)
    services.add_outsider(
        by=story.editor, consortium=one, outsider=Outsider("Acme", "IE", "company")
    )
    page = page_of(sign_in(story.editor).get(address(one, "proposals/")))
    number = page.count("Adopt this one")
    assert number
    assert page.count(">Pinned hub</a>") == number
    assert page.count("Acme\n") == number
    assert "Mines" not in page


def test_what_is_impossible_is_explained_by_what_contradicts(sign_in, story):
    rules = [
        ("min_partners", {"n": 3}),
        ("coordinator_category", {"categories": ["less"]}),
    ]
    story.call = make_call(rules)
    one = start(story)
    client = sign_in(story.editor)
    page = page_of(client.get(address(one, "proposals/")))
    assert "No choice of these candidates meets everything" in page
    assert "“Batteries” coordinates" in page
    assert "proposals/?lead=any" in page
    page = page_of(client.get(address(one, "proposals/?lead=any")))
    assert "Proposal 1" in page


def test_wishes_that_make_no_sense_are_said(sign_in, story):
    one = start(story)
    answer = sign_in(story.editor).get(address(one, "proposals/?low=9&high=3"))
    assert answer.status_code == 400
    assert "less than the least number" in page_of(answer)


# --- the list --------------------------------------------------------------------
