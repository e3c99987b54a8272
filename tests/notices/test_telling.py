"""Telling people: once for each occasion, by mail at once to who wants it so."""

import pytest

from portal.mail.models import Mail
from portal.notices import services
from portal.notices.models import Notice, NoticeChoice
from portal.notices.services import notify
from tests.factories import make_person

pytestmark = pytest.mark.django_db
FACTS = {"number": 7, "text": "They ask for a talk."}


def tell(*people, kind: str = "asked", key: str = "talk:1", path: str = "/data/"):
    return notify(people=people, kind=kind, key=key, facts=FACTS, path=path)


def test_notice_is_told_once_for_each_occasion(reader, other, mailbox):
    assert tell(reader) == 1
    assert tell(reader, other) == 1
    assert tell(reader, key="talk:2") == 1
    told = Notice.objects.order_by("pk").values_list("user__email", "key")
    assert list(told) == [
        ("reader@example.org", "talk:1"),
        ("other@example.org", "talk:1"),
        ("reader@example.org", "talk:2"),
    ]
    assert sorted(letter.to for letter in mailbox()) == [
        ["other@example.org"],
        ["reader@example.org"],
        ["reader@example.org"],
    ]


def test_kind_that_nobody_registered_is_refused(reader):
    with pytest.raises(ValueError, match="of the kind 'unheard'"):
        tell(reader, kind="unheard")


def test_mail_at_once_says_it_leads_on_and_can_be_stopped(reader, mailbox, settings):
    settings.BASE_URL = "https://portal.example"
    tell(reader)
    [letter] = mailbox()
    assert letter.subject == "Regions 7"
    assert "They ask for a talk." in letter.body
    # The link marks it as read and leads on.
    assert f"https://portal.example/notices/{Notice.objects.get().pk}/" in letter.body
    link = letter.extra_headers["List-Unsubscribe"]
    assert link.startswith("<https://portal.example/notices/stop/")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.strip("<>") in letter.body
    assert f'href="{link.strip("<>")}"' in letter.alternatives[0].content
    assert Notice.objects.get().mailed_at is not None


def test_mails_that_are_no_notices_cannot_be_stopped(mailbox, reader):
    services.tell(reader, lambda: services.Letter("Your mandate", ("It ended.",)))
    [letter] = mailbox()
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "No more mails" not in letter.body


@pytest.mark.parametrize("pace", ["daily", "weekly", "never"])
def test_who_wants_it_later_gets_no_mail_at_once(reader, pace):
    NoticeChoice.objects.create(user=reader, group="talks", pace=pace)
    tell(reader)
    assert Mail.objects.count() == 0
    assert Notice.objects.get().mailed_at is None


def test_choice_of_another_group_or_person_counts_for_nobody_else(reader, other):
    NoticeChoice.objects.create(user=reader, group="follows", pace="never")
    NoticeChoice.objects.create(user=other, group="talks", pace="never")
    tell(reader, other)
    assert [mail.to for mail in Mail.objects.all()] == [["reader@example.org"]]


def test_kind_that_proposes_a_digest_is_mailed_at_once_to_who_wants_that(reader):
    tell(reader, kind="changed", key="one")
    assert Mail.objects.count() == 0
    NoticeChoice.objects.create(user=reader, group="follows", pace="now")
    tell(reader, kind="changed", key="two")
    assert Mail.objects.count() == 1


def test_people_who_are_not_active_get_no_mail():
    away = make_person("away", is_active=False)
    assert tell(away) == 1
    assert Mail.objects.count() == 0


def test_mail_is_in_the_reader_s_language(mailbox):
    tell(make_person("leser", language="de"))
    [letter] = mailbox()
    assert letter.subject == "Regionen 7"


def test_three_people_cost_one_question_for_their_choices(django_assert_num_queries):
    people = [make_person(f"p{number}") for number in range(3)]
    # Per person: look, savepoint, insert, release; around all: savepoint and choices.
    for number, readers in enumerate((people[:1], people)):
        with django_assert_num_queries(3 + 4 * len(readers)):
            tell(*readers, kind="changed", key=f"occasion:{number}")
