"""What gets into the queue: with its transaction, once per key, in one language."""

import json
from email.header import decode_header, make_header

import pytest
from django.core.mail import BadHeaderError, EmailMessage, mail_admins, send_mail
from django.db import transaction
from django.utils import translation
from post_office.models import STATUS, Email

from portal.mail.models import Mail, MailKey
from portal.mail.services import one_click_headers, queue_mail, wake_to_send
from portal.web.errors import PortalError

pytestmark = pytest.mark.django_db


def test_mail_is_text_and_html_with_full_addresses(letter, mailbox, settings):
    settings.BASE_URL = "https://portal.example"
    assert letter().status == STATUS.queued
    [mail] = mailbox()
    assert (mail.to, mail.subject) == (
        ["ada@example.org"],
        "Mail from the portal arrives",
    )
    html = mail.alternatives[0].content
    assert mail.alternatives[0].mimetype == "text/html"
    assert "https://portal.example/curation/mails/\n" in mail.body
    assert 'href="https://portal.example/curation/mails/"' in html
    assert [word for word in ("<img", "<script", "<link", "url(") if word in html] == []
    assert "<" not in mail.body
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.extra_headers["Message-ID"].endswith("@portal.example>")


def test_mail_carries_the_headers_it_is_given(letter, mailbox):
    headers = one_click_headers("https://portal.example/stop/")
    letter(headers=headers)
    [mail] = mailbox()
    lines = mail.message().as_string().splitlines()
    assert "List-Unsubscribe: <https://portal.example/stop/>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert "Auto-Submitted: auto-generated" in lines


def test_mail_with_a_line_end_in_a_header_is_refused(letter):
    with pytest.raises(BadHeaderError):
        letter(headers={"List-Unsubscribe": "<x>\nBcc: eve@example.org"})
    assert Mail.objects.count() == 0


def test_mail_that_was_rolled_back_was_never_there(letter, mailbox):
    with transaction.atomic():
        letter(key="reminder:1")
        transaction.set_rollback(True)
    assert (Mail.objects.count(), MailKey.objects.count(), mailbox()) == (0, 0, [])
    assert letter(key="reminder:1") is not None


def test_same_key_queues_one_mail_and_leaves_the_transaction_usable(letter, mailbox):
    with transaction.atomic():
        first = letter(key="reminder:1")
        assert letter("other@example.org", key="reminder:1") is None
        second = letter("other@example.org", key="reminder:2")
    assert [mail.to for mail in mailbox()] == [
        ["ada@example.org"],
        ["other@example.org"],
    ]
    assert list(MailKey.objects.order_by("pk").values_list("key", "mail")) == [
        ("reminder:1", first.pk),
        ("reminder:2", second.pk),
    ]


def test_key_stays_used_when_its_mail_was_deleted(letter):
    letter(key="reminder:1")
    Mail.objects.all().delete()
    assert letter(key="reminder:1") is None


@pytest.mark.parametrize(
    ("language", "chosen"), [("de", "de"), ("fr", "fr"), ("", "en"), ("xx", "en")]
)
def test_mail_is_in_the_reader_s_language_and_not_in_the_sender_s(
    letter, mailbox, language, chosen
):
    with translation.override("fr" if chosen == "de" else "de"):
        letter(language=language)
        assert translation.get_language() != chosen
    [mail] = mailbox()
    with translation.override(chosen):
        expected = translation.gettext("Mail from the portal arrives")
    assert mail.subject == expected
    assert f'<html lang="{chosen}">' in mail.alternatives[0].content


def test_names_are_escaped_in_html_only(letter, mailbox):
    letter(context={"asked_by": "<b>R&D</b> {{ base_url }} {% debug %}"})
    [mail] = mailbox()
    assert "<b>R&D</b> {{ base_url }} {% debug %} asked" in mail.body
    html = mail.alternatives[0].content
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; {{ base_url }} {% debug %} asked" in html


@pytest.fixture
def named_subject(settings, tmp_path):
    """A mail whose subject holds a name."""
    folder = tmp_path / "mail" / "named"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text("{{ name }} & you\n")
    (folder / "body.txt").write_text("{{ name }}")
    (folder / "body.html").write_text("<p>{{ name }}</p>")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]
    return "named"


@pytest.mark.parametrize(
    "name",
    ["Ada\r\nBcc: all@example.org", "Ada\nBcc: x", "Ada\x00\x0b", "Ada\u2028Bcc: x"],
)
def test_line_ends_in_a_name_make_no_header(letter, mailbox, named_subject, name):
    letter(template=named_subject, context={"name": name})
    [mail] = mailbox()
    sent = mail.message()
    assert sent.get_all("Bcc") is None
    assert str(make_header(decode_header(sent["Subject"]))) == (
        " ".join(name.replace("\x00", " ").split()) + " & you"
    )


