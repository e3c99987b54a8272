"""Mails to others, once somebody whom they name is gone."""

import pytest

from portal.mail.forgetting import forget_words
from portal.mail.models import Mail

pytestmark = pytest.mark.django_db


def fresh(mail: Mail) -> Mail:
    return Mail.objects.get(pk=mail.pk)


def test_sent_mail_loses_its_text(letter, mailbox):
    named, other = (
        letter(context={"asked_by": name}) for name in ("Ada Person", "Bea")
    )
    Mail.objects.filter(pk=named.pk).update(subject="Ada Person, Adam Person")
    mailbox()
    assert forget_words(words=["Ada Person", "ada@x.org", ""]) == 1
    kept = fresh(named)
    assert (kept.subject, kept.message, kept.html_message) == (
        "…, Adam Person",
        "",
        "",
    )
    assert fresh(other).message == other.message


def test_waiting_mail_loses_the_words_only(letter, mailbox):
    waiting = letter(context={"asked_by": "O'Neil & Co <ada@x.org>"})
    assert forget_words(words=["O'Neil & Co", "ada@x.org"]) == 1
    [sent] = mailbox()
    assert sent.body == waiting.message.replace("O'Neil & Co <ada@x.org>", "… <…>")
    html = sent.alternatives[0].content
    assert "Neil" not in html
    assert "ada@x.org" not in html


@pytest.mark.parametrize("name", ["https", "div", "p", "href", "testserver", "http"])
def test_name_of_somebody_never_spoils_links_or_marks(letter, name):
    before = letter()
    forget_words(words=[name])
    assert fresh(before).message == before.message
    assert fresh(before).html_message == before.html_message


def test_nothing_to_forget_touches_no_mail(letter):
    letter()
    assert forget_words(words=["", " "]) == 0
