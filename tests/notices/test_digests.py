"""Digests: what goes into which, when, in which words; with the clock moved."""

import datetime

import pytest
import time_machine

from portal.mail.models import Mail
from portal.mail.services import queue_mail
from portal.notices import digest_mail, digests
from portal.notices.digests import some_wait
from portal.notices.models import Digest, Notice, NoticeChoice
from portal.notices.tasks import digests as digests_job
from tests.factories import make_person
from tests.notices.conftest import make_notice, title_of

pytestmark = pytest.mark.django_db
# A Wednesday in summer: Brussels is two hours ahead.
WEDNESDAY = "2030-06-05 08:00+02:00"


def run_at(moment: str) -> str:
    with time_machine.travel(moment):
        return str(digests_job())


def told(user, moment: str, kind: str = "changed", **fields) -> Notice:
    made = datetime.datetime.fromisoformat(moment)
    return make_notice(user, kind, created_at=made, **fields)


def test_daily_digest_holds_what_was_told_until_the_morning(reader, mailbox):
    first = told(reader, "2030-06-04 09:00+02:00")
    last = told(reader, "2030-06-05 05:59+02:00")
    later = told(reader, "2030-06-05 06:00+02:00")
    assert run_at(WEDNESDAY) == "1 sent, 0 failed"
    [letter] = mailbox()
    assert letter.to == ["reader@example.org"]
    assert letter.subject == "Your notices until the morning of 5 June 2030"
    for body in (letter.body, letter.alternatives[0].content):
        assert title_of(first) in body
        assert title_of(last) in body
        assert title_of(later) not in body
    mailed = Notice.objects.exclude(mailed_at=None).values_list("pk", flat=True)
    assert set(mailed) == {first.pk, last.pk}
    assert Digest.objects.get().day == datetime.date(2030, 6, 5)


def test_next_morning_tells_what_is_new_only(reader, mailbox):
    told(reader, "2030-06-04 09:00+02:00")
    new = told(reader, "2030-06-05 12:00+02:00")
    run_at(WEDNESDAY)
    assert run_at("2030-06-05 23:00+02:00") == "0 sent, 0 failed"
    assert run_at("2030-06-06 05:59+02:00") == "0 sent, 0 failed"
    assert run_at("2030-06-06 06:00+02:00") == "1 sent, 0 failed"
    letter = mailbox()[-1]
    assert letter.body.count("\n- ") == 1
    assert title_of(new) in letter.body


def test_weekly_digest_comes_on_monday_or_when_a_worker_is_back(reader, mailbox):
    NoticeChoice.objects.create(user=reader, group="follows", pace="weekly")
    told(reader, "2030-06-04 09:00+02:00")
    told(reader, "2030-06-10 05:00+02:00")
    told(reader, "2030-06-10 07:00+02:00")
    assert run_at("2030-06-09 23:00+02:00") == "0 sent, 0 failed"
    assert run_at("2030-06-12 09:00+02:00") == "1 sent, 0 failed"
    [letter] = mailbox()
    assert letter.subject == "Your notices of the week until 10 June 2030"
    assert letter.body.count("\n- ") == 2
    assert run_at("2030-06-17 06:00+02:00") == "1 sent, 0 failed"


def test_winter_s_morning_is_an_hour_later_in_world_time(reader):
    told(reader, "2030-01-08 12:00+00:00")
    assert run_at("2030-01-09 04:59+00:00") == "0 sent, 0 failed"
    assert run_at("2030-01-09 05:00+00:00") == "1 sent, 0 failed"


def test_what_was_read_mailed_not_wanted_or_is_old_is_left_out(reader, mailbox):
    now = datetime.datetime(2030, 6, 4, 12, tzinfo=datetime.UTC)
    NoticeChoice.objects.create(user=reader, group="talks", pace="never")
    left_out = [
        told(reader, "2030-06-04 09:00+02:00", read_at=now),
        told(reader, "2030-06-04 09:00+02:00", mailed_at=now),
        told(reader, "2030-06-04 09:00+02:00", kind="reminded"),
        told(reader, "2030-06-04 09:00+02:00", kind="gone"),
        told(reader, "2030-04-01 09:00+02:00"),
    ]
    wanted = told(reader, "2030-06-04 09:00+02:00")
    run_at(WEDNESDAY)
    [letter] = mailbox()
    assert title_of(wanted) in letter.body
    assert [one for one in left_out if title_of(one) + "\n" in letter.body] == []


def test_who_has_just_chosen_at_once_loses_nothing(reader, mailbox):
    waiting = told(reader, "2030-06-04 09:00+02:00")
    NoticeChoice.objects.create(user=reader, group="follows", pace="now")
    run_at(WEDNESDAY)
    [letter] = mailbox()
    assert title_of(waiting) in letter.body


