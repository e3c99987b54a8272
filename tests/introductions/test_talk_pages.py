"""The talk on its pages: what is sent, what is shown to whom, and what is refused."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from matching.introductions.models_talk import Meeting, Message, MessageFile, Report
from matching.introductions.talk.meetings import propose_meeting
from matching.introductions.talk.reports import decide_report, report_abuse
from tests import factories
from tests.introductions.story import ask, make_member
from tests.introductions.talk_story import PDF, accepted, archive, pdf, write

pytestmark = pytest.mark.django_db
SANDBOX = "sandbox; default-src 'none'"


@pytest.fixture
def people(sides):
    return {
        "asker": sides.asker,
        "answerer": sides.answerer,
        "reader": make_member("reading", "reader", cluster=sides.partner),
        "stranger": make_member("stranger", "owner", "FR10"),
        "curator": factories.make_person("curator", is_staff=True),
    }


@pytest.fixture
def as_person(client, people):
    def signed_in(name: str):
        client.logout()
        if name in people:
            client.force_login(people[name])
        return client

    return signed_in


def page_text(answer) -> str:
    return " ".join(answer.content.decode().split())


def path(introduction, tail: str = "messages/") -> str:
    return f"/introductions/{introduction.pk}/{tail}"


def form(text="Hello", token=None, **more) -> dict:
    return {"message-text": text, "message-token": token or uuid.uuid4(), **more}


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
    assert "each can write 5 messages" in page_text(answer)
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


# --- who sees what -------------------------------------------------------------------


def test_strangers_curators_and_visitors_see_nothing_of_it(as_person, sides):
    introduction = accepted(sides)
    message = write(introduction, sides.asker, files=[pdf()])
    meeting = propose_meeting(
        introduction=introduction,
        by=sides.asker,
        starts_at=timezone.now() + datetime.timedelta(days=3),
        minutes=45,
        place="Here",
    )
    report = report_abuse(
        introduction=introduction, by=sides.answerer, category="spam", words="Look."
    )
    paths = [
        path(introduction),
        path(introduction, "meeting/"),
        path(introduction, "report/"),
        f"/introductions/files/{message.files.get().pk}/",
        f"/introductions/meetings/{meeting.pk}/meeting.ics",
        f"/introductions/messages/{message.pk}/report/",
        f"/introductions/reports/{report.pk}/",
    ]
    for one in paths:
        assert as_person("visitor").get(one).url == f"/accounts/login/?next={one}"
        for person in ("stranger", "curator"):
            assert as_person(person).get(one).status_code == 404, (person, one)
            assert as_person(person).post(one).status_code in (404, 405)
    # Who is reported reads of it when something was decided against him.
    assert as_person("asker").get(paths[-1]).status_code == 404


def test_readers_read_and_do_not_write(as_person, sides):
    introduction = accepted(sides)
    write(introduction, sides.asker, "For all to read")
    client = as_person("reader")
    page = client.get(path(introduction))
    assert "For all to read" in page_text(page)
    assert "Owners and editors of your organisation can write." in page_text(page)
    assert client.post(path(introduction), form()).status_code == 403
    assert client.get(path(introduction, "meeting/")).status_code == 403
    assert Message.objects.count() == 1


def test_a_curator_sees_the_reported_message_with_its_files_and_no_other(
    as_person, sides
):
    introduction = accepted(sides)
    bad = write(introduction, sides.asker, "Bad words", files=[pdf("bad.pdf")])
    fine = write(introduction, sides.asker, "Secret plan", files=[pdf("plan.pdf")])
    report = report_abuse(
        introduction=introduction,
        by=sides.answerer,
        category="insult",
        words="It hurts.",
        message=bad,
    )
    client = as_person("curator")
    queue = page_text(client.get("/curation/reports/"))
    assert "Insult, threat or hatred" in queue
    page = page_text(client.get(f"/curation/reports/{report.pk}/"))
    for words in ("Bad words", "bad.pdf", "It hurts.", "Region ES51", "Wood hub"):
        assert words in page
    # Neither the rest of the thread, nor the three answers, nor who they are.
    for words in ("Secret plan", "plan.pdf", "A pilot line", "@example.org"):
        assert words not in page.replace("curator@example.org", "")
    assert client.get(f"/introductions/files/{bad.files.get().pk}/").status_code == 200
    assert client.get(f"/introductions/files/{fine.files.get().pk}/").status_code == 404


def test_a_curator_sees_the_reported_introduction_and_no_message(as_person, sides):
    introduction = accepted(sides)
    message = write(introduction, sides.asker, "Secret plan", files=[pdf()])
    report = report_abuse(
        introduction=introduction, by=sides.answerer, category="false", words="Lies."
    )
    page = page_text(as_person("curator").get(f"/curation/reports/{report.pk}/"))
    assert "A pilot line for batteries" in page
    assert "Secret plan" not in page
    file = f"/introductions/files/{message.files.get().pk}/"
    assert as_person("curator").get(file).status_code == 404


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
    assert "2 p.m. (Brussels time)" in page
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


# --- reports -------------------------------------------------------------------------


def test_from_a_report_to_a_decision_to_an_appeal_to_its_answer(as_person, sides):
    introduction = accepted(sides)
    message = write(introduction, sides.asker, "Bad words")
    told = {"category": "insult", "words": "It hurts."}
    sent = as_person("answerer").post(
        f"/introductions/messages/{message.pk}/report/", told
    )
    report = Report.objects.get()
    own = f"/introductions/reports/{report.pk}/"
    desk = f"/curation/reports/{report.pk}/"
    assert sent.url == own
    decided = as_person("curator").post(
        desk, {"decision": "uphold", "reasons": "Rule 3.", "hides_message": "on"}
    )
    assert decided.url == "/curation/reports/"
    thread = page_text(as_person("answerer").get(path(introduction)))
    assert "A curator has hidden this message." in thread
    assert "Bad words" not in thread
    page = page_text(as_person("asker").get(own))
    for words in ("Rule 3.", "The message is hidden.", "Answer the decision"):
        assert words in page
    assert "It hurts." not in page
    as_person("asker").post(own, {"words": "A joke."})
    assert "Answer the decision" not in page_text(as_person("asker").get(own))
    assert "A joke." not in page_text(as_person("answerer").get(own))
    assert "A joke." in page_text(as_person("curator").get(desk))
    as_person("curator").post(desk, {"decision": "uphold", "words": "So it seems."})
    page = page_text(as_person("asker").get(own))
    assert "The measures are lifted, as far as they can be." in page
    assert "Bad words" in page_text(as_person("answerer").get(path(introduction)))


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, ["reasons"]),
        ({"decision": "uphold", "reasons": "R"}, ["__all__"]),
        ({"decision": "uphold", "reasons": "R", "hides_message": "on"}, ["__all__"]),
        ({"decision": "uphold", "reasons": "R", "bars_until": "x"}, ["bars_until"]),
        (
            {"decision": "uphold", "reasons": "R", "bars_until": "2020-01-01"},
            ["__all__"],
        ),
    ],
)
def test_a_decision_that_lacks_something_is_not_kept(as_person, sides, sent, wrong):
    report = report_abuse(
        introduction=ask(sides), by=sides.answerer, category="spam", words="Look."
    )
    answer = as_person("curator").post(f"/curation/reports/{report.pk}/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, wrong)
    report.refresh_from_db()
    assert report.state == "open"


def test_the_queue_takes_as_many_queries_for_three_reports_as_for_one(
    as_person, sides, django_assert_max_num_queries
):
    introduction = accepted(sides)

    def one_more() -> None:
        report_abuse(
            introduction=introduction,
            by=sides.answerer,
            category="spam",
            words="Look.",
            message=write(introduction, sides.asker),
        )

    one_more()
    client = as_person("curator")
    client.get("/curation/reports/")
    with django_assert_max_num_queries(60) as one:
        client.get("/curation/reports/")
    one_more()
    one_more()
    with django_assert_max_num_queries(60) as three:
        page = client.get("/curation/reports/")
    assert len(page.context["queue"]["waiting"]) == 3
    assert len(three) == len(one)


def test_what_is_hidden_is_not_reported_again_nor_opened(as_person, sides, people):
    introduction = accepted(sides)
    message = write(introduction, sides.asker, files=[pdf()])
    report = report_abuse(
        introduction=introduction,
        by=sides.answerer,
        category="other",
        words="Look.",
        message=message,
    )
    decide_report(
        report=report,
        by=people["curator"],
        upholds=True,
        reasons="R",
        hides_message=True,
    )
    file = f"/introductions/files/{message.files.get().pk}/"
    for person in ("asker", "answerer"):
        assert as_person(person).get(file).status_code == 404
    client = as_person("answerer")
    again = client.get(f"/introductions/messages/{message.pk}/report/")
    assert again.status_code == 404


def test_files_and_words_sent_are_in_one_s_export(as_person, sides):
    introduction = accepted(sides)
    write(introduction, sides.asker, "Mine", files=[pdf()])
    write(introduction, sides.answerer, "Not mine", files=[pdf("b.pdf", PDF + b"b")])
    content = as_person("asker").get("/accounts/data/export/").content
    assert b"messages/" in content
    assert b"plan.pdf" in content
    assert b"b.pdf" not in content
