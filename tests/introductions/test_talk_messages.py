"""Messages: who writes when, pressed twice, read, told once an hour, forgotten."""

import datetime
import uuid

import pytest
import time_machine
from django.utils import timezone

from matching.introductions import services, tasks
from matching.introductions.models import Introduction
from matching.introductions.models_talk import (
    Meeting,
    Message,
    MessageFile,
    Reading,
    Report,
)
from matching.introductions.talk import messages as writing
from matching.introductions.talk.messages import mark_read
from matching.introductions.talk.queries import talk_of, unread_counts
from matching.introductions.talk.reports import decide_report, report_abuse
from matching.introductions.talk.retention import forget_talk
from portal.accounts.models import User
from portal.accounts.retention import TALK_DAYS
from portal.accounts.services import NotAllowed, delete_account
from portal.accounts.views_data import PERIODS
from portal.notices.models import Notice
from portal.web.clock import registered_jobs
from portal.web.errors import Conflict, PortalError
from tests import factories
from tests.introductions.story import ask, make_member
from tests.introductions.talk_story import (
    PDF,
    accepted,
    letters_about,
    pdf,
    told_of,
    write,
)

pytestmark = pytest.mark.django_db


def texts(introduction) -> list[tuple[str, str]]:
    return list(introduction.messages.values_list("side", "text"))


# --- writing -------------------------------------------------------------------------


def test_both_sides_write_before_and_after_acceptance(sides):
    introduction = ask(sides)
    write(introduction, sides.answerer, " What do you mean? ")
    write(introduction, sides.asker, "The cells.")
    services.accept(by=sides.answerer, introduction=introduction)
    write(introduction, sides.asker, "Good.")
    assert texts(introduction) == [
        ("asked", "What do you mean?"),
        ("asking", "The cells."),
        ("asking", "Good."),
    ]


def test_each_side_writes_five_messages_before_acceptance_and_more_after(sides):
    introduction = ask(sides)
    for number in range(5):
        write(introduction, sides.asker, f"{number}")
    with pytest.raises(
        PortalError, match="can write 5 messages to the other within 30 days"
    ):
        write(introduction, sides.asker)
    write(introduction, sides.answerer)
    assert introduction.messages.count() == 6
    services.accept(by=sides.answerer, introduction=introduction)
    write(introduction, sides.asker)
    assert introduction.messages.count() == 7


def test_five_messages_are_enough_for_two_organisations_however_often_one_asks(sides):
    first = ask(sides)
    for _ in range(3):
        write(first, sides.asker)
    services.withdraw(by=sides.asker, introduction=first)
    other = factories.make_priority("ES51", title="Steel")
    second = ask(sides, profile=other)
    for _ in range(2):
        write(second, sides.asker)
    with pytest.raises(PortalError, match="can write 5 messages"):
        write(second, sides.asker)
    write(second, sides.answerer)
    # Another partner is none of it, and neither is what was written long ago.
    there = factories.make_cluster("SE11")
    make_member("elsewhere", "owner", cluster=there)
    write(ask(sides, partner=there), sides.asker)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        write(second, sides.asker)


def test_a_day_has_an_end_of_messages_and_the_next_one_begins_anew(sides, monkeypatch):
    monkeypatch.setattr(writing, "MOST_A_DAY", 2)
    introduction = accepted(sides)
    for _ in range(2):
        write(introduction, sides.asker)
    with pytest.raises(PortalError, match="Go on tomorrow"):
        write(introduction, sides.asker)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)):
        write(introduction, sides.asker)
    assert introduction.messages.count() == 3


def test_the_same_token_sends_once_and_keeps_the_first_words(sides):
    introduction, token = accepted(sides), uuid.uuid4()
    first = write(introduction, sides.asker, "Once", token)
    again = write(introduction, sides.asker, "Twice", token)
    assert (again.pk, texts(introduction)) == (first.pk, [("asking", "Once")])
    assert [who for who, _ in told_of("message")] == ["answerer"]


@pytest.mark.parametrize("end", ["decline", "withdraw", "close"])
def test_nothing_is_written_once_it_has_ended(sides, end):
    introduction = ask(sides)
    if end == "decline":
        services.decline(by=sides.answerer, introduction=introduction, reason="no_fit")
    elif end == "withdraw":
        services.withdraw(by=sides.asker, introduction=introduction)
    else:
        services.accept(by=sides.answerer, introduction=introduction)
        services.close(by=sides.asker, introduction=introduction)
    with pytest.raises(Conflict, match="has ended"):
        write(introduction, sides.answerer)
    assert texts(introduction) == []


