"""One's own account: name, address, password, and where one is signed in."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client

from portal.accounts.browsers import browser_name
from tests.accounts.conftest import (
    PASSWORD,
    START,
    delivered,
    is_signed_in,
    last_code,
    letters,
    sign_in,
    text_of,
)
from tests.factories import make_person

pytestmark = pytest.mark.django_db
NEW = "harbour-crane-7"


def reset_password(client, email: str, code: str | None = None) -> str:
    """Ask for a new password and enter a code; return where that leads."""
    client.post("/accounts/password/reset/", {"email": email})
    path = "/accounts/password/reset/confirm/"
    answer = client.post(path, {"code": code or last_code()})
    return answer.headers.get("Location", "")


# --- the page ------------------------------------------------------------------


def test_account_page_says_how_one_signs_in(signed_in, person):
    text = text_of(signed_in.get("/accounts/"))
    assert person.email in text
    assert "none: whoever knows the password can sign in" in text
    assert "1 browser" in text
    assert "Other services" not in text
    assert 'href="/accounts/"' in signed_in.get("/").content.decode()


def test_name_and_language_are_kept(signed_in, person):
    form = {"name": "Ana Alt", "language": "fr"}
    assert signed_in.post("/accounts/", form)["Location"] == "/accounts/"
    person.refresh_from_db()
    assert (person.name, person.language) == ("Ana Alt", "fr")


def test_unknown_language_is_refused_and_nothing_kept(signed_in, person):
    answer = signed_in.post("/accounts/", {"name": "Other", "language": "xx"})
    assert "Select a valid choice." in text_of(answer)
    person.refresh_from_db()
    assert (person.name, person.language) == ("Ana", "")


def test_nobody_writes_into_another_account(signed_in, person):
    other = make_person("ben")
    form = {"name": "X", "language": "", "id": other.pk, "email": "x@example.org"}
    signed_in.post("/accounts/", form | {"is_staff": "on"})
    other.refresh_from_db()
    person.refresh_from_db()
    assert other.name == ""
    assert (person.name, person.email, person.is_staff) == (
        "X",
        "ana@example.org",
        False,
    )


# --- e-mail address ---------------------------------------------------------------


def test_new_address_counts_only_after_its_code(signed_in, person):
    form = {"email": "new@example.org", "action_add": ""}
    answer = signed_in.post("/accounts/email/", form)
    assert answer["Location"] == "/accounts/confirm-email/"
    person.refresh_from_db()
    assert person.email == "ana@example.org"
    assert sign_in(Client(), "ana@example.org")["Location"] == START
    assert letters() == [(["new@example.org"], "Your code for Smart Regions")]

    answer = signed_in.post("/accounts/confirm-email/", {"code": last_code()})
    assert answer["Location"] == "/accounts/"
    person.refresh_from_db()
    assert person.email == "new@example.org"
    rows = EmailAddress.objects.values_list("email", "verified", "primary")
    assert list(rows) == [("new@example.org", True, True)]
    assert letters()[1] == (["ana@example.org"], "Your e-mail address has changed")
    assert "as new@example.org, no longer as ana@example.org" in delivered()[1].body


def test_changing_the_address_asks_for_the_password_again(client, person):
    sign_in(client, person.email)
    form = {"email": "new@example.org", "action_add": ""}
    answer = client.post("/accounts/email/", form)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert delivered() == []
    answer = client.post(answer["Location"], {"password": "wrong"})
    assert "This is not your password." in text_of(answer)
    assert delivered() == []


def test_address_of_somebody_else_cannot_be_taken(signed_in, person):
    """Not even with the code: somebody may read a mailbox that several people share."""
    make_person("ben")
    form = {"email": "ben@example.org", "action_add": ""}
    signed_in.post("/accounts/email/", form)
    answer = signed_in.post("/accounts/confirm-email/", {"code": last_code()})
    assert "Another account uses this e-mail address." in text_of(answer)
    person.refresh_from_db()
    assert person.email == "ana@example.org"
    rows = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    assert list(rows) == ["ana@example.org"]


# --- password -------------------------------------------------------------------


def test_password_is_changed_with_the_present_one_and_others_are_out(signed_in, person):
    elsewhere = Client()
    sign_in(elsewhere, person.email)
    form = {"oldpassword": "wrong", "password1": NEW}
    answer = signed_in.post("/accounts/password/change/", form)
    assert "This is not your password of now." in text_of(answer)
    form["oldpassword"] = PASSWORD
    answer = signed_in.post("/accounts/password/change/", form)
    assert answer["Location"] == "/accounts/"
    assert (is_signed_in(signed_in), is_signed_in(elsewhere)) == (True, False)
    assert letters() == [([person.email], "Your password has changed")]
    assert "from the network address 127.0.0.1" in delivered()[0].body
    assert sign_in(Client(), person.email, NEW)["Location"] == START


def test_forgotten_password_is_replaced_by_a_code(client, person):
    elsewhere = Client()
    sign_in(elsewhere, person.email)
    place = reset_password(client, person.email)
    assert place == "/accounts/password/reset/complete/"
    assert "too short" in text_of(client.post(place, {"password1": "short"}))
    answer = client.post(place, {"password1": NEW})
    assert answer["Location"] == "/accounts/password/reset/done/"
    assert "Your new password is set" in text_of(client.get(answer["Location"]))
    assert not is_signed_in(elsewhere)
    assert sign_in(client, person.email, NEW)["Location"] == START


def test_wrong_code_gives_no_new_password(client, person):
    assert reset_password(client, person.email, code="BBBB-BBBB") == ""
    answer = client.get("/accounts/password/reset/complete/")
    assert answer["Location"] == "/accounts/password/reset/confirm/"
    form = {"password1": NEW}
    client.post("/accounts/password/reset/complete/", form)
    assert person.check_password(PASSWORD)


def test_forgotten_password_of_an_unknown_address_looks_alike(client, person):
    pages = []
    for email in (person.email, "nobody@example.org"):
        form = {"email": email}
        answer = client.post("/accounts/password/reset/", form, follow=True)
        pages.append(text_of(answer).replace(email, "ADDRESS"))
    assert pages[0] == pages[1]
    assert letters() == [
        ([person.email], "Your code for a new password"),
        (["nobody@example.org"], "There is no account for this address"),
    ]


def test_new_password_ends_the_wait_after_wrong_ones(client, person):
    for _try in range(6):
        sign_in(client, person.email, "wrong")
    place = reset_password(client, person.email)
    client.post(place, {"password1": NEW})
    assert sign_in(client, person.email, NEW)["Location"] == START


# --- sessions --------------------------------------------------------------------


def test_others_are_signed_out_and_this_browser_stays(signed_in, person):
    elsewhere = Client(headers={"user-agent": "Old Telephone 3"})
    sign_in(elsewhere, person.email)
    ben = make_person("ben")
    bens = Client(headers={"user-agent": "Ben's Browser"})
    sign_in(bens, ben.email)

    text = text_of(signed_in.get("/accounts/sessions/"))
    assert "Old Telephone 3" in text
    assert "this browser" in text
    assert "Ben&#x27;s" not in text
    signed_in.post("/accounts/sessions/")
    found = [is_signed_in(one) for one in (signed_in, elsewhere, bens)]
    assert found == [True, False, True]
    assert UserSession.objects.filter(user=person).count() == 1
    text = text_of(signed_in.get("/accounts/sessions/"))
    assert "Old Telephone 3" not in text
    assert "You are signed in nowhere else." in text


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537", "Chrome on Linux"),
        ("Mozilla/5.0 (Macintosh; Mac OS X) Chrome/1 Safari/1 Edg/1", "Edge on macOS"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Safari/604", "Safari on iPhone"),
        ("curl/8.5", "curl/8.5"),
        ("", "Unknown browser"),
    ],
)
def test_browsers_are_named_in_words(user_agent, name):
    assert browser_name(user_agent) == name
