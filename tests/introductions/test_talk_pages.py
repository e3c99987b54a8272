"""The talk on its pages: what is sent, what is shown to whom, and what is refused."""

import datetime
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from matching.introductions.models_talk import Meeting, Message, MessageFile
from matching.introductions.talk.meetings import propose_meeting
from tests.introductions.story import ask
from tests.introductions.talk_story import (
    PDF,
    accepted,
    archive,
    form,
    page_text,
    path,
    pdf,
    write,
)

pytestmark = pytest.mark.django_db
SANDBOX = "sandbox; default-src 'none'"


def upload(name="plan.pdf", content=PDF) -> SimpleUploadedFile:
    # What a browser says of the kind counts nothing.
    return SimpleUploadedFile(name, content, "application/pdf")


def message_errors(answer) -> dict[str, list[str]]:
    return {
        name: list(one) for name, one in answer.context["message_form"].errors.items()
    }


# --- writing -------------------------------------------------------------------------


def test_the_page_of_an_introduction_writes_and_shows_the_thread(as_person, sides):
    introduction = accepted(sides)
    client = as_person("asker")
    page = client.get(f"/introductions/{introduction.pk}/")
    token = page.context["message_form"]["token"].value()
    sent = client.post(path(introduction), form("Good day", token))
    assert (sent.status_code, sent.url) == (
        302,
        f"/introductions/{introduction.pk}/#talk",
    )
    client.post(path(introduction), form("Good day", token))
    assert Message.objects.count() == 1
    text = page_text(as_person("answerer").get(f"/introductions/{introduction.pk}/"))
    assert "Good day" in text
    assert "asker@example.org" not in text.split('id="talk"')[1].split("</section>")[0]
    assert '<span class="tag tag--warn">new</span>' in text
    again = page_text(as_person("answerer").get(f"/introductions/{introduction.pk}/"))
    assert '<span class="tag tag--warn">new</span>' not in again


def test_words_of_others_are_plain_text_with_guarded_links(as_person, sides):
    introduction = accepted(sides)
    write(
        introduction,
        sides.asker,
        'See https://example.org/a?b=1&c="2 (www.example.com) <img src=https://evil.example/x.gif>'
        ' <script>alert(1)</script> javascript:alert(1) " rel="nofollow"',
    )
    page = as_person("answerer").get(path(introduction)).content.decode()
    thread = page.split('<ol class="thread">')[1].split("</ol>")[0]
    links = re.findall(r"<a [^>]*>", thread)
    outside = [link for link in links if 'href="/' not in link]
    assert len(outside) == 2
    for link in outside:
        assert 'rel="external nofollow noopener noreferrer"' in link
        assert 'href="http' in link
    assert "<img" not in thread
    assert "<script" not in thread
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in thread
    assert "&quot; rel=&quot;nofollow&quot;" in thread


def test_files_are_sent_and_saved_by_the_other_side(as_person, sides):
    introduction = accepted(sides)
    files = [upload(), upload("Übersicht.pdf"), upload("notes.txt", b"one")]
    answer = as_person("asker").post(
        path(introduction), form(**{"message-files": files})
    )
    assert answer.status_code == 302
    names = list(MessageFile.objects.values_list("name", flat=True))
    assert names == ["plan.pdf", "Übersicht.pdf", "notes.txt"]
    kept = MessageFile.objects.get(name="plan.pdf")
    for person in ("asker", "answerer", "reader"):
        got = as_person(person).get(f"/introductions/files/{kept.pk}/")
        assert (got.status_code, got.content) == (200, PDF)
        assert got["Content-Type"] == "application/pdf"
        assert got["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        assert got["X-Content-Type-Options"] == "nosniff"
        assert got["Content-Security-Policy"] == SANDBOX
        assert "no-store" in got["Cache-Control"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([upload(content=b"MZ\x90")], "“plan.pdf” cannot be sent"),
        ([upload("a.docm", archive("word/document.xml"))], "“a.docm” cannot be sent"),
        ([upload(), upload("x.svg", b"<svg/>")], "“x.svg” cannot be sent"),
        ([upload()] * 4, "At most 3 files can be sent with a message."),
        ([upload(content=PDF + b"x" * 2_000_000)], "at most 2 MB can be sent"),
        ([upload(content=b"")], "The submitted file is empty."),
    ],
)
def test_a_file_that_is_refused_stops_the_message_and_keeps_the_words(
    as_person, sides, files, sentence
):
    introduction = accepted(sides)
    for file in files:
        file.seek(0)
    answer = as_person("asker").post(
        path(introduction), form("My words", **{"message-files": files})
    )
    assert answer.status_code == 400
    [error] = message_errors(answer)["files"]
    assert sentence in error
    assert "My words" in answer.content.decode()
    assert (Message.objects.count(), MessageFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, ["text", "token"]),
        (form("x" * 4001), ["text"]),
        (form("a\x00b"), ["text"]),
        (form(token="1' OR 1=1"), ["token"]),
        (form("   "), ["text"]),
    ],
)
def test_hostile_forms_are_refused(as_person, sides, sent, wrong):
    answer = as_person("asker").post(path(accepted(sides)), sent)
    assert (answer.status_code, sorted(message_errors(answer))) == (400, wrong)
    assert Message.objects.count() == 0


