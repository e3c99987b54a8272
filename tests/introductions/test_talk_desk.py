"""Who sees what of the talk, and reports of abuse on their pages."""

import datetime

import pytest
from django.utils import timezone

from matching.introductions.models_talk import Message, Report
from matching.introductions.talk.meetings import propose_meeting
from matching.introductions.talk.reports import decide_report, report_abuse
from tests.introductions.story import ask
from tests.introductions.talk_story import (
    accepted,
    form,
    page_text,
    path,
    pdf,
    write,
)

pytestmark = pytest.mark.django_db
SANDBOX = "sandbox; default-src 'none'"


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
