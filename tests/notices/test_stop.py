"""The link that ends mails of a group: without signing in, and of use for no more."""

import re

import pytest
import time_machine
from django.core import signing
from django.test import Client

from portal.accounts.models import User
from portal.notices.links import stop_path
from portal.notices.models import NoticeChoice
from portal.notices.services import notify
from tests.factories import make_person

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def chosen() -> set[tuple[str, str, str]]:
    rows = NoticeChoice.objects.values_list("user__email", "group", "pace")
    return set(rows)


@pytest.fixture
def stranger():
    """A mail program: no cookie, no token."""
    return Client(enforce_csrf_checks=True)


def test_one_click_of_a_mail_program_ends_mails_of_this_group_only(
    stranger, reader, other, mailbox
):
    NoticeChoice.objects.create(user=reader, group="follows", pace="daily")
    facts = {"number": 1}
    notify(people=[reader, other], kind="asked", key="one", facts=facts)
    letter = next(one for one in mailbox() if one.to == [reader.email])
    url = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert stranger.post(url, ONE_CLICK).status_code == 200
    assert chosen() == {
        ("reader@example.org", "follows", "daily"),
        ("reader@example.org", "talks", "never"),
    }
    notify(people=[reader, other], kind="asked", key="two", facts=facts)
    assert [one.to for one in mailbox()].count([reader.email]) == 1
    assert [one.to for one in mailbox()].count([other.email]) == 2


def test_opening_the_link_changes_nothing_and_shows_a_button(stranger, reader):
    path = stop_path(reader.pk, ["talks"])
    answer = stranger.get(path)
    page = answer.content.decode()
    assert "Send me no more of them" in page
    assert "<li>Clusters</li>" in page
    assert (reader.email in page, "Facilities</li>" in page) == (False, False)
    assert "no-store" in answer["Cache-Control"]
    assert stranger.head(path).status_code == 200
    assert chosen() == set()


def test_link_works_for_good(stranger, reader):
    path = stop_path(reader.pk, ["talks"])
    with time_machine.travel("2040-01-01"):
        assert stranger.post(path, ONE_CLICK).status_code == 200
    assert chosen() == {("reader@example.org", "talks", "never")}


@pytest.mark.parametrize("before", ["", "weekly"])
def test_page_says_what_was_done_and_undoes_it(stranger, reader, before):
    if before:
        NoticeChoice.objects.create(user=reader, group="talks", pace=before)
    path = stop_path(reader.pk, ["talks"])
    page = stranger.post(path, ONE_CLICK).content.decode()
    assert "The portal sends you no more mails about:" in page
    hidden = re.findall(r'name="(pace-\w+)" value="(\w*)"', page)
    assert hidden == [("pace-talks", before)]
    again = stranger.post(path, dict(hidden) | {"undo": "1"}).content.decode()
    assert "The mails come again" in again
    wanted = {("reader@example.org", "talks", before)} if before else set()
    assert chosen() == wanted


def test_pressing_twice_does_the_same(stranger, reader):
    path = stop_path(reader.pk, ["talks"])
    stranger.post(path, ONE_CLICK)
    page = stranger.post(path, ONE_CLICK).content.decode()
    assert "The portal sends you no more mails about:" in page
    assert chosen() == {("reader@example.org", "talks", "never")}


def test_undo_of_something_else_does_nothing(stranger, reader):
    path = stop_path(reader.pk, ["talks"])
    stranger.post(path, ONE_CLICK)
    sent = {"undo": "1", "pace-talks": "hourly", "pace-follows": "now"}
    stranger.post(path, sent)
    assert chosen() == {("reader@example.org", "talks", "never")}


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Einrichtungen"), ("fr", "Installations"), ("en", "Facilities")],
)
def test_page_is_in_the_language_of_the_mail(stranger, language, words):
    person = make_person("leser", language=language)
    path = stop_path(person.pk, ["follows"])
    answer = stranger.get(path, headers={"Accept-Language": "fr"})
    page = answer.content.decode()
    assert f'<html lang="{language}">' in page
    assert answer["Content-Language"] == language
    assert f"<ul><li>{words}</li></ul>" in page


def test_forged_and_foreign_links_do_nothing(stranger, reader):
    path = stop_path(reader.pk, ["talks"])
    foreign = signing.dumps([reader.pk, "talks"], salt="elsewhere")
    for wrong in ("x", foreign):
        answer = stranger.post(f"/notices/stop/{wrong}/", ONE_CLICK)
        assert answer.status_code == 400
    assert stranger.post(f"{path[:-2]}/", ONE_CLICK).status_code == 400
    assert chosen() == set()


def test_link_of_what_is_gone_says_so(stranger, reader):
    gone = stop_path(reader.pk, ["unheard"])
    mine = stop_path(reader.pk, ["talks"])
    assert stranger.post(gone, ONE_CLICK).status_code == 410
    User.objects.all().delete()
    assert stranger.post(mine, ONE_CLICK).status_code == 410
    assert chosen() == set()