def test_what_cannot_be_sent_any_more_is_said(as_person, sides):
    introduction = ask(sides)
    for _ in range(5):
        write(introduction, sides.asker)
    answer = as_person("asker").post(path(introduction), form())
    assert answer.status_code == 400
    assert "can write 5 messages to the other within 30 days" in page_text(answer)
    assert Message.objects.count() == 5


def test_a_long_thread_shows_its_end_and_leads_to_the_rest(as_person, sides):
    introduction = accepted(sides)
    for number in range(31):
        write(introduction, sides.asker, f"Number {number:02}.")
    page = page_text(as_person("asker").get(f"/introductions/{introduction.pk}/"))
    assert ("Number 30." in page, "Number 29." in page) == (True, False)
    assert "See all 31 messages" in page
    first = page_text(as_person("asker").get(path(introduction) + "?page=1"))
    assert ("Number 00." in first, "Number 30." in first) == (True, False)
    for wrong in ("x", "-1", "99999999999999999999"):
        answer = as_person("asker").get(path(introduction) + f"?page={wrong}")
        assert answer.status_code == 200


def test_the_list_says_where_new_messages_are(as_person, sides):
    introduction = accepted(sides)
    for _ in range(2):
        write(introduction, sides.asker)
    assert "2 new messages" in page_text(as_person("answerer").get("/introductions/"))
    assert "new message" not in page_text(as_person("asker").get("/introductions/"))
    as_person("answerer").get(f"/introductions/{introduction.pk}/")
    page = page_text(as_person("answerer").get("/introductions/"))
    assert "new message" not in page


# --- meetings ------------------------------------------------------------------------


def test_a_meeting_is_proposed_agreed_to_saved_and_asked_about(as_person, sides):
    introduction = accepted(sides)
    day = timezone.localdate() + datetime.timedelta(days=10)
    proposal = {"starts_at": f"{day}T14:00", "minutes": "45", "place": "Hall <b>"}
    sent = as_person("asker").post(path(introduction, "meeting/"), proposal)
    assert sent.url == f"/introductions/{introduction.pk}/#meeting"
    meeting = Meeting.objects.get()
    assert timezone.localtime(meeting.starts_at).hour == 14
    page = page_text(as_person("answerer").get(f"/introductions/{introduction.pk}/"))
    assert "14:00 (Brussels time)" in page
    assert "Hall &lt;b&gt;" in page
    answer = f"/introductions/meetings/{meeting.pk}/"
    as_person("answerer").post(answer, {"act": "agree", "seen": "0"})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("agreed", 1)
    got = as_person("reader").get(answer + "meeting.ics")
    assert got["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert got["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    with time_machine.travel(meeting.ends_at + datetime.timedelta(minutes=1)):
        page = page_text(as_person("asker").get(f"/introductions/{introduction.pk}/"))
        assert "Did you meet?" in page
        as_person("asker").post(answer, {"act": "met"})
    meeting.refresh_from_db()
    assert meeting.has_met is True


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"act": "agree"},
        {"act": "agree", "seen": "x"},
        {"act": "agree", "seen": "1"},
        {"act": "agree", "seen": "9" * 40},
        {"act": "met", "seen": "0"},
        {"act": "delete", "seen": "0"},
    ],
)
def test_answers_that_do_not_fit_change_nothing(as_person, sides, sent):
    introduction = accepted(sides)
    meeting = propose_meeting(
        introduction=introduction,
        by=sides.asker,
        starts_at=timezone.now() + datetime.timedelta(days=3),
        minutes=45,
        place="Here",
    )
    client = as_person("answerer")
    answer = client.post(f"/introductions/meetings/{meeting.pk}/", sent, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("proposed", 0)


def test_another_time_starts_from_the_present_one(as_person, sides):
    introduction = accepted(sides)
    propose_meeting(
        introduction=introduction,
        by=sides.asker,
        starts_at=timezone.now() + datetime.timedelta(days=3),
        minutes=60,
        place="Room 5",
    )
    page = as_person("answerer").get(path(introduction, "meeting/"))
    shown = page.context["form"]
    assert (
        shown["place"].value(),
        shown["minutes"].value(),
        shown["seen"].value(),
    ) == (
        "Room 5",
        60,
        0,
    )


def test_files_and_words_sent_are_in_one_s_export(as_person, sides):
    introduction = accepted(sides)
    write(introduction, sides.asker, "Mine", files=[pdf()])
    write(introduction, sides.answerer, "Not mine", files=[pdf("b.pdf", PDF + b"b")])
    content = as_person("asker").get("/accounts/data/export/").content
    assert b"messages/" in content
    assert b"plan.pdf" in content
    assert b"b.pdf" not in content
