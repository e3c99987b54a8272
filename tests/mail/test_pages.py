"""The curator's page about mail: what waits, what failed, and what to do."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import STATUS

from portal.mail.models import Mail
from portal.mail.sending import send_due_mails
from tests.matching.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
PAGE = "/curation/mails/"
STUCK = "Nothing could be sent for an hour."


@pytest.fixture
def curator(client):
    client.force_login(make_user("curator@example.org", is_staff=True))
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def table(text: str) -> str:
    return text[text.index("<tbody>") : text.index("</tbody>")]


def test_empty_queue_teaches_the_next_step(curator):
    text = text_of(curator.get(PAGE))
    assert "No mail waits" in text
    assert "Send me a test" in text
    assert "Try all again now" not in text


def test_page_shows_what_failed_and_waits_and_why(curator, mail_server, letter):
    mail_server.refuse = {"gone@": "550 no such mailbox", "full@": "451 later"}
    letter("gone@example.org")
    letter("full@example.org")
    send_due_mails()
    letter("new@example.org")
    rows = table(text_of(curator.get(PAGE)))
    recipients = re.findall(r'<th scope="row">([^<]*)</th>', rows)
    assert recipients == ["gone@example.org", "new@example.org", "full@example.org"]
    assert rows.count("The mail server refuses this address.") == 2
    assert "no such mailbox" in rows
    states = re.findall(r'<span class="tag[^"]*">([^<]*)</span>', rows)
    assert states == ["given up", "waits for a worker", "tried again later"]
    assert rows.count("Next try") == 1
    assert rows.count("Try again now") == 1


def test_page_counts_mails_by_state(curator, letter):
    for status in (STATUS.sent, STATUS.sent, STATUS.failed, None, STATUS.requeued):
        Mail.objects.filter(pk=letter().pk).update(status=status)
    text = text_of(curator.get(PAGE))
    figures = re.findall(
        r'stat__label">([^<]*)</dt><dd class="stat__value">(\d+)', text
    )
    assert figures == [
        ("wait", "1"),
        ("are being sent", "1"),
        ("were given up", "1"),
        ("were sent in the last year", "2"),
    ]


def test_letter_that_was_sent_is_not_shown_to_curators(curator, letter, mailbox):
    letter("private@example.org", context={"asked_by": "Ada's secret"})
    mailbox()
    text = text_of(curator.get(PAGE))
    assert "Mail from the portal arrives" in text
    assert "private@example.org" not in text
    assert "secret" not in text


@pytest.mark.parametrize("path", ["email", "log", "emailtemplate", "attachment"])
def test_admin_shows_no_letters(client, path):
    client.force_login(make_user("root@example.org", is_staff=True, is_superuser=True))
    assert client.get(f"/admin/post_office/{path}/").status_code == 404
    assert "post_office" not in text_of(client.get("/admin/"))


def test_banner_says_that_nothing_could_be_sent_for_an_hour(curator, letter):
    mail = letter()
    assert STUCK not in text_of(curator.get(PAGE))
    old = timezone.now() - timedelta(minutes=61)
    Mail.objects.filter(pk=mail.pk).update(created=old)
    assert STUCK in text_of(curator.get(PAGE))
    Mail.objects.filter(pk=letter().pk).update(status=STATUS.sent)
    assert STUCK not in text_of(curator.get(PAGE))


def test_failed_mail_is_tried_again(curator, mail_server, letter):
    mail_server.refuse["ada@"] = "550 no such mailbox"
    mail = letter()
    send_due_mails()
    mail_server.refuse.clear()
    path = f"{PAGE}{mail.pk}/retry/"
    assert "The mail is sent now." in text_of(curator.post(path, follow=True))
    send_due_mails()
    assert mail_server.subjects == ["Mail from the portal arrives"]
    again = text_of(curator.post(path, follow=True))
    assert "This mail is not among the failed ones any more." in again


def test_all_are_tried_again(curator, closed_port, letter):
    letter()
    letter()
    send_due_mails()
    Mail.objects.filter(status=STATUS.queued).update(status=STATUS.failed)
    answer = curator.post(f"{PAGE}retry/", follow=True)
    assert "2 mails are sent now." in text_of(answer)
    assert Mail.objects.due().count() == 2


def test_curator_sends_himself_a_test(curator, mailbox):
    answer = curator.post(f"{PAGE}test/", follow=True)
    assert "A test is sent to curator@example.org." in text_of(answer)
    assert [mail.to for mail in mailbox()] == [["curator@example.org"]]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_questions_for_one_mail_and_for_three(
    curator, letter, closed_port, count, django_assert_num_queries
):
    for _ in range(count):
        letter()
        send_due_mails()
    curator.get(PAGE)  # the first page of a day notes that somebody was here
    with django_assert_num_queries(12):
        curator.get(PAGE)


def test_long_list_has_pages(curator, letter):
    for number in range(26):
        letter(f"{number:02}@example.org")
    first, second = (table(text_of(curator.get(f"{PAGE}?page={n}"))) for n in (1, 2))
    assert (first.count("<tr>"), second.count("<tr>")) == (25, 1)
    assert "25@example.org" in second


PATHS = [PAGE, f"{PAGE}retry/", f"{PAGE}test/", f"{PAGE}{{pk}}/retry/"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", ["owner", "editor", "reader"])
def test_page_does_not_exist_for_people_of_a_region(client, letter, path, role):
    mail = letter("private@example.org")
    Mail.objects.update(status=STATUS.failed)
    user = make_user("officer@example.org", region="ES51")
    user.mandates.update(role=role)
    client.force_login(user)
    asked = client.get if path == PAGE else client.post
    answer = asked(path.format(pk=mail.pk))
    assert answer.status_code == 404
    assert "private@example.org" not in text_of(answer)
    assert [one.status for one in Mail.objects.all()] == [STATUS.failed]


@pytest.mark.parametrize("path", PATHS)
def test_visitor_is_led_to_sign_in(client, letter, path):
    mail = letter("private@example.org")
    Mail.objects.update(status=STATUS.failed)
    path = path.format(pk=mail.pk)
    answer = client.get(path) if path == PAGE else client.post(path)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/accounts/login/?next={path}",
    )
    assert [one.status for one in Mail.objects.all()] == [STATUS.failed]


def test_acts_are_posts_only(curator, letter):
    mail = letter()
    answers = [curator.get(path.format(pk=mail.pk)).status_code for path in PATHS]
    assert answers == [200, 405, 405, 405]


def test_desk_of_curators_leads_to_the_page(curator):
    assert f'href="{PAGE}"' in text_of(curator.get("/curation/runs/"))
