"""Two tabs or two people at the same moment: one outcome."""

from matching.consortia import services
from matching.consortia.models import Consortium, ConsortiumMember
from tests.consortia.story import composition, invite, member, start
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def test_the_same_start_from_two_tabs(story):
    assert at_once(lambda: start(story), lambda: start(story)) == ["", ""]
    assert Consortium.objects.count() == 1


def test_two_tabs_adopt_two_proposals(story):
    one = start(story)
    revision = Consortium.objects.get().revision

    def adopt(slug: str):
        return lambda: services.adopt_proposal(
            by=story.editor, consortium=one, slugs=["here", slug], revision=revision
        )

    answers = at_once(adopt("finnish"), adopt("polish"))
    assert sorted(map(bool, answers)) == [False, True]
    assert len(composition(one)) == 2


def test_two_tabs_add_the_same_partner(story):
    one = start(story)

    def add():
        services.add_partner(by=story.editor, consortium=one, profile=story.finnish)

    assert at_once(add, add) == ["", ""]
    assert ConsortiumMember.objects.filter(profile=story.finnish).count() == 1


def test_an_invitation_is_accepted_while_it_is_taken_back(story):
    one = start(story)
    found = invite(story, one, story.finnish)
    agreed, removed = at_once(
        lambda: services.answer_invitation(by=story.finn, member=found, agrees=True),
        lambda: services.remove_member(by=story.editor, member=found),
    )
    assert removed == ""
    assert agreed in ("", "The invitation was taken back meanwhile.")
    assert composition(one)["Cell hub"] == "left"


def test_two_colleagues_name_two_coordinators(story):
    one = start(story, story.finnish, story.polish)

    def name(profile):
        found = member(one, profile)
        return lambda: services.name_coordinator(by=story.editor, member=found)

    assert at_once(name(story.finnish), name(story.polish)) == ["", ""]
    assert one.members.filter(is_coordinator=True).count() == 1