def test_long_subject_is_cut(letter, mailbox, named_subject):
    letter(template=named_subject, context={"name": "ä" * 3000})
    [mail] = mailbox()
    assert mail.subject == "ä" * 199 + "…"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.org"]
)
def test_what_is_no_address_is_refused_in_a_sentence(letter, address):
    with pytest.raises(PortalError, match=r"is no e-mail address\.$"):
        letter(address)
    assert Mail.objects.count() == 0


def test_django_s_own_mails_are_queued_as_they_are(mailbox):
    """post_office's backend would render them as templates a second time."""
    text = "{{ 7|add:7 }} {% include 'mail/base.txt' %} {{{x}}}"
    html = f"<p>{text}</p>"
    send_mail("Hello {% x %}", text, None, ["a@x.org", "b@x.org"], html_message=html)
    mail = Mail.objects.get()
    assert (mail.subject, mail.message, mail.html_message) == (
        "Hello {% x %}",
        text,
        html,
    )
    [sent] = mailbox()
    assert (sent.to, sent.body) == (["a@x.org", "b@x.org"], text)
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nul_in_a_text_stops_no_mail(mailbox):
    send_mail("a\x00b", "c\x00d", None, ["a@x.org"], html_message="e\x00f")
    [mail] = mailbox()
    html = mail.alternatives[0].content
    assert (mail.subject, mail.body, html) == ("ab", "cd", "ef")


def test_message_s_own_headers_are_kept(mailbox):
    EmailMessage(
        "Hi",
        "text",
        to=["a@x.org"],
        cc=["c@x.org"],
        bcc=["b@x.org"],
        reply_to=["r@x.org"],
        headers={"List-Id": "news", "Message-ID": "<1@x.org>"},
    ).send()
    [sent] = mailbox()
    assert (sent.cc, sent.bcc) == (["c@x.org"], ["b@x.org"])
    assert sent.extra_headers == {
        "Auto-Submitted": "auto-generated",
        "List-Id": "news",
        "Reply-To": "r@x.org",
        "Message-ID": "<1@x.org>",
    }


def test_line_end_in_a_header_is_an_error_of_the_sender():
    with pytest.raises(BadHeaderError):
        send_mail("Hi\nBcc: all@x.org", "text", None, ["a@x.org"])
    assert Mail.objects.count() == 0


def test_attachments_are_refused():
    message = EmailMessage("Hi", "text", to=["a@x.org"])
    message.attach("list.csv", "a,b", "text/csv")
    with pytest.raises(ValueError, match="no attachments"):
        message.send()


def test_what_somebody_waits_for_goes_first(letter, mailbox):
    letter("reminder@example.org")
    send_mail("Confirm", "your address", None, ["new@example.org"])
    assert [mail.to for mail in mailbox()] == [
        ["new@example.org"],
        ["reminder@example.org"],
    ]


def test_errors_of_the_portal_reach_its_admins_through_the_queue(settings, mailbox):
    settings.ADMINS = [("Ops", "ops@example.org")]
    mail_admins("Broken", "{% trace %}")
    assert [mail.body for mail in mailbox()] == ["{% trace %}"]


# --- waking a worker ---------------------------------------------------------------


def test_worker_is_woken_once_and_on_commit_only(
    letter, silent_broker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as calls:
        letter()
        letter()
        send_mail("Hi", "text", None, ["a@x.org"])
    assert calls == [wake_to_send]
    assert wake_to_send() is True


def test_worker_is_not_woken_when_nothing_is_due(silent_broker, letter, mailbox):
    letter()
    mailbox()
    assert wake_to_send() is False


def test_broker_that_is_down_harms_no_request(
    letter, broker_at, mailbox, django_capture_on_commit_callbacks, caplog
):
    broker_at("redis://127.0.0.1:1/0")
    with django_capture_on_commit_callbacks(execute=True):
        letter()
    assert "broker unreachable, send-mails waits for the clock" in caplog.text
    assert len(mailbox()) == 1


def test_headers_are_stored_as_plain_values(letter):
    letter()
    assert json.dumps(Email.objects.get().headers) == (
        '{"Auto-Submitted": "auto-generated"}'
    )


def test_queue_mail_opens_its_own_transaction_where_there_is_none(mailbox):
    words = {"asked_by": "Ada"}
    queue_mail(to="a@x.org", template="check", context=words, language="en", key="1")
    assert len(mailbox()) == 1