def test_readers_curators_and_strangers_do_not_write(sides):
    introduction = accepted(sides)
    people = (
        make_member("reading", "reader", cluster=sides.partner),
        factories.make_person("curator", is_staff=True),
        make_member("stranger", "owner", "FR10"),
    )
    for person in people:
        with pytest.raises(NotAllowed):
            write(introduction, person)
    assert texts(introduction) == []


@pytest.mark.parametrize("text", ["", "   \n "])
def test_a_message_without_words_is_refused(sides, text):
    with pytest.raises(PortalError, match="Write a message first"):
        write(accepted(sides), sides.asker, text)


# --- files ---------------------------------------------------------------------------


def test_files_go_with_the_message_and_an_introduction_has_room_for_some(
    sides, monkeypatch
):
    monkeypatch.setattr(writing, "MOST_BYTES", 2 * len(PDF))
    introduction = accepted(sides)
    write(introduction, sides.asker, files=[pdf()])
    write(introduction, sides.answerer, files=[pdf("b.pdf")])
    kept = MessageFile.objects.values_list("name", "size", "media_type")
    assert set(kept) == {
        ("plan.pdf", len(PDF), "application/pdf"),
        ("b.pdf", len(PDF), "application/pdf"),
    }
    with pytest.raises(PortalError, match="files of an introduction"):
        write(introduction, sides.asker, files=[pdf()])
    with pytest.raises(PortalError, match="At most 3 files"):
        write(introduction, sides.asker, files=[pdf()] * 4)
    assert introduction.messages.count() == 2


# --- reading -------------------------------------------------------------------------


def test_messages_are_new_for_each_person_until_read(sides):
    introduction = accepted(sides)
    second = make_member("second", "reader", cluster=sides.partner)
    write(introduction, sides.asker)

    def unread(*people) -> list[int]:
        return [unread_counts(one, [introduction])[introduction.pk] for one in people]

    assert unread(sides.asker, sides.answerer, second) == [0, 1, 1]
    mark_read(introduction=introduction, by=sides.answerer)
    assert unread(sides.asker, sides.answerer, second) == [0, 0, 1]
    write(introduction, sides.asker)
    assert unread(sides.answerer, second) == [1, 2]
    news = [line.is_new for line in talk_of(introduction, sides.answerer).lines]
    assert news == [False, True]


def test_unread_messages_of_many_introductions_take_one_query(
    sides, django_assert_num_queries
):
    introduction = accepted(sides)
    write(introduction, sides.asker)
    with django_assert_num_queries(1):
        counts = unread_counts(sides.answerer, [introduction] * 3)
    assert counts == {introduction.pk: 1}


def test_a_thread_takes_as_many_queries_with_three_messages_as_with_one(
    sides, django_assert_max_num_queries
):
    introduction = accepted(sides)
    write(introduction, sides.asker, files=[pdf()])
    with django_assert_max_num_queries(100) as one:
        talk_of(introduction, sides.answerer)
    for _ in range(2):
        write(introduction, sides.answerer, files=[pdf(), pdf("b.pdf")])
    with django_assert_max_num_queries(len(one)) as three:
        assert len(talk_of(introduction, sides.answerer).lines) == 3
    assert len(three) == len(one)


# --- being told ----------------------------------------------------------------------


def test_the_other_side_is_told_once_an_hour_while_it_does_not_look(sides, mailbox):
    introduction = accepted(sides)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        write(introduction, sides.asker, "First")
        clock.shift(59 * 60)
        write(introduction, sides.asker, "Second")
        assert [facts["text"] for _, facts in told_of("message")] == ["First"]
        clock.shift(2 * 60)
        write(introduction, sides.asker, "Third")
    assert [facts["text"] for _, facts in told_of("message")] == ["First", "Third"]
    assert (
        letters_about(mailbox, "has written")
        == [
            ("answerer", "Region ES51 has written to you"),
        ]
        * 2
    )


