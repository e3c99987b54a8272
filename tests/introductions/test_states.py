"""From asked to accepted, declined, withdrawn or closed: one outcome, told once."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from matching.introductions import services
from matching.introductions.models import Consent, Introduction
from matching.outcomes.models import MatchEvent
from portal.accounts.models import Mandate
from portal.accounts.services import NotAllowed
from portal.notices.models import Notice
from portal.web.errors import Conflict, PortalError
from tests import factories
from tests.introductions.story import ask, events, make_member, told

pytestmark = pytest.mark.django_db
ASKED = ("answerer", "introduction-asked")
ANSWERED = ("asker", "introduction-answered")


def test_asking_is_written_consented_logged_and_told(sides):
    introduction = ask(sides)
    introduction.refresh_from_db()
    assert (introduction.state, introduction.asked_by) == ("asked", sides.asker)
    today = timezone.localdate()
    assert introduction.reply_by == today + datetime.timedelta(days=14)
    assert introduction.contacts_open_since is None
    consents = Consent.objects.values_list("introduction", "side", "by")
    assert list(consents) == [(introduction.pk, "asking", sides.asker.pk)]
    assert told() == [ASKED]
    assert events() == [("introduced", "")]
    event = MatchEvent.objects.get()
    assert (event.profile_id, event.partner_id) == (
        sides.profile.pk,
        sides.partner.pk,
    )
    assert event.key.endswith(f":introduction:{introduction.pk}")


def test_all_owners_and_editors_of_the_other_side_are_told_and_nobody_else(sides):
    make_member("second", "editor", cluster=sides.partner)
    make_member("reading", "reader", cluster=sides.partner)
    gone = make_member("gone", "owner", cluster=sides.partner)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Mandate.objects.filter(user=gone).update(ends_on=yesterday)
    factories.make_person("curator", is_staff=True)
    ask(sides)
    assert told() == [ASKED, ("second", "introduction-asked")]


def test_accepting_opens_contacts_at_one_moment_that_is_logged(sides):
    introduction = services.accept(
        by=sides.answerer, introduction=ask(sides), words=" Gladly "
    )
    introduction.refresh_from_db()
    assert (introduction.state, introduction.answer) == ("accepted", "Gladly")
    assert introduction.answered_by == sides.answerer
    assert introduction.contacts_open_since == introduction.answered_at
    consents = Consent.objects.order_by("pk").values_list("side", "by")
    assert list(consents) == [
        ("asking", sides.asker.pk),
        ("asked", sides.answerer.pk),
    ]
    given = Consent.objects.get(side="asked").given_at
    assert given == introduction.contacts_open_since
    assert told() == [ASKED, ANSWERED]
    assert events() == [("introduced", ""), ("accepted", "")]


def test_declining_keeps_the_reason_and_opens_nothing(sides):
    services.decline(
        by=sides.answerer, introduction=ask(sides), reason="no_capacity", words="Sorry"
    )
    introduction = Introduction.objects.get()
    assert introduction.state == "declined"
    assert introduction.decline_reason == "no_capacity"
    assert introduction.ended_at == introduction.answered_at
    assert introduction.contacts_open_since is None
    assert Consent.objects.count() == 1
    assert told() == [ASKED, ANSWERED]
    assert events() == [("introduced", ""), ("declined", "no_capacity")]


def test_withdrawing_ends_it_and_tells_the_other_side(sides):
    services.withdraw(by=sides.asker, introduction=ask(sides))
    introduction = Introduction.objects.get()
    assert (introduction.state, introduction.ended_by) == ("withdrawn", sides.asker)
    assert told() == [ASKED, ("answerer", "introduction-closed")]
    assert events() == [("introduced", ""), ("withdrawn", "")]


@pytest.mark.parametrize("who", ["asker", "answerer"])
def test_either_side_closes_what_was_accepted(sides, who):
    other = {"asker": "answerer", "answerer": "asker"}[who]
    introduction = services.accept(by=sides.answerer, introduction=ask(sides))
    services.close(by=getattr(sides, who), introduction=introduction, words="Thanks")
    introduction.refresh_from_db()
    assert (introduction.state, introduction.closing) == ("closed", "Thanks")
    assert told() == [ASKED, ANSWERED, (other, "introduction-closed")]


@pytest.mark.parametrize("who", ["asker", "answerer"])
@pytest.mark.parametrize("is_closed", [False, True])
def test_either_side_takes_its_consent_back(sides, who, is_closed):
    introduction = services.accept(by=sides.answerer, introduction=ask(sides))
    if is_closed:
        services.close(by=sides.asker, introduction=introduction)
    services.take_back_consent(by=getattr(sides, who), introduction=introduction)
    introduction.refresh_from_db()
    assert introduction.state == "withdrawn"
    assert events()[-1] == ("withdrawn", "")


ACTS = {
    "accept": lambda sides, one: services.accept(by=sides.answerer, introduction=one),
    "decline": lambda sides, one: services.decline(
        by=sides.answerer, introduction=one, reason="no_fit"
    ),
    "withdraw": lambda sides, one: services.withdraw(by=sides.asker, introduction=one),
}


@pytest.mark.parametrize("name", ACTS)
def test_pressing_twice_is_one_outcome(sides, name):
    introduction = ask(sides)
    ACTS[name](sides, introduction)
    before = (told(), events(), Consent.objects.count())
    first = Introduction.objects.values().get()
    ACTS[name](sides, introduction)
    assert (told(), events(), Consent.objects.count()) == before
    assert Introduction.objects.values().get() == first


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("accept", "decline", "accepted meanwhile"),
        ("accept", "withdraw", "accepted meanwhile"),
        ("decline", "accept", "declined meanwhile"),
        ("decline", "withdraw", "declined meanwhile"),
        ("withdraw", "accept", "withdrawn meanwhile"),
        ("withdraw", "decline", "withdrawn meanwhile"),
    ],
)
def test_who_comes_second_is_told_what_happened(sides, first, second, sentence):
    introduction = ask(sides)
    ACTS[first](sides, introduction)
    before = (told(), events())
    with pytest.raises(Conflict, match=sentence):
        ACTS[second](sides, introduction)
    assert (told(), events()) == before


def test_what_nobody_has_accepted_is_not_closed_and_no_consent_taken_back(sides):
    introduction = ask(sides)
    for act in (services.close, services.take_back_consent):
        with pytest.raises(Conflict, match="waits for an answer"):
            act(by=sides.asker, introduction=introduction)


@pytest.mark.parametrize("role", ["reader", "stranger", "curator", "past"])
def test_nobody_else_asks_or_answers(sides, role):
    person = {
        "reader": lambda: make_member("reading", "reader", "ES51"),
        "stranger": lambda: make_member("stranger", "owner", "HU33"),
        "curator": lambda: factories.make_person("curator", is_staff=True),
        "past": lambda: make_member("past", "owner", "ES51"),
    }[role]()
    if role == "reader":
        Mandate.objects.create(user=person, cluster=sides.partner, role="reader")
    if role == "past":
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        person.mandates.update(ends_on=yesterday)
    with pytest.raises(NotAllowed):
        ask(sides, by=person)
    assert Introduction.objects.count() == 0
    introduction = ask(sides)
    for act, more in (
        (services.accept, {}),
        (services.decline, {"reason": "no_fit"}),
        (services.withdraw, {}),
        (services.close, {}),
        (services.take_back_consent, {}),
    ):
        with pytest.raises(NotAllowed):
            act(by=person, introduction=introduction, **more)
    introduction.refresh_from_db()
    assert introduction.state == "asked"


def test_nobody_answers_his_own_letter_or_withdraws_that_of_others(sides):
    introduction = ask(sides)
    with pytest.raises(NotAllowed):
        services.accept(by=sides.asker, introduction=introduction)
    with pytest.raises(NotAllowed):
        services.withdraw(by=sides.answerer, introduction=introduction)


def test_letter_to_somebody_for_whom_nobody_acts_is_refused_with_a_way_on(sides):
    sides.answerer.mandates.update(role="reader")
    with pytest.raises(PortalError, match=r"Nobody acts for “Wood hub”.*curators"):
        ask(sides)
    assert Introduction.objects.count() == 0
    sides.answerer.mandates.update(role="editor")
    assert ask(sides).state == "asked"


@pytest.mark.parametrize("place", ["ES51", "ES5", "ES511"])
def test_same_and_nested_regions_need_no_introduction(sides, place):
    near = factories.make_cluster(place)
    make_member("near", "owner", cluster=near)
    with pytest.raises(PortalError, match="lies within the other"):
        ask(sides, partner=near)


def test_two_priorities_of_one_region_are_one_organisation(sides):
    with pytest.raises(PortalError, match="same organisation"):
        ask(sides, partner=factories.make_priority("ES51"))


@pytest.mark.parametrize("which", ["profile", "partner"])
def test_only_published_profiles_meet(sides, which):
    one = getattr(sides, which)
    type(one).objects.filter(pk=one.pk).update(status="withdrawn")
    one.refresh_from_db()
    with pytest.raises(PortalError, match="is not published"):
        ask(sides)


@pytest.mark.parametrize("days", [6, 31, -1])
def test_reply_by_lies_between_seven_and_thirty_days(sides, days):
    with pytest.raises(ValidationError, match="Name a day from"):
        ask(sides, reply_by=timezone.localdate() + datetime.timedelta(days=days))
    assert (Introduction.objects.count(), told(), events()) == (0, [], [])


@pytest.mark.parametrize("days", [7, 30])
def test_reply_by_is_kept_as_named(sides, days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    assert ask(sides, reply_by=day).reply_by == day


@pytest.mark.parametrize("field", ["brings", "seeks", "cooperation"])
def test_every_question_is_answered(sides, field):
    with pytest.raises(ValidationError):
        ask(sides, **{field: "  "})
    assert Introduction.objects.count() == 0


def test_pair_has_one_open_introduction_whoever_asks(sides):
    introduction = ask(sides)
    with pytest.raises(services.AlreadyOpen, match="asked already") as again:
        ask(sides)
    assert again.value.introduction == introduction
    back = {"by": sides.answerer, "profile": sides.partner, "partner": sides.profile}
    with pytest.raises(services.AlreadyOpen, match="answer here") as other:
        ask(sides, **back)
    assert other.value.introduction == introduction
    services.accept(by=sides.answerer, introduction=introduction)
    with pytest.raises(services.AlreadyOpen, match="introduced to each other"):
        ask(sides, **back)
    services.close(by=sides.asker, introduction=introduction)
    assert ask(sides, **back).state == "asked"


def test_notices_and_mails_name_no_person_and_no_address(sides, mailbox):
    for person, name in ((sides.asker, "Ada Quill"), (sides.answerer, "Bo Lund")):
        person.name = name
        person.save()
    introduction = ask(sides)
    services.accept(by=sides.answerer, introduction=introduction)
    letters = mailbox()
    assert [mail.to for mail in letters] == [
        ["answerer@example.org"],
        ["asker@example.org"],
    ]
    text = "".join(
        mail.subject + mail.body + mail.alternatives[0].content for mail in letters
    )
    text += str(list(Notice.objects.values_list("facts", flat=True)))
    for secret in ("Ada", "Quill", "Bo Lund", "asker@", "answerer@"):
        assert secret not in text


def test_each_reads_in_his_own_language(sides, mailbox):
    sides.answerer.language = "de"
    sides.answerer.save()
    introduction = ask(sides)
    services.decline(by=sides.answerer, introduction=introduction, reason="not_now")
    german, english = mailbox()
    assert 'lang="de"' in german.alternatives[0].content
    assert 'lang="en"' in english.alternatives[0].content
    assert "The reason: not at this time." in english.body


def test_who_asked_may_go_and_the_introduction_stays(sides):
    introduction = services.accept(by=sides.answerer, introduction=ask(sides))
    sides.asker.delete()
    introduction.refresh_from_db()
    assert (introduction.state, introduction.asked_by) == ("accepted", None)
    assert Consent.objects.filter(by=None, side="asking").count() == 1
