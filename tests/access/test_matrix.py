"""Who gets what at every address of the portal and of its API.

Each row of `rows.py` says what each person gets; an address without a row fails. Who is
refused a page must be refused to send it something too.
"""

import pytest
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse

from portal.notices import kinds
from portal.notices.kinds import Kind, Words
from tests.access.addresses import all_names
from tests.access.rows import ROWS
from tests.access.world import NOTICE, PEOPLE, make_people, make_world

pytestmark = pytest.mark.django_db
REFUSED = {"in", "401", "403", "404"}
# On a server, where the rules are the same rows, two of them open every page.
READERS = PEOPLE if connection.vendor == "sqlite" else ("editor", "curator")
# Whoever sends a draft makes one of their own: see the test of others' drafts.
OWN_BY_NATURE = {"editing:draft"}


@pytest.fixture
def world(settings, monkeypatch):
    settings.CELERY_BROKER_URL = "memory://"
    # The folder of mails is there on an embedded installation only.
    settings.MAIL_FOLDER_PAGE = True
    told = Kind(NOTICE, "told", "What was told", lambda facts: Words("Told"))
    monkeypatch.setitem(kinds._kinds, NOTICE, told)
    return make_world(make_people())


@pytest.fixture
def as_person(client, world):
    def signed_in(name: str):
        client.logout()
        if world.people[name]:
            client.force_login(world.people[name])
        return client

    return signed_in


def test_every_address_has_a_row():
    assert all_names() - ROWS.keys() == set()


def test_no_row_is_left_over():
    assert ROWS.keys() - all_names() == set()


@pytest.mark.parametrize("person", READERS)
def test_everybody_gets_what_the_rows_say(as_person, world, person):
    client, wrong = as_person(person), {}
    for name, row in ROWS.items():
        got = outcome(client, row.method, address(name, row, world))
        wanted = row.codes[PEOPLE.index(person)]
        if got != wanted:
            wrong[name] = f"{got} instead of {wanted}"
    assert wrong == {}


@pytest.mark.parametrize("person", READERS)
def test_who_is_refused_a_page_cannot_send_it_anything(as_person, world, person):
    client, wrong = as_person(person), {}
    for name, row in ROWS.items():
        code = row.codes[PEOPLE.index(person)]
        if code not in REFUSED or name in OWN_BY_NATURE:
            continue
        for method in ("post", "put", "patch", "delete"):
            got = outcome(client, method, address(name, row, world))
            if got not in REFUSED | {"405"}:
                wrong[f"{method} {name}"] = got
    assert wrong == {}


def test_drafts_of_others_stay_as_they_are(as_person, world):
    path = reverse("editing:draft", kwargs={"key": world.draft.pk})
    for person in ("colleague", "reader", "editor", "curator"):
        client = as_person(person)
        client.delete(path)
        client.post(path, {"title": "Mine now"})
        world.draft.refresh_from_db()
        assert (world.draft.user, world.draft.title) == (world.people["owner"], "")


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/"])
def test_back_desk_is_for_curators_only(as_person, path):
    for person in PEOPLE[:-1]:
        answer = as_person(person).get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
    assert outcome(as_person("curator"), "get", "/admin/") == "200"


def address(name: str, row, world) -> str:
    arguments = row.arguments(world)
    try:
        found = reverse(name, kwargs=arguments)
    except NoReverseMatch:
        found = f"/{name}"
    return found + row.query


def outcome(client, method: str, path: str) -> str:
    """The status, "in" for the way to sign in; whatever it did is undone."""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        if hasattr(answer, "render") and not answer.is_rendered:
            answer.render()
        transaction.set_rollback(True)
    location = answer.headers.get("Location", "")
    if answer.status_code == 302 and "/accounts/login/" in location:
        return "in"
    return str(answer.status_code)
