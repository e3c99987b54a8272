"""From an expression of interest to an active partnership, and its scoping note."""

import pytest
from django.core.exceptions import ValidationError

from matching.outcomes.models import MatchEvent
from matching.partnerships import services
from matching.partnerships.conditions import check_conditions, read_conditions
from matching.partnerships.models import Partnership, Review, Score
from matching.partnerships.questions import criteria
from portal.accounts.models import Mandate
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from regions.models import Profile
from tests import factories
from tests.introductions.story import told
from tests.partnerships.story import (
    ANSWERS,
    SCOPING,
    decide,
    in_days,
    join,
    make_active,
    make_draft,
    make_ready,
    pledge,
    review,
    seat_of,
    submit,
)

pytestmark = pytest.mark.django_db


def found(partnership) -> dict[str, str]:
    return {one.rule.code: str(one.finding) for one in check_conditions(partnership)}


# --- entry conditions ------------------------------------------------------------


def test_conditions_of_a_new_draft_name_what_is_missing(story):
    assert found(make_draft(story)) == {
        "regions": "unmet",
        "member_states": "unmet",
        "strategies": "met",
        "letters": "unmet",
        "leads": "unmet",
        "balance": "shown",
    }


def test_conditions_are_met_by_three_regions_with_a_letter(story):
    partnership = make_ready(story).partnership
    assert found(partnership) == {
        "regions": "met",
        "member_states": "met",
        "strategies": "met",
        "letters": "met",
        "leads": "unmet",
        "balance": "shown",
    }


def test_invited_and_observers_do_not_count_as_regions(story):
    partnership = make_draft(story)
    services.invite(by=story.ana, partnership=partnership, profile=story.finland)
    join(story, partnership, story.siri, story.sweden, "observer")
    regions = check_conditions(partnership)[0]
    assert dict(regions.facts) == {"have": 1, "need": 3, "invited": 1}


def test_regions_outside_the_union_and_parts_of_one_region_count_not(story):
    partnership = make_draft(story)
    norway = factories.make_priority("NO01", ["20"], title="Fjord")
    factories.make_region("NO01", in_eu=False)
    part = factories.make_priority("ES511", ["20"], title="Part")
    for profile in (norway, part):
        person = factories.make_person(profile.slug, region=profile.region_id)
        join(story, partnership, person, profile)
    regions, states = check_conditions(partnership)[:2]
    assert (regions.facts["have"], states.facts["countries"]) == (1, ["ES"])


@pytest.mark.parametrize(
    ("topics", "finding"), [(["20"], "met"), (["10"], "unmet"), ([], "unknown")]
)
def test_theme_has_to_be_in_the_leads_strategies(story, topics, finding):
    assert found(make_draft(story, topics=topics))["strategies"] == finding


def test_theme_of_a_lead_without_priorities_is_not_known(story):
    partnership = make_draft(story)
    Profile.objects.filter(region="ES51").update(status="withdrawn")
    assert found(partnership)["strategies"] == "unknown"


def test_wider_and_narrower_topics_count_as_the_theme(story):
    factories.make_topic("20.1", "20")
    assert found(make_draft(story, topics=["20.1"]))["strategies"] == "met"


@pytest.mark.parametrize(
    ("step", "days", "finding"),
    [(4, None, "met"), (4, 700, "unmet"), (3, 720, "unmet"), (5, 1000, "met")],
)
def test_letter_of_a_lead_is_for_two_years(story, step, days, finding):
    partnership = make_draft(story)
    until = in_days(days) if days else None
    pledge(
        story,
        seat_of(partnership, story.spain),
        story.ana,
        step=step,
        valid_until=until,
    )
    assert found(partnership)["letters"] == finding


# --- the expression of interest --------------------------------------------------


def test_expression_with_gaps_is_not_submitted(story):
    proposal = make_draft(story).proposals.get()
    services.save_answers(by=story.ana, proposal=proposal, answers={})
    with pytest.raises(PortalError, match="Answer these first: Added value"):
        services.submit_proposal(by=story.ana, proposal=proposal)
    services.save_answers(by=story.ana, proposal=proposal, answers=ANSWERS)
    with pytest.raises(PortalError, match="entry condition is not met"):
        services.submit_proposal(by=story.ana, proposal=proposal)
    assert Partnership.objects.get().status == "draft"


def test_only_leads_write_and_submit(story):
    proposal = make_ready(story)
    for person in (story.eero, story.rui, story.curator):
        with pytest.raises(NotAllowed):
            services.submit_proposal(by=person, proposal=proposal)
        with pytest.raises(NotAllowed):
            services.save_answers(by=person, proposal=proposal, answers={})


def test_what_is_submitted_keeps_its_conditions_and_subject(story):
    proposal = submit(story)
    services.leave(
        by=story.eero, seat=seat_of(proposal.partnership, story.finland), reason=""
    )
    proposal.refresh_from_db()
    kept = {one.rule.code: one for one in read_conditions(proposal.conditions)}
    assert kept["regions"].facts["have"] == 3
    assert proposal.answers["subject"]["topics"] == ["20"]
    assert found(proposal.partnership)["regions"] == "unmet"
    with pytest.raises(Conflict, match="stays as it is"):
        services.save_answers(by=story.ana, proposal=proposal, answers={})


# --- reviews ---------------------------------------------------------------------


