"""What goes wrong at the edges: pressed twice, hidden meanwhile, over, of two minds."""

import pytest
from django.core.exceptions import ValidationError

from matching.partnerships import services
from matching.partnerships.conditions import check_conditions
from matching.partnerships.merging import move_seats
from matching.partnerships.models import PartnershipMember, Report
from matching.partnerships.queries import curators_queue, waiting_for
from matching.partnerships.queries_assessment import (
    possible_reviewers,
    proposal_page,
)
from portal.accounts.models import Mandate
from portal.accounts.services import NotAllowed
from portal.notices.models import Notice
from portal.web.errors import Conflict
from regions.models import Profile
from tests import factories
from tests.introductions.story import make_member, told
from tests.partnerships.story import (
    in_days,
    join,
    make_active,
    make_draft,
    page_of,
    pledge,
    review,
    said,
    seat_of,
    submit,
)

pytestmark = pytest.mark.django_db


def hide(profile) -> None:
    Profile.objects.filter(pk=profile.pk).update(status="withdrawn")


# --- who reads what --------------------------------------------------------------


def test_report_for_members_is_closed_to_who_left_asks_or_is_invited(story):
    one = make_active(story)
    report = Report.objects.create(
        partnership=one,
        first_day=in_days(-200),
        last_day=in_days(-20),
        due_on=in_days(10),
    )
    services.leave(by=story.eero, seat=seat_of(one, story.finland))
    services.ask_to_join(by=story.rui, profile=story.other, partnership=one)
    for person in (story.eero, story.rui):
        assert not Report.objects.visible_to(person).exists()
    for person in (story.ana, story.siri, story.curator):
        assert list(Report.objects.visible_to(person)) == [report]


def test_hidden_profile_is_not_told_to_everybody(client, sign_in, story):
    one = make_active(story)
    hide(story.finland)
    paths = (
        one.get_absolute_url(),
        f"{one.get_absolute_url()}?x=1",
        "/partnerships/?format=csv",
        f"/api/v1/partnerships/{one.slug}/",
    )
    for reader in (client, sign_in(story.rui)):
        assert all("Cathodes" not in page_of(reader.get(path)) for path in paths)
        assert not reader.get("/partnerships/?q=cathodes").context["page"].object_list
        assert not reader.get("/partnerships/?country=FI").context["page"].object_list
        (row,) = reader.get("/partnerships/").context["page"]
        assert row.member_count == 2
    page = page_of(sign_in(story.ana).get(one.get_absolute_url()))
    assert "Cathodes" in page
    assert f'href="{story.finland.get_absolute_url()}"' not in page


def test_what_shows_a_step_is_read_by_members_and_curators(client, sign_in, story):
    one = make_active(story)
    services.state_pledge(
        by=story.ana,
        seat=seat_of(one, story.spain),
        step=4,
        proof="Council decision 7",
        proof_url="https://council.example/7",
    )
    path = one.get_absolute_url()
    for reader in (client, sign_in(story.rui)):
        assert "ouncil" not in page_of(reader.get(path))
    for person in (story.eero, story.curator):
        page = page_of(sign_in(person).get(path))
        assert "Council decision 7" in page
        assert 'href="https://council.example/7"' in page


def test_hidden_profile_does_not_count_for_the_entry_conditions(story):
    one = make_active(story)
    hide(story.finland)
    regions = next(c for c in check_conditions(one) if c.rule.code == "regions")
    assert regions.facts["have"] == 1


def test_curator_of_a_member_neither_assigns_nor_reads_before_the_decision(
    client, story
):
    proposal = submit(story)
    review(story, proposal, story.second)
    task = services.assign_reviewer(
        by=story.second,
        proposal=proposal,
        reviewer=factories.make_person("third", is_staff=True),
    )
    partial = make_member("partial", "reader", "FI1C")
    partial.is_staff = True
    partial.save()
    page = proposal_page(partial, proposal)
    assert (page.judged, page.reviews, page.assign_form) == ([], [], None)
    with pytest.raises(NotAllowed, match="does not judge"):
        services.assign_reviewer(by=partial, proposal=proposal, reviewer=story.curator)
    with pytest.raises(NotAllowed, match="does not judge"):
        services.unassign_reviewer(by=partial, review=task)
    client.force_login(partial)
    path = f"{proposal.partnership.get_absolute_url()}proposals/{proposal.pk}/"
    shown = page_of(client.get(path))
    assert "somebody else decides" in shown
    assert "Reason of second" not in shown
    assert "Nobody is asked yet" not in shown


def test_mandate_that_has_ended_does_not_keep_a_reviewer_away(story):
    proposal = submit(story)
    former = make_member("former", "editor", "ES51")
    former.is_staff = True
    former.save()
    assert former not in possible_reviewers(proposal)
    Mandate.objects.filter(user=former).update(ends_on=in_days(-1))
    assert former in possible_reviewers(proposal)


# --- pressed twice ---------------------------------------------------------------


def test_second_of_two_profiles_can_ask_and_twice_is_once(client, story):
    one = make_active(story)
    port = factories.make_priority("PT11", ["10"], title="Algae", slug="algae")
    client.force_login(story.rui)
    path = f"{one.get_absolute_url()}join/"
    for slug in (port.slug, story.other.slug, story.other.slug):
        sent = client.post(path, {"profile": slug, "role": "member"})
        assert sent.status_code == 302
    assert one.members.filter(state="asked").count() == 2


