"""Reports of abuse: confirmed, decided with reasons, told to both, answered once."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from matching.introductions import services
from matching.introductions.bans import ensure_may_ask
from matching.introductions.contacts import contacts_of
from matching.introductions.merging import move_introductions
from matching.introductions.models import Introduction
from matching.introductions.models_talk import AskingBan, Message, Report
from matching.introductions.talk.meetings import propose_meeting
from matching.introductions.talk.notices import report_path
from matching.introductions.talk.reports import (
    appeal,
    decide_appeal,
    decide_report,
    report_abuse,
)
from portal.accounts.models import Mandate
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict, PortalError
from tests import factories
from tests.introductions.story import ask, make_member
from tests.introductions.talk_story import (
    accepted,
    letters_about,
    page_text,
    pdf,
    told_of,
    write,
)

pytestmark = pytest.mark.django_db
REASONS = "The letter went to forty clusters with the same words."


@pytest.fixture
def curator(sides):
    return factories.make_person("curator", is_staff=True)


def report(introduction, by, **fields) -> Report:
    values = {"category": "spam", "words": "They write to everybody."}
    return report_abuse(introduction=introduction, by=by, **values | fields)


def decide(made, curator, **fields) -> Report:
    values = {"upholds": True, "reasons": REASONS}
    return decide_report(report=made, by=curator, **values | fields)


def whats() -> list[tuple[str, str]]:
    return [(who, facts["what"]) for who, facts in told_of("report")]


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


# --- reporting -----------------------------------------------------------------------


def test_a_report_is_confirmed_to_who_made_it_and_the_curators_are_told(
    sides, curator, mailbox
):
    make_member("second", "owner", cluster=sides.partner)
    report(ask(sides), sides.answerer)
    assert whats() == [("answerer", "received")]
    assert letters_about(mailbox, "abuse waits") == [
        ("curator", "A report of abuse waits")
    ]
    [letter] = [one for one in mailbox() if "abuse waits" in one.subject]
    assert "They write to everybody" not in letter.body


def test_pressed_twice_is_one_report_and_each_side_may_make_one(sides, curator):
    introduction = ask(sides)
    first, again = (report(introduction, sides.answerer) for _ in range(2))
    assert again.pk == first.pk
    assert report(introduction, sides.asker).pk != first.pk
    sides_of = Report.objects.values_list("side", flat=True)
    assert sorted(sides_of) == ["asked", "asking"]


def test_one_s_own_message_cannot_be_reported_and_strangers_report_nothing(
    sides, curator
):
    introduction = accepted(sides)
    message = write(introduction, sides.asker)
    for person in (sides.asker, curator, make_member("stranger", "owner", "FR10")):
        with pytest.raises(NotAllowed):
            report(introduction, person, message=message)
    reader = make_member("reading", "reader", cluster=sides.partner)
    assert report(introduction, reader, message=message).side == "asked"


def test_an_introduction_that_has_ended_can_be_reported_too(sides, curator):
    introduction = ask(sides)
    services.decline(by=sides.answerer, introduction=introduction, reason="no_fit")
    assert report(introduction, sides.asker).reported_side == "asked"


# --- deciding ------------------------------------------------------------------------


def test_who_reported_is_told_of_a_rejection_with_reasons_and_nobody_else(
    sides, curator
):
    made = report(ask(sides), sides.answerer)
    decide(made, curator, upholds=False, reasons="One letter is no mass mailing.")
    assert whats() == [("answerer", "received"), ("answerer", "decided")]
    facts = told_of("report")[-1][1]
    assert (facts["upheld"], facts["reasons"]) == (
        False,
        "One letter is no mass mailing.",
    )
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("rejected", curator)
    assert Introduction.objects.get().state == "asked"


def test_both_sides_are_told_of_what_is_done_and_why(sides, curator, mailbox):
    made = report(ask(sides), sides.answerer)
    decide(made, curator, stops_introduction=True, bars_until=in_days(30))
    assert whats() == [
        ("answerer", "received"),
        ("answerer", "decided"),
        ("asker", "against"),
    ]
    [letter] = [one for one in mailbox() if "against your" in one.subject]
    assert letter.to == ["asker@example.org"]
    for words in (REASONS, "is stopped", "no introduction until", "answer once"):
        assert words in " ".join(letter.body.split())
    for words in ("They write to everybody", "answerer", "curator@example.org"):
        assert words not in letter.body


def test_a_message_is_hidden_with_its_files_and_from_notices(sides, curator):
    introduction = accepted(sides)
    message = write(introduction, sides.asker, "An insult", files=[pdf()])
    kept = write(introduction, sides.asker, "A greeting")
    decide(
        report(introduction, sides.answerer, message=message),
        curator,
        hides_message=True,
    )
    hidden = Message.objects.exclude(hidden_at=None)
    assert list(hidden) == [message]
    assert kept in Message.objects.shown()
    assert told_of("message") == []
    assert Introduction.objects.get().state == "accepted"


def test_a_stopped_introduction_closes_contacts_and_its_meeting(sides, curator):
    introduction = accepted(sides)
    propose_meeting(
        introduction=introduction,
        by=sides.asker,
        starts_at=timezone.now() + datetime.timedelta(days=3),
        minutes=45,
        place="Here",
    )
    introduction.refresh_from_db()
    assert contacts_of(introduction, sides.answerer) is not None
    decide(report(introduction, sides.answerer), curator, stops_introduction=True)
    introduction.refresh_from_db()
    assert introduction.state == "stopped"
    assert introduction.ended_at is not None
    for person in (sides.asker, sides.answerer):
        assert contacts_of(introduction, person) is None
    assert [one.state for one in introduction.meetings.all()] == ["cancelled"]
    with pytest.raises(Conflict):
        write(introduction, sides.asker)


def test_a_decision_needs_a_measure_reasons_and_a_curator(sides, curator):
    made = report(ask(sides), sides.answerer)
    with pytest.raises(PortalError, match="at least one measure"):
        decide(made, curator)
    with pytest.raises(PortalError, match="Give the reasons"):
        decide(made, curator, stops_introduction=True, reasons="  ")
    with pytest.raises(PortalError, match="no message that could be hidden"):
        decide(made, curator, hides_message=True)
    for day in (in_days(-1), in_days(3 * 366)):
        with pytest.raises(PortalError, match="within the next two years"):
            decide(made, curator, bars_until=day)
    with pytest.raises(NotAllowed):
        decide(made, sides.answerer, stops_introduction=True)
    made.refresh_from_db()
    assert (made.state, Introduction.objects.get().state) == ("open", "asked")


def test_a_report_is_decided_once(sides, curator):
    made = report(ask(sides), sides.answerer)
    decide(made, curator, upholds=False)
    with pytest.raises(Conflict, match="decided already"):
        decide(made, curator, stops_introduction=True)
    assert Introduction.objects.get().state == "asked"


def test_a_curator_of_one_side_does_not_decide(sides):
    own = make_member("own", "reader", "ES51")
    own.is_staff = True
    own.save()
    made = report(ask(sides), sides.answerer)
    with pytest.raises(PortalError, match="A colleague has to decide"):
        decide(made, own, upholds=False)


# --- the ban -------------------------------------------------------------------------


def test_a_barred_organisation_asks_nobody_until_the_day_is_over(sides, curator):
    introduction = ask(sides)
    until = in_days(30)
    decide(report(introduction, sides.answerer), curator, bars_until=until)
    other = factories.make_cluster("FR10", ["20"], title="Third")
    make_member("third", "owner", cluster=other)
    second = factories.make_priority("ES51", ["20"], title="Second of the region")
    for profile in (sides.profile, second):
        with pytest.raises(PortalError, match="can ask for no introduction until"):
            ask(sides, profile=profile, partner=other)
    assert Introduction.objects.count() == 1
    # Others may ask, and the barred side may be asked.
    ensure_may_ask(sides.partner)
    noon = timezone.make_aware(datetime.datetime.combine(until, datetime.time(12)))
    with time_machine.travel(noon), pytest.raises(PortalError):
        ensure_may_ask(sides.profile)
    with time_machine.travel(noon + datetime.timedelta(days=1)):
        ensure_may_ask(sides.profile)
        ask(sides, partner=other)
    assert Introduction.objects.count() == 2


def test_a_cluster_is_barred_by_itself_and_its_region_is_not(sides, curator):
    introduction = accepted(sides)
    message = write(introduction, sides.answerer)
    made = report(introduction, sides.asker, message=message)
    decide(made, curator, bars_until=in_days(9))
    ban = AskingBan.objects.get()
    assert (ban.cluster, ban.region) == (sides.partner, None)
    with pytest.raises(PortalError, match="Wood hub can ask for no introduction"):
        ensure_may_ask(sides.partner)
    ensure_may_ask(factories.make_priority("FI1C", ["20"]))
    ensure_may_ask(sides.profile)


# --- the appeal ----------------------------------------------------------------------


@pytest.fixture
def barred(sides, curator):
    introduction = accepted(sides)
    message = write(introduction, sides.asker, "An insult")
    made = report(introduction, sides.answerer, message=message)
    return decide(made, curator, hides_message=True, bars_until=in_days(30))


def test_who_is_reported_answers_once_and_the_curators_are_told(
    sides, curator, barred, mailbox
):
    appeal(report=barred, by=sides.asker, text=" It was a joke. ")
    with pytest.raises(Conflict, match="answered already"):
        appeal(report=barred, by=sides.asker, text="And more.")
    barred.refresh_from_db()
    assert (barred.appeal, barred.appealed_by) == ("It was a joke.", sides.asker)
    assert list(Report.objects.waiting()) == [barred]
    assert letters_about(mailbox, "appeal") == [
        ("curator", "An appeal against a decision waits")
    ]


def test_nobody_else_appeals_and_not_before_a_decision(sides, curator):
    made = report(ask(sides), sides.answerer)
    with pytest.raises(Conflict, match="no decision against"):
        appeal(report=made, by=sides.asker, text="No.")
    decide(made, curator, stops_introduction=True)
    reader = make_member("reading", "reader", "ES51")
    for person in (sides.answerer, reader, curator):
        with pytest.raises(NotAllowed):
            appeal(report=made, by=person, text="No.")
    made.refresh_from_db()
    assert made.appealed_at is None


def test_a_granted_appeal_lifts_the_ban_and_shows_the_message_again(
    sides, curator, barred
):
    appeal(report=barred, by=sides.asker, text="It was a joke.")
    decide_appeal(report=barred, by=curator, lifts=True, answer="So it seems.")
    ensure_may_ask(sides.profile)
    assert Message.objects.get().hidden_at is None
    assert whats()[-2:] == [("asker", "appeal"), ("answerer", "lifted")]
    with pytest.raises(Conflict, match="no appeal that waits"):
        decide_appeal(report=barred, by=curator, lifts=False, answer="No.")


def test_a_refused_appeal_changes_nothing_and_says_why(sides, curator, barred):
    with pytest.raises(Conflict, match="no appeal that waits"):
        decide_appeal(report=barred, by=curator, lifts=False, answer="No.")
    appeal(report=barred, by=sides.asker, text="It was a joke.")
    decide_appeal(report=barred, by=curator, lifts=False, answer="It was none.")
    with pytest.raises(PortalError, match="can ask for no introduction"):
        ensure_may_ask(sides.profile)
    assert Message.objects.get().hidden_at is not None
    who, facts = told_of("report")[-1]
    assert (who, facts["what"], facts["reasons"]) == ("asker", "appeal", "It was none.")
    assert list(Report.objects.waiting()) == []


# --- a pair that was introduced before -----------------------------------------------


def accepted_again(sides) -> tuple[Introduction, Introduction]:
    """One that was closed in good terms, and another one of the same two."""
    first = accepted(sides)
    services.close(by=sides.asker, introduction=first)
    second = services.accept(by=sides.answerer, introduction=ask(sides))
    assert contacts_of(first, sides.asker) is not None
    return first, second


def test_consent_taken_back_shuts_what_was_open_from_before(sides):
    first, second = accepted_again(sides)
    meeting = propose_meeting(
        introduction=second,
        by=sides.asker,
        starts_at=timezone.now() + datetime.timedelta(days=2),
        minutes=30,
        place="Here",
    )
    services.take_back_consent(by=sides.answerer, introduction=second)
    for one in (first, second):
        assert contacts_of(one, sides.asker) is None
        assert contacts_of(one, sides.answerer) is None
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"


def test_a_stop_shuts_what_was_open_from_before(sides, curator):
    first, second = accepted_again(sides)
    decide(report(second, sides.answerer), curator, stops_introduction=True)
    for one in (first, second):
        assert contacts_of(one, sides.asker) is None
    assert set(Introduction.objects.values_list("state", flat=True)) == {"stopped"}


def test_curator_of_the_reported_side_does_not_read_the_report(client, sides):
    made = report(ask(sides), sides.answerer, words="Secret words")
    partial = make_member("partial", "reader", "ES51")
    type(partial).objects.filter(pk=partial.pk).update(is_staff=True)
    partial.refresh_from_db()
    client.force_login(partial)
    answer = client.get(f"/curation/reports/{made.pk}/")
    assert answer.status_code == 403
    assert "Secret words" not in answer.content.decode()


def test_what_was_stopped_and_lifted_may_be_asked_anew(sides, curator):
    made = decide(report(ask(sides), sides.answerer), curator, stops_introduction=True)
    with pytest.raises(Conflict):
        ask(sides)
    appeal(report=made, by=sides.asker, text="It was one letter.")
    other = factories.make_person("second-curator", is_staff=True)
    decide_appeal(report=made, by=other, lifts=True, answer="So it was.")
    assert ask(sides).state == "asked"


def test_a_ban_follows_a_merger(sides):
    kept = factories.make_cluster("FI1C", title="Kept hub")
    AskingBan.objects.create(cluster=sides.partner, until=in_days(30), reasons=REASONS)
    move_introductions(kept=kept, gone=sides.partner)
    with pytest.raises(PortalError):
        ensure_may_ask(kept)


def test_who_has_left_still_reads_the_decision_on_his_report(sides, curator, sign_in):
    made = report(accepted(sides), sides.answerer)
    decide(made, curator, stops_introduction=True)
    Mandate.objects.filter(user=sides.answerer).update(ends_on=in_days(-1))
    answer = sign_in(sides.answerer).get(report_path(made))
    page = page_text(answer)
    assert answer.status_code == 200
    assert REASONS in page
    assert "They write to everybody." in page
    assert f"/introductions/{made.introduction_id}/" not in page
    stranger = make_member("stranger", "owner", "FR10")
    assert sign_in(stranger).get(report_path(made)).status_code == 404