def test_people_who_are_not_active_or_have_nothing_get_none(reader, other):
    told(make_person("away", is_active=False), "2030-06-04 09:00+02:00")
    told(reader, "2030-06-05 07:00+02:00")
    with time_machine.travel(WEDNESDAY):
        assert not some_wait()
    assert run_at(WEDNESDAY) == "0 sent, 0 failed"
    assert (Digest.objects.count(), Mail.objects.count()) == (0, 0)


def test_each_person_gets_their_own(reader, other, mailbox):
    mine = told(reader, "2030-06-04 09:00+02:00")
    theirs = told(other, "2030-06-04 09:00+02:00")
    run_at(WEDNESDAY)
    found = {letter.to[0]: letter.body for letter in mailbox()}
    assert sorted(found) == ["other@example.org", "reader@example.org"]
    assert title_of(mine) + "\n" in found["reader@example.org"]
    assert title_of(theirs) + "\n" not in found["reader@example.org"]


def test_groups_have_headings_links_and_an_end(reader, mailbox, settings, monkeypatch):
    settings.BASE_URL = "https://portal.example"
    monkeypatch.setattr(digest_mail, "MOST_LINES", 2)
    NoticeChoice.objects.create(user=reader, group="talks", pace="daily")
    moments = [f"2030-06-04 0{hour}:00+02:00" for hour in range(5)]
    changes = [told(reader, moment) for moment in moments]
    talk = told(reader, moments[0], kind="asked", path="/data/")
    run_at(WEDNESDAY)
    [letter] = mailbox()
    text, html = letter.body, letter.alternatives[0].content
    shown = [one for one in changes if f"- {title_of(one)}\n" in text]
    assert shown == changes[-2:]
    assert "and 3 more\n  https://portal.example/notices/?group=follows" in text
    assert (
        text.index("Facilities")
        < text.index("Clusters")
        < text.index(f"/notices/{talk.pk}/")
    )
    link = (
        f'<a href="https://portal.example/notices/{talk.pk}/" style="color: #14566b">'
    )
    assert f"{link}{title_of(talk)}</a>" in html
    assert text.count("https://portal.example/notices/stop/") == 2
    assert "https://portal.example/notices/choices/" in text
    header = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert header.startswith("https://portal.example/notices/stop/")
    assert Notice.objects.filter(mailed_at=None).count() == 0


def test_header_of_a_digest_ends_all_that_is_in_it(client, reader, mailbox):
    told(reader, "2030-06-04 09:00+02:00")
    told(reader, "2030-06-04 09:00+02:00", kind="reminded")
    NoticeChoice.objects.create(user=reader, group="talks", pace="daily")
    run_at(WEDNESDAY)
    [letter] = mailbox()
    client.post(letter.extra_headers["List-Unsubscribe"].strip("<>"))
    rows = NoticeChoice.objects.values_list("group", "pace")
    assert set(rows) == {("follows", "never"), ("talks", "never")}


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Regionen"), ("fr", "Régions"), ("en", "Regions")]
)
def test_digest_is_in_the_reader_s_language(language, words, mailbox):
    person = make_person("leser", language=language)
    notice = told(person, "2030-06-04 09:00+02:00")
    run_at(WEDNESDAY)
    [letter] = mailbox()
    assert f"- {words} {notice.facts['number']}\n" in letter.body
    assert f'<html lang="{language}">' in letter.alternatives[0].content


def test_words_of_people_are_text_in_html(reader, mailbox):
    told(reader, "2030-06-04 09:00+02:00", facts={"number": "<b>1", "text": "<i>"})
    run_at(WEDNESDAY)
    [letter] = mailbox()
    assert "Regions <b>1" in letter.body
    assert "Regions &lt;b&gt;1" in letter.alternatives[0].content


def test_address_that_is_none_is_not_tried_again_and_stops_nobody(reader, mailbox):
    broken = make_person("broken")
    type(broken).objects.filter(pk=broken.pk).update(email="nowhere")
    told(broken, "2030-06-04 09:00+02:00")
    told(make_person("third"), "2030-06-04 09:00+02:00")
    told(reader, "2030-06-04 09:00+02:00")
    assert run_at(WEDNESDAY) == "2 sent, 0 failed"
    assert run_at(WEDNESDAY) == "0 sent, 0 failed"
    assert len(mailbox()) == 2


def test_digests_go_after_other_mails(reader):
    told(reader, "2030-06-04 09:00+02:00")
    run_at(WEDNESDAY)
    words = {"template": "check", "context": {}, "language": "en"}
    queue_mail(to="ada@example.org", **words)
    with time_machine.travel(WEDNESDAY):
        due = [mail.to for mail in Mail.objects.due()]
    assert due == [["ada@example.org"], ["reader@example.org"]]


def test_nobody_is_left_out_whatever_the_order_of_addresses(mailbox, monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 1)
    people = [make_person(name) for name in ("zoe", "mia", "ada")]
    for person in people:
        told(person, "2030-06-04 09:00+02:00")
    assert run_at(WEDNESDAY) == "3 sent, 0 failed"
    assert {letter.to[0] for letter in mailbox()} == {one.email for one in people}