def test_buttons_pressed_twice_end_on_a_page(client, story):
    one = make_active(story)
    services.invite(by=story.curator, partnership=one, profile=story.other)
    client.force_login(story.rui)
    seat = seat_of(one, story.other)
    for action, data in (("answer", {"accept": "1"}), ("leave", {})):
        path = f"{one.get_absolute_url()}seats/{seat.pk}/{action}/"
        for _press in (1, 2):
            assert client.post(path, data, follow=True).status_code == 200
    assert seat_of(one, story.other).state == "left"
    asked = services.ask_to_join(by=story.rui, profile=story.other, partnership=one)
    path = f"{one.get_absolute_url()}seats/{asked.pk}/take-back/"
    for _press in (1, 2):
        assert client.post(path, follow=True).status_code == 200
    assert seat_of(one, story.other).state == "withdrawn"


def test_what_is_taken_away_twice_ends_on_a_page(client, story):
    one = make_active(story)
    milestone = services.add_milestone(
        by=story.ana, partnership=one, phase="learn", title="Map", due_on=in_days(9)
    )
    client.force_login(story.ana)
    path = f"{one.get_absolute_url()}milestones/{milestone.pk}/"
    for _press in (1, 2):
        assert client.post(path, {"remove": "1"}, follow=True).status_code == 200
    assert client.post(path).status_code == 404


def test_removed_member_of_a_draft_is_led_to_a_page_it_may_see(client, story):
    one = make_draft(story)
    seat = join(story, one, story.eero, story.finland)
    services.remove_member(by=story.curator, seat=seat, reason="Not of the theme.")
    client.force_login(story.eero)
    notice = Notice.objects.get(kind="partnership-removed")
    assert client.get(notice.path).status_code == 200


def test_invitation_is_taken_back_twice_by_a_lead(story):
    one = make_active(story)
    seat = services.invite(by=story.ana, partnership=one, profile=story.other)
    for _press in (1, 2):
        assert services.take_back(by=story.ana, seat=seat).state == "withdrawn"
    with pytest.raises(NotAllowed):
        services.take_back(by=story.eero, seat=seat)


@pytest.mark.parametrize("reason", ["x" * 1001, "nul \x00 sign"])
def test_reason_that_cannot_be_kept_is_said_and_nothing_ends(client, story, reason):
    one = make_active(story)
    seat = seat_of(one, story.finland)
    with pytest.raises(ValidationError):
        services.leave(by=story.eero, seat=seat, reason=reason)
    client.force_login(story.curator)
    client.post(f"{one.get_absolute_url()}seats/{seat.pk}/remove/", {"reason": reason})
    with pytest.raises(ValidationError):
        services.end_partnership(by=story.curator, partnership=one, reason=reason * 4)
    assert seat_of(one, story.finland).state == "active"


# --- what is over, and who is left -----------------------------------------------


def test_nothing_waits_in_what_is_over_and_leads_change_it_no_more(story):
    one = make_active(story)
    services.ask_to_join(by=story.rui, profile=story.other, partnership=one)
    services.offer_lead(
        by=story.ana, giver=seat_of(one, story.spain), taker=seat_of(one, story.finland)
    )
    services.start_scoping(by=story.ana, partnership=one)
    services.end_partnership(by=story.curator, partnership=one, reason="Done.")
    for person in (story.ana, story.eero):
        assert waiting_for(person).is_empty
    with pytest.raises(Conflict, match="over"):
        services.edit_partnership(by=story.ana, partnership=one, said=said(theme="x"))
    services.edit_partnership(by=story.curator, partnership=one, said=said(theme="y"))


def test_members_are_told_of_each_end(story):
    one = make_active(story)
    one.started_on = in_days(-400)
    one.save()
    services.end_partnership(by=story.curator, partnership=one, reason="Done.")
    services.revive_partnership(by=story.curator, partnership=one, phase="learn")
    services.end_partnership(by=story.curator, partnership=one, reason="Again.")
    ended = [person for person, kind in told() if kind == "partnership-ended"]
    assert sorted(ended) == ["ana", "ana", "eero", "eero", "siri", "siri"]


def test_partnership_whose_lead_nobody_acts_for_waits_for_curators(story):
    one = make_active(story)
    assert curators_queue().leaderless == []
    seat = services.ask_to_join(by=story.rui, profile=story.other, partnership=one)
    Mandate.objects.filter(user=story.ana).update(ends_on=in_days(-1))
    queue = curators_queue()
    assert (queue.leaderless, queue.requests) == ([one], [seat])


def test_letter_of_the_seat_that_ends_in_a_merger_is_kept(story):
    one = make_draft(story)
    join(story, one, story.eero, story.finland)
    twin = factories.make_priority("FI1C", ["20"], title="Anodes", slug="anodes")
    factories.renew()
    letter = pledge(story, join(story, one, story.eero, twin), story.eero)
    move_seats(kept=story.finland, gone=twin)
    kept = PartnershipMember.objects.get(
        partnership=one, state="active", profile=story.finland
    )
    assert [each.pk for each in kept.pledges.running()] == [letter.pk]


def test_revived_historical_partnership_shows_what_members_state(client, story):
    one = make_active(story)
    pledge(story, seat_of(one, story.spain), story.ana)
    one.origin = "historical"
    one.save()
    assert "letter signed until" in page_of(client.get(one.get_absolute_url()))