def test_who_has_looked_is_told_at_once_again(sides):
    introduction = accepted(sides)
    write(introduction, sides.asker, "First")
    mark_read(introduction=introduction, by=sides.answerer)
    assert Notice.objects.get(kind="introduction-message").read_at is not None
    write(introduction, sides.asker, "Second")
    assert [facts["text"] for _, facts in told_of("message")] == ["First", "Second"]


def test_a_mail_quotes_two_hundred_signs_and_names_no_person(sides, mailbox):
    User.objects.filter(pk=sides.asker.pk).update(name="Ada Asker")
    write(accepted(sides), sides.asker, "x" * 300)
    [letter] = [mail for mail in mailbox() if "has written" in mail.subject]
    assert "x" * 199 + "…" in letter.body
    assert "x" * 200 not in letter.body
    for word in ("Ada", "asker@example.org"):
        assert word not in letter.subject + letter.body


def test_the_names_of_people_open_to_the_other_side_with_the_contacts(sides):
    User.objects.filter(pk=sides.asker.pk).update(name="Ada Asker")
    introduction = ask(sides)
    write(introduction, sides.asker)

    def who(reader) -> list[str]:
        return [line.who for line in talk_of(introduction, reader).lines]

    assert (who(sides.answerer), who(sides.asker)) == ([""], ["Ada Asker"])
    services.accept(by=sides.answerer, introduction=introduction)
    introduction.refresh_from_db()
    assert who(sides.answerer) == ["Ada Asker"]


# --- the end -------------------------------------------------------------------------


def test_who_leaves_leaves_the_words_and_no_name(sides):
    introduction = accepted(sides)
    write(introduction, sides.asker, "We have a line.", files=[pdf()])
    mark_read(introduction=introduction, by=sides.asker)
    delete_account(user=sides.asker, leaves_ownerless=True)
    message = Message.objects.get()
    assert (message.by, message.text) == (None, "We have a line.")
    assert Reading.objects.count() == 0
    [line] = talk_of(introduction, sides.answerer).lines
    assert (line.who, line.organisation) == ("a former colleague", "Region ES51")


def test_the_talk_goes_a_year_after_the_end_and_the_introduction_stays(sides):
    introduction = accepted(sides)
    write(introduction, sides.asker, files=[pdf()])
    Meeting.objects.create(
        introduction=introduction,
        side="asking",
        starts_at=timezone.now(),
        place="Here",
    )
    report = report_abuse(
        introduction=introduction, by=sides.answerer, category="spam", words="Look."
    )
    services.close(by=sides.asker, introduction=introduction)
    curator = factories.make_person("curator", is_staff=True)

    def left() -> tuple[int, ...]:
        kinds = (Message, MessageFile, Meeting, Report, Reading)
        return tuple(kind.objects.count() for kind in kinds)

    now = timezone.now()
    with time_machine.travel(now + datetime.timedelta(days=TALK_DAYS - 1)):
        forget_talk()
        assert left() == (1, 1, 1, 1, 1)
    with time_machine.travel(now + datetime.timedelta(days=TALK_DAYS + 1)):
        forget_talk()
        # A report that waits keeps what it is about.
        assert left() == (1, 1, 1, 1, 1)
        decide_report(report=report, by=curator, upholds=False, reasons="No.")
        assert forget_talk() == "1 messages, 1 meetings, 0 reports deleted"
        assert left() == (0, 0, 0, 1, 0)
    with time_machine.travel(now + datetime.timedelta(days=2 * TALK_DAYS + 3)):
        forget_talk()
        assert left() == (0, 0, 0, 0, 0)
    assert Introduction.objects.count() == 1
    assert told_of("message") == []


def test_what_goes_on_is_not_forgotten(sides):
    introduction = accepted(sides)
    write(introduction, sides.asker)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3 * TALK_DAYS)):
        forget_talk()
    assert Message.objects.count() == 1


def test_privacy_page_says_how_long_and_the_clock_does_it(client):
    page = " ".join(client.get("/privacy/").content.decode().split())
    assert PERIODS["talk_months"] == TALK_DAYS // 30 == 12
    assert "meetings of an introduction: 12 months after it has ended" in page
    [job] = [one for one in registered_jobs() if one.work is tasks.forget_old_talk]
    assert (job.name, job.seconds) == ("forget-talk", 24 * 60 * 60)
