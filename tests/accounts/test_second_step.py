"""The second step: an app's code, a recovery code, and no way round it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.accounts.models import User
from tests.accounts.conftest import (
    PASSWORD,
    START,
    app_code,
    delivered,
    forget_letters,
    is_signed_in,
    letters,
    sign_in,
    text_of,
)

pytestmark = pytest.mark.django_db
STEP = "/accounts/2fa/authenticate/"
SET_UP = "/accounts/2fa/totp/activate/"


def enrol(browser) -> str:
    """Set the app up; return its secret."""
    page = browser.get(SET_UP).content.decode()
    (secret,) = re.findall(r'account-secret">(\w+)<', page)
    answer = browser.post(SET_UP, {"code": app_code(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def recovery_codes(browser) -> list[str]:
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<code>(\d+)</code>", page)


@pytest.fixture
def secret(signed_in):
    """Ana's app is set up, and she has signed out."""
    found = enrol(signed_in)
    forget_letters()
    return found


# Letters leave when what they tell of is committed.
@pytest.mark.usefixtures("silent_broker")
@pytest.mark.django_db(transaction=True)
def test_app_is_set_up_and_asked_for_from_then_on(signed_in, person):
    secret = enrol(signed_in)
    assert "authenticator app" in text_of(signed_in.get("/accounts/"))
    assert letters()[0] == ([person.email], "An authenticator app was set up")

    browser = Client()
    answer = sign_in(browser, person.email, next="/regions/")
    assert answer["Location"].partition("?")[0] == STEP
    assert not is_signed_in(browser)
    assert "This code is not right." in text_of(browser.post(STEP, {"code": "000000"}))
    assert not is_signed_in(browser)
    answer = browser.post(STEP, {"code": app_code(secret)})
    assert answer["Location"] == "/regions/"
    assert is_signed_in(browser)


def test_wrong_code_sets_nothing_up(signed_in, person):
    signed_in.get(SET_UP)
    text = text_of(signed_in.post(SET_UP, {"code": "000000"}))
    assert "This code is not right." in text
    assert not Authenticator.objects.exists()


def test_setting_up_asks_for_the_password_again(client, person):
    sign_in(client, person.email)
    assert client.get(SET_UP)["Location"].startswith("/accounts/reauthenticate/")


def test_recovery_code_lets_in_once(secret, signed_in, person):
    codes = recovery_codes(signed_in)
    assert len(set(codes)) == 10
    for expected in (True, False):
        browser = Client()
        sign_in(browser, person.email)
        browser.post(STEP, {"code": codes[0]})
        assert is_signed_in(browser) is expected
    assert len(recovery_codes(signed_in)) == 9


@pytest.mark.usefixtures("silent_broker")
@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_replace_those_of_before(secret, signed_in, person):
    before = recovery_codes(signed_in)
    signed_in.post("/accounts/2fa/recovery-codes/generate/")
    after = recovery_codes(signed_in)
    assert set(before) & set(after) == set()
    browser = Client()
    sign_in(browser, person.email)
    browser.post(STEP, {"code": before[0]})
    assert not is_signed_in(browser)
    assert letters() == [([person.email], "New recovery codes were made")]


def test_codes_cannot_be_guessed_by_trying(secret, person):
    browser = Client()
    sign_in(browser, person.email)
    for _try in range(5):
        browser.post(STEP, {"code": "000000"})
    answer = browser.post(STEP, {"code": app_code(secret)})
    assert "That was tried too often." in text_of(answer)
    assert not is_signed_in(browser)


def test_app_code_counts_once(secret, person, monkeypatch):
    """Who looks over a shoulder comes too late."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    code = app_code(secret)
    found = []
    for _try in range(2):
        browser = Client()
        sign_in(browser, person.email)
        browser.post(STEP, {"code": code})
        found.append(is_signed_in(browser))
    assert found == [True, False]


def test_second_step_cannot_be_left_out(secret, person):
    """Each page is as closed as before the password."""
    browser = Client()
    sign_in(browser, person.email)
    for path in ("/accounts/", "/accounts/2fa/", "/accounts/email/", "/admin/"):
        assert browser.get(path).status_code == 302, path
    assert browser.post("/accounts/2fa/totp/deactivate/").status_code in (302, 403)
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_new_password_does_not_replace_the_second_step(secret, person):
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": person.email})
    code = re.findall(r"^[A-Z]{4}-[A-Z]{4}$", delivered()[-1].body, re.MULTILINE)[0]
    browser.post("/accounts/password/reset/confirm/", {"code": code})
    new = {"password1": "harbour-crane-7"}
    browser.post("/accounts/password/reset/complete/", new)
    assert not is_signed_in(browser)
    answer = sign_in(browser, person.email, "harbour-crane-7")
    assert answer["Location"].partition("?")[0] == STEP


def test_app_is_removed_and_the_codes_with_it(secret, signed_in, person):
    assert "count no longer" in text_of(signed_in.get("/accounts/2fa/totp/deactivate/"))
    signed_in.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert letters() == [([person.email], "An authenticator app was removed")]
    assert sign_in(Client(), person.email)["Location"] == START


def test_waiting_for_the_second_step_can_be_given_up(secret, person):
    browser = Client()
    sign_in(browser, person.email)
    assert "Second step" in text_of(browser.get(STEP))
    answer = browser.post("/accounts/logout/", {"next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    assert browser.get(STEP)["Location"].startswith("/accounts/login/")


# --- the back desk -----------------------------------------------------------------


def test_back_desk_has_no_way_in_of_its_own(secret, person):
    User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    browser = Client()
    answer = browser.get("/admin/login/?next=/admin/")
    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    form = {"username": person.email, "password": PASSWORD, "next": "/admin/"}
    answer = browser.post("/admin/login/", form)
    assert answer["Location"].startswith("/accounts/login/")
    assert browser.get("/admin/").status_code == 302

    sign_in(browser, person.email, next="/admin/")
    assert browser.get("/admin/").status_code == 302
    answer = browser.post(STEP, {"code": app_code(secret)})
    assert answer["Location"] == "/admin/"
    assert browser.get("/admin/").status_code == 200


def test_back_desk_is_closed_to_people_who_are_no_curators(signed_in):
    assert signed_in.get("/admin/", follow=True).status_code == 403
    assert signed_in.get("/admin/login/").status_code == 403


def test_back_desk_changes_the_password_on_the_portal_s_page(client, person):
    answer = client.get("/admin/password_change/")
    assert answer["Location"] == "/accounts/password/change/"


def test_superuser_takes_a_lost_second_step_away(secret, person, client):
    """As docs/operations.md says."""
    chief = User.objects.create_superuser("chief@example.org", PASSWORD)
    client.logout()
    client.force_login(chief)
    rows = Authenticator.objects.filter(user=person).values_list("pk", flat=True)
    form = {"action": "delete_selected", "_selected_action": list(rows), "post": "yes"}
    client.post("/admin/mfa/authenticator/", form)
    assert sign_in(Client(), person.email)["Location"] == START


def test_other_services_are_not_set_up_at_the_back_desk(client):
    client.force_login(User.objects.create_superuser("chief@example.org", PASSWORD))
    assert client.get("/admin/socialaccount/socialapp/").status_code == 404
    assert client.get("/admin/socialaccount/socialaccount/").status_code == 200
