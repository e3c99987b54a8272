"""Starting, composing, inviting, answering, leaving: who may, and what follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from matching.calls.services import Facts as CallFacts
from matching.calls.services import add_call, delete_draft
from matching.consortia import services
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services import Outsider, Part
from matching.outcomes.models import MatchEvent
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from tests import factories
from tests.consortia.story import agree, composition, invite, member, start
from tests.introductions.story import told

pytestmark = pytest.mark.django_db


# --- starting --------------------------------------------------------------------


def test_lead_coordinates_and_others_are_considered(story):
    one = start(story, story.finnish)
    assert composition(one) == {"Batteries": "agreed", "Cell hub": "considered"}
    assert member(one, story.lead).is_coordinator
    assert (one.stage, one.created_by, one.is_public) == ("idea", story.editor, False)


def test_pressing_twice_starts_it_once(story):
    assert start(story).pk == start(story).pk
    assert start(story, title="Another").pk != start(story).pk


@pytest.mark.parametrize("person", ["reader", "stranger", "finn"])
def test_only_owners_and_editors_of_the_lead_start(story, person):
    story.editor = getattr(story, person)
    with pytest.raises(NotAllowed):
        start(story)
    assert not Consortium.objects.exists()


def test_a_profile_or_call_that_is_hidden_starts_nothing(story):
    story.call.is_published = False
    with pytest.raises(PortalError, match="This call is not published"):
        start(story)
    story.call.is_published = True
    story.lead.status = "draft"
    with pytest.raises(PortalError, match="“Batteries” is not published"):
        start(story)


def test_words_hold_no_contact_data(story):
    with pytest.raises(ValidationError) as error:
        start(story, text="Write to me@example.org")
    assert list(error.value.message_dict) == ["text"]


def test_figures_of_the_project_are_checked(story):
    with pytest.raises(ValidationError) as error:
        start(story, trl=11, grant=Decimal(-1))
    assert set(error.value.message_dict) == {"trl", "grant"}


def test_facts_are_changed_by_editors_and_curators(story):
    one = start(story)
    for person in (story.editor, story.curator):
        facts = services.Facts(title=f"By {person.email[:7]}", trl=6)
        services.edit_consortium(by=person, consortium=one, facts=facts)
    one.refresh_from_db()
    assert (one.title, one.trl) == ("By curator", 6)
    # The second changed no figure of the project.
    assert one.revision == 1
    with pytest.raises(NotAllowed):
        services.edit_consortium(by=story.reader, consortium=one, facts=facts)


# --- composing -------------------------------------------------------------------


def test_a_partner_is_added_once(story):
    one = start(story)
    for _ in range(2):
        services.add_partner(by=story.editor, consortium=one, profile=story.finnish)
    assert composition(one) == {"Batteries": "agreed", "Cell hub": "considered"}
    one.refresh_from_db()
    assert one.revision == 1


def test_a_hidden_profile_is_not_added(story):
    draft = factories.make_cluster("PT18", status="draft", title="Draft")
    with pytest.raises(PortalError, match="“Draft” is not published"):
        services.add_partner(by=story.editor, consortium=start(story), profile=draft)


def test_an_outsider_is_added_once_and_described_anew(story):
    one = start(story)
    said = Outsider("Acme  Ltd", "ie", "company", region_code="ie06")
    first = services.add_outsider(by=story.editor, consortium=one, outsider=said)
    again = services.add_outsider(by=story.editor, consortium=one, outsider=said)
    assert (first.pk, first.name, first.country, first.region_code) == (
        again.pk,
        "Acme Ltd",
        "IE",
        "IE06",
    )
    other = services.add_outsider(
        by=story.editor, consortium=one, outsider=Outsider("Other", "IE", "research")
    )
    with pytest.raises(Conflict, match="in the consortium already"):
        services.describe_outsider(by=story.editor, member=other, outsider=said)
    services.note_agreement(by=story.editor, member=first)
    assert composition(one)["Acme Ltd"] == "agreed"
    with pytest.raises(PortalError, match="ask it yourself"):
        services.invite_member(by=story.editor, member=other)


def test_parts_are_described_within_their_limits(story):
    one = start(story)
    part = Part(roles=["pilot_site", "pilot_site"], share=Decimal("33.33"), note=" a ")
    found = services.describe_part(
        by=story.editor, member=member(one, story.lead), part=part
    )
    assert (found.roles, found.share, found.note) == (
        ["pilot_site"],
        Decimal("33.33"),
        "a",
    )
    with pytest.raises(ValidationError):
        services.describe_part(
            by=story.editor, member=found, part=Part(share=Decimal(101))
        )


def test_one_coordinates_at_a_time(story):
    one = start(story, story.finnish)
    services.name_coordinator(by=story.editor, member=member(one, story.finnish))
    assert [each.label for each in one.members.filter(is_coordinator=True)] == [
        "Cell hub"
    ]


def test_pinned_excluded_and_taken_back(story):
    one = start(story, story.finnish, story.polish)
    services.pin_member(by=story.editor, member=member(one, story.finnish))
    services.exclude_profile(by=story.editor, consortium=one, profile=story.polish)
    assert composition(one) == {
        "Batteries": "agreed",
        "Cell hub": "pinned",
        "Mines": "excluded",
    }
    with pytest.raises(Conflict, match="excluded: consider it first"):
        services.invite_member(by=story.editor, member=member(one, story.polish))
    services.add_partner(by=story.editor, consortium=one, profile=story.polish)
    services.unpin_member(by=story.editor, member=member(one, story.finnish))
    assert set(composition(one).values()) == {"agreed", "considered"}
    with pytest.raises(Conflict, match="Take this partner out first"):
        services.exclude_profile(by=story.editor, consortium=one, profile=story.lead)


def test_who_was_only_considered_leaves_no_trace(story):
    one = start(story, story.finnish)
    found = member(one, story.finnish)
    services.remove_member(by=story.editor, member=found)
    services.remove_member(by=story.editor, member=found)
    assert composition(one) == {"Batteries": "agreed"}
    assert told() == []
    with pytest.raises(Conflict, match="stays in it"):
        services.remove_member(by=story.editor, member=member(one, story.lead))


def test_who_was_asked_is_told_and_stays_in_the_history(story):
    one = start(story)
    found = invite(story, one, story.finnish)
    services.remove_member(by=story.editor, member=found)
    assert composition(one)["Cell hub"] == "left"
    assert told() == [("finn", "consortium-invited"), ("finn", "consortium-taken-out")]
    with pytest.raises(Conflict, match="taken back meanwhile"):
        services.answer_invitation(by=story.finn, member=found, agrees=True)


@pytest.mark.parametrize("person", ["reader", "stranger", "finn"])
def test_nobody_else_changes_the_composition(story, person):
    one = start(story, story.polish)
    agree(story, one, story.finnish, story.finn)
    by, found = getattr(story, person), member(one, story.polish)
    acts = (
        lambda: services.add_partner(by=by, consortium=one, profile=story.polish),
        lambda: services.add_outsider(
            by=by, consortium=one, outsider=Outsider("A", "IE", "company")
        ),
        lambda: services.describe_part(by=by, member=found, part=Part()),
        lambda: services.name_coordinator(by=by, member=found),
        lambda: services.pin_member(by=by, member=found),
        lambda: services.exclude_profile(by=by, consortium=one, profile=story.polish),
        lambda: services.remove_member(by=by, member=found),
        lambda: services.invite_member(by=by, member=found),
        lambda: services.adopt_proposal(by=by, consortium=one, slugs=[], revision=0),
    )
    before = composition(one)
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert composition(one) == before


def test_what_was_handed_in_stays_as_it_is(story):
    one = start(story, story.finnish)
    Consortium.objects.update(stage="submitted")
    with pytest.raises(Conflict, match="It was submitted"):
        services.add_partner(by=story.editor, consortium=one, profile=story.polish)
    with pytest.raises(Conflict, match="It was submitted"):
        services.remove_member(by=story.editor, member=member(one, story.finnish))


# --- inviting --------------------------------------------------------------------


def test_an_invitation_is_told_once_and_answered_once(story):
    one = start(story)
    found = invite(story, one, story.finnish)
    services.invite_member(by=story.editor, member=found)
    one.refresh_from_db()
    assert (one.stage, told()) == ("forming", [("finn", "consortium-invited")])
    for _ in range(2):
        services.answer_invitation(by=story.finn, member=found, agrees=True)
    assert composition(one)["Cell hub"] == "agreed"
    assert told()[1:] == [("editor", "consortium-answered")]
    assert [one.what for one in MatchEvent.objects.all()] == ["partnered"]
    with pytest.raises(Conflict, match="has agreed meanwhile"):
        services.answer_invitation(by=story.finn, member=found, agrees=False)


def test_only_the_invited_answer(story):
    one = start(story)
    found = invite(story, one, story.finnish)
    for person in (story.editor, story.curator, story.stranger):
        with pytest.raises(NotAllowed):
            services.answer_invitation(by=person, member=found, agrees=True)
    considered = services.add_partner(
        by=story.editor, consortium=one, profile=story.polish
    )
    with pytest.raises(Conflict, match="taken back"):
        services.answer_invitation(by=story.pole, member=considered, agrees=True)


def test_who_declined_is_left_in_peace(story):
    one = start(story)
    found = invite(story, one, story.finnish)
    services.answer_invitation(by=story.finn, member=found, agrees=False)
    services.add_partner(by=story.editor, consortium=one, profile=story.finnish)
    with pytest.raises(Conflict, match="It declined"):
        services.invite_member(by=story.editor, member=found)
    past = timezone.now() - timedelta(days=400)
    ConsortiumMember.objects.filter(pk=found.pk).update(answered_at=past)
    services.invite_member(by=story.editor, member=found)
    assert composition(one)["Cell hub"] == "invited"


def test_who_declined_is_not_asked_anew_by_taking_it_out_and_in(story):
    one = start(story)
    found = invite(story, one, story.finnish)
    services.answer_invitation(by=story.finn, member=found, agrees=False)
    add = {"by": story.editor, "consortium": one, "profile": story.finnish}
    services.exclude_profile(**add)
    services.remove_member(by=story.editor, member=found)
    services.add_partner(**add)
    services.remove_member(by=story.editor, member=found)
    services.add_partner(**add)
    adopt(story, one, "here")
    assert composition(one)["Cell hub"] == "declined"
    again = services.add_partner(**add)
    with pytest.raises(Conflict, match="It declined"):
        services.invite_member(by=story.editor, member=again)


def test_who_had_agreed_and_left_can_be_asked_again(story):
    one = start(story)
    found = agree(story, one, story.finnish, story.finn)
    services.remove_member(by=story.editor, member=found)
    assert invite(story, one, story.finnish).state == "invited"


def test_a_lead_that_is_hidden_invites_nobody(story):
    one = start(story, story.finnish)
    story.lead.status = "withdrawn"
    story.lead.save()
    with pytest.raises(PortalError, match="“Batteries” is not published"):
        services.invite_member(by=story.editor, member=member(one, story.finnish))


def test_nobody_joins_what_was_handed_in_meanwhile(story):
    one = start(story)
    found = invite(story, one, story.finnish)
    Consortium.objects.filter(pk=one.pk).update(stage="submitted")
    with pytest.raises(Conflict, match="It was submitted"):
        services.answer_invitation(by=story.finn, member=found, agrees=True)
    services.answer_invitation(by=story.finn, member=found, agrees=False)
    assert composition(one)["Cell hub"] == "declined"


def test_nobody_is_asked_for_whom_nobody_acts(story):
    lonely = factories.make_cluster("PT18", title="Lonely")
    one = start(story, lonely)
    with pytest.raises(PortalError, match="Nobody acts for this profile"):
        services.invite_member(by=story.editor, member=member(one, lonely))
    assert composition(one)["Lonely"] == "considered"


def test_a_member_leaves_and_the_lead_is_told(story):
    one = start(story)
    found = agree(story, one, story.finnish, story.finn)
    services.name_coordinator(by=story.editor, member=found)
    for _ in range(2):
        services.leave_consortium(by=story.finn, member=found)
    found.refresh_from_db()
    assert (found.state, found.is_coordinator) == ("left", False)
    assert told()[-1] == ("editor", "consortium-left")
    with pytest.raises(Conflict, match="stays in it"):
        services.leave_consortium(by=story.editor, member=member(one, story.lead))


def test_rows_stay_when_their_people_leave(story):
    one = start(story)
    found = agree(story, one, story.finnish, story.finn)
    story.editor.delete()
    story.finn.delete()
    one.refresh_from_db()
    found.refresh_from_db()
    assert (one.created_by, found.added_by, found.answered_by) == (None, None, None)
    assert composition(one) == {"Batteries": "agreed", "Cell hub": "agreed"}


# --- proposals -------------------------------------------------------------------


def adopt(story, one, *slugs, revision=None, **more):
    if revision is None:
        revision = Consortium.objects.get(pk=one.pk).revision
    return services.adopt_proposal(
        by=story.editor, consortium=one, slugs=slugs, revision=revision, **more
    )


def test_adopting_replaces_who_was_only_considered(story):
    one = start(story, story.finnish)
    services.add_outsider(
        by=story.editor, consortium=one, outsider=Outsider("Acme", "IE", "company")
    )
    adopt(story, one, "here", "polish", coordinator="polish")
    assert composition(one) == {
        "Batteries": "agreed",
        "Mines": "considered",
        "Acme": "considered",
    }
    assert member(one, story.polish).is_coordinator


def test_adopting_takes_in_nobody_who_was_excluded(story):
    one = start(story)
    services.exclude_profile(by=story.editor, consortium=one, profile=story.polish)
    adopt(story, one, "here", "polish", "finnish", "nobody")
    assert composition(one) == {
        "Batteries": "agreed",
        "Mines": "excluded",
        "Cell hub": "considered",
    }


def test_a_proposal_for_an_older_composition_is_refused(story):
    one = start(story)
    revision = Consortium.objects.get(pk=one.pk).revision
    adopt(story, one, "here", "finnish", revision=revision)
    # Pressed twice: it is so already.
    adopt(story, one, "here", "finnish", revision=revision)
    with pytest.raises(Conflict, match="has changed meanwhile"):
        adopt(story, one, "here", "polish", revision=revision)
    assert composition(one) == {"Batteries": "agreed", "Cell hub": "considered"}


def test_a_draft_for_which_one_forms_is_not_deleted(story):
    story.call = add_call(by=story.curator, facts=CallFacts("Draft", "I3"))
    story.editor.is_staff = True
    start(story)
    with pytest.raises(Conflict, match="A consortium forms for this call"):
        delete_draft(by=story.curator, call=story.call)
