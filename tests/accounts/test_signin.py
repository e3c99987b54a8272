"""Signing in: by a proven address, not too often, alike for known and unknown."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from portal.accounts.models import User
from tests.accounts.conftest import (
    PASSWORD,
    START,
    is_signed_in,
    last_code,
    sign_in,
    text_of,
)
from tests.factories import make_person

pytestmark = pytest.mark.django_db
WRONG = "E-mail address and password do not go together."
WAIT = "That was tried too often."


def test_person_signs_in_in_any_case_of_letters(client, person):
    answer = sign_in(client, "ANA@example.org")
    assert (answer.status_code, answer["Location"]) == (302, START)
    assert is_signed_in(client)


def test_sign_in_never_leads_to_another_host(client, person):
    answer = sign_in(client, person.email, next="https://evil.example/")
    assert answer["Location"] == START


def test_wrong_password_and_unknown_address_are_told_alike(client, person):
    pages = [
        text_of(sign_in(client, email, "wrong")).replace(email, "ADDRESS")
        for email in (person.email, "nobody@example.org")
    ]
    assert pages[0] == pages[1]
    assert WRONG in pages[0]


def test_five_wrong_passwords_lock_even_the_right_one_out(client, person):
    for _try in range(5):
        assert WRONG in text_of(sign_in(client, person.email, "wrong"))
    answer = sign_in(Client(), person.email)
    assert WAIT in text_of(answer)
    other = make_person("ben")
    assert sign_in(client, other.email)["Location"] == START


def test_attempts_on_an_unknown_address_are_counted_alike(client):
    found = [text_of(sign_in(client, "nobody@example.org", "x")) for _try in range(6)]
    assert [WAIT in one for one in found] == [False] * 5 + [True]


def test_attempts_are_counted_for_all_processes(client, person):
    """What one process keeps for itself may be gone; the count is not."""
    for _try in range(5):
        sign_in(client, person.email, "wrong")
    caches["process"].clear()
    assert "DatabaseCache" in type(caches["default"]).__name__
    assert WAIT in text_of(sign_in(client, person.email))


def test_many_attempts_from_one_place_are_refused(client, person):
    for number in range(20):
        sign_in(client, f"nobody{number}@example.org", "x")
    assert WAIT in text_of(sign_in(client, person.email))
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(elsewhere, person.email)["Location"] == START


def test_address_behind_the_proxy_counts_and_not_an_invented_one(settings, person):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(20):
        forwarded = f"203.0.113.{number}, 198.51.100.7"
        client = Client(headers={"x-forwarded-for": forwarded})
        sign_in(client, f"nobody{number}@example.org", "x")
    same = Client(headers={"x-forwarded-for": "198.51.100.7"})
    assert WAIT in text_of(sign_in(same, person.email))
    other = Client(headers={"x-forwarded-for": "198.51.100.8"})
    assert sign_in(other, person.email)["Location"] == START


def test_request_that_went_round_the_second_proxy_is_no_server_error(settings, person):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    client = Client(headers={"x-forwarded-for": "198.51.100.7"})
    assert sign_in(client, person.email)["Location"] == START


def test_too_many_sign_ups_are_told_on_a_page_of_ours(client):
    for _try in range(20):
        client.post("/accounts/signup/", {"email": "x"})
    answer = client.post("/accounts/signup/", {"email": "x"})
    assert answer.status_code == 429
    assert "Wait five minutes and try again." in text_of(answer)


def test_closed_account_is_told_so_and_stays_outside(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert WRONG in text_of(sign_in(client, person.email, "wrong"))
    answer = sign_in(client, person.email)
    assert answer["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)
    assert "This account has been closed" in text_of(client.get("/accounts/inactive/"))


def test_person_without_a_proven_address_comes_in_by_a_code(client):
    """Somebody whom a curator added at the back desk."""
    User.objects.create_user("added@example.org", PASSWORD)
    answer = sign_in(client, "added@example.org")
    assert answer["Location"] == "/accounts/confirm-email/"
    client.post("/accounts/confirm-email/", {"code": last_code()})
    assert is_signed_in(client)


def test_superuser_made_by_the_command_signs_in_at_once(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", email="chief@example.org", verbosity=0)
    assert sign_in(client, "chief@example.org")["Location"] == START


def test_sign_out_asks_first_and_then_does(client, person):
    sign_in(client, person.email)
    assert "Sign out" in text_of(client.get("/accounts/logout/"))
    assert is_signed_in(client)
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert not is_signed_in(client)


def test_visitor_of_own_pages_is_led_to_sign_in(client):
    for path in ("", "email/", "password/change/", "2fa/", "sessions/", "3rdparty/"):
        answer = client.get(f"/accounts/{path}")
        place = f"/accounts/login/?next=/accounts/{path}"
        assert (answer.status_code, answer["Location"]) == (302, place)


def test_pages_of_signing_in_are_kept_by_nobody(client):
    for path in ("login/", "signup/"):
        assert "no-store" in client.get(f"/accounts/{path}")["Cache-Control"]