def test_reviewers_are_curators_without_a_seat(story):
    proposal = submit(story)
    with pytest.raises(ValidationError, match="Reviewers are curators"):
        services.assign_reviewer(
            by=story.curator, proposal=proposal, reviewer=story.rui
        )
    Mandate.objects.create(user=story.second, region_id="FI1C", role="reader")
    with pytest.raises(ValidationError, match="acts for a member"):
        services.assign_reviewer(
            by=story.curator, proposal=proposal, reviewer=story.second
        )
    assert not Review.objects.exists()


def test_reviewer_who_came_to_act_for_a_member_cannot_submit_or_decide(story):
    proposal = submit(story)
    task = services.assign_reviewer(
        by=story.curator, proposal=proposal, reviewer=story.second
    )
    Mandate.objects.create(user=story.second, region_id="FI1C", role="reader")
    with pytest.raises(NotAllowed, match="does not judge it"):
        services.submit_review(by=story.second, review=task, given={})
    with pytest.raises(NotAllowed, match="does not judge it"):
        services.decide_proposal(
            by=story.second, proposal=proposal, verdict="returned", reason="x"
        )


def test_review_needs_points_and_reasons_for_all_criteria(story):
    task = services.assign_reviewer(
        by=story.curator, proposal=submit(story), reviewer=story.second
    )
    given = {"idea": (6, "Too many"), "commitment": (3, " ")}
    with pytest.raises(ValidationError) as caught:
        services.submit_review(by=story.second, review=task, given=given)
    assert sorted(caught.value.message_dict) == [
        "points-balance",
        "points-idea",
        "points-leadership",
        "points-stakeholders",
        "reason-balance",
        "reason-commitment",
        "reason-leadership",
        "reason-stakeholders",
    ]
    assert not Score.objects.exists()


def test_reviewers_read_others_only_after_their_own(story):
    proposal = submit(story)
    first = review(story, proposal, story.second)
    own = services.assign_reviewer(
        by=story.curator, proposal=proposal, reviewer=story.curator
    )

    def read(person):
        return list(Review.objects.readable_by(person).order_by("pk"))

    assert read(story.curator) == [own]
    assert read(story.second) == [first]
    assert read(story.ana) == []
    review(story, proposal, story.curator)
    own.refresh_from_db()
    assert read(story.curator) == [first, own]
    assert read(story.second) == [first, own]
    third = factories.make_person("third", is_staff=True)
    assert read(third) == [first, own]


def test_decision_needs_two_reviews_and_a_reason(story):
    proposal = submit(story)
    review(story, proposal, story.second)
    with pytest.raises(PortalError, match="Two reviews"):
        decide(story, proposal)
    review(story, proposal, story.curator)
    with pytest.raises(ValidationError, match="Say why"):
        services.decide_proposal(
            by=story.curator, proposal=proposal, verdict="accepted", reason=" "
        )


def test_accepted_expression_makes_an_active_partnership(story):
    proposal = submit(story)
    for person in (story.curator, story.second):
        review(story, proposal, person)
    decide(story, proposal)
    decide(story, proposal)
    partnership = Partnership.objects.get()
    assert (partnership.status, partnership.phase) == ("active", "set_up")
    assert list(partnership.phase_changes.values_list("before", "phase")) == [
        ("", "set_up")
    ]
    assert MatchEvent.objects.filter(what="partnered").count() == 3
    assert [one for one in told() if one[1] == "partnership-decided"] == [
        ("ana", "partnership-decided")
    ]


def test_returned_expression_is_written_anew_and_keeps_what_was_read(story):
    proposal = decide(story, submit(story), "returned")
    partnership = Partnership.objects.get()
    assert partnership.status == "draft"
    again = partnership.proposals.get(round=2)
    assert (again.state, again.answers) == ("draft", ANSWERS)
    services.save_answers(
        by=story.ana, proposal=again, answers={**ANSWERS, "added_value": "More."}
    )
    services.submit_proposal(by=story.ana, proposal=again)
    proposal.refresh_from_db()
    assert proposal.answers["added_value"] == ANSWERS["added_value"]
    assert partnership.proposals.get(round=2).state == "submitted"


def test_declined_expression_is_seen_by_its_people_only(story):
    proposal = submit(story)
    for person in (story.curator, story.second):
        review(story, proposal, person)
    decide(story, proposal, "declined")
    assert Partnership.objects.get().status == "declined"
    assert not Partnership.objects.visible_to(story.rui).exists()
    assert Partnership.objects.visible_to(story.eero).count() == 1
    assert not MatchEvent.objects.filter(what="partnered").exists()


def test_scoping_note_is_assessed_in_the_same_way(story):
    partnership = make_active(story)
    note = services.start_scoping(by=story.ana, partnership=partnership)
    assert services.start_scoping(by=story.ana, partnership=partnership) == note
    services.save_answers(by=story.ana, proposal=note, answers=SCOPING)
    services.submit_proposal(by=story.ana, proposal=note)
    for person in (story.curator, story.second):
        review(story, note, person)
    decide(story, note)
    note.refresh_from_db()
    assert note.state == "accepted"
    with pytest.raises(Conflict, match="accepted already"):
        services.start_scoping(by=story.ana, partnership=partnership)


def test_weights_of_each_kind_add_up(story):
    sums = {kind: sum(one.weight for one in rows) for kind, rows in criteria().items()}
    assert sums == {"expression": 100, "scoping": 100}
