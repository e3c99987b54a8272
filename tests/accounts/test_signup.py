"""Creating an account: the address is proven by a code before anybody comes in."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import translation

from portal.accounts.models import User
from tests.accounts.conftest import (
    START,
    delivered,
    is_signed_in,
    last_code,
    letters,
    make_ana,
    sign_in,
    text_of,
)

pytestmark = pytest.mark.django_db
FORM = {"email": "New@Example.org", "name": "Nele Neu", "password1": "harbour-crane-7"}
CONFIRM = "/accounts/confirm-email/"


def addresses(user: User) -> list[tuple]:
    rows = EmailAddress.objects.filter(user=user)
    return list(rows.values_list("email", "verified", "primary"))


def test_person_signs_up_enters_the_code_and_is_in(client):
    answer = client.post("/accounts/signup/", FORM)
    assert (answer.status_code, answer["Location"]) == (302, CONFIRM)
    user = User.objects.get()
    assert (user.email, user.name, user.language) == (
        "new@example.org",
        "Nele Neu",
        "en",
    )
    assert (user.is_staff, user.is_superuser, user.mandates.count()) == (
        False,
        False,
        0,
    )
    assert addresses(user) == [("new@example.org", False, True)]
    assert letters() == [(["new@example.org"], "Your code for Smart Regions")]
    assert not is_signed_in(client)

    assert "We have sent an e-mail to new@example.org." in text_of(client.get(CONFIRM))
    answer = client.post(CONFIRM, {"code": last_code().lower().replace("-", " ")})
    assert (answer.status_code, answer["Location"]) == (302, START)
    assert is_signed_in(client)
    assert addresses(user) == [("new@example.org", True, True)]


def test_wrong_code_lets_nobody_in_and_the_third_ends_it(client):
    client.post("/accounts/signup/", FORM)
    code = last_code()
    for _try in range(2):
        assert "This code is not right." in text_of(client.post(CONFIRM, {"code": "X"}))
    assert client.post(CONFIRM, {"code": "X"})["Location"] == "/accounts/login/"
    assert client.post(CONFIRM, {"code": code})["Location"] == "/accounts/login/"
    assert not is_signed_in(client)
    assert addresses(User.objects.get()) == [("new@example.org", False, True)]


def test_password_alone_does_not_suffice_before_the_code(client):
    client.post("/accounts/signup/", FORM)
    caches["default"].clear()  # a code is sent every ten seconds at most
    later = Client()
    answer = sign_in(later, "new@example.org", FORM["password1"])
    assert answer["Location"] == CONFIRM
    assert not is_signed_in(later)


def test_code_of_one_browser_is_worth_nothing_in_another(client):
    client.post("/accounts/signup/", FORM)
    stranger = Client()
    answer = stranger.post(CONFIRM, {"code": last_code()})
    assert answer["Location"] == "/accounts/login/"
    assert not is_signed_in(stranger)


def test_wrong_address_is_corrected_and_the_code_goes_there(client):
    client.post("/accounts/signup/", FORM)
    first = last_code()
    form = {"action": "change", "email": "right@example.org"}
    assert client.post(CONFIRM, form)["Location"] == CONFIRM
    assert letters()[1] == (["right@example.org"], "Your code for Smart Regions")
    assert "This code is not right." in text_of(client.post(CONFIRM, {"code": first}))
    client.post(CONFIRM, {"code": last_code()})
    assert is_signed_in(client)
    assert User.objects.get().email == "right@example.org"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("password1", "short", "This password is too short."),
        ("password1", "password1234", "This password is too common."),
        ("password1", "4731980265", "This password is entirely numeric."),
        ("password1", "new@example.org", "The password is too similar"),
        ("email", "no-address", "Enter a valid email address."),
        ("name", "", "This field is required."),
    ],
)
def test_form_says_what_is_wrong_and_creates_nobody(client, field, value, said):
    answer = client.post("/accounts/signup/", FORM | {field: value})
    assert said in text_of(answer)
    assert User.objects.count() == 0
    assert delivered() == []


def test_rules_of_passwords_stand_beside_the_field(client):
    text = text_of(client.get("/accounts/signup/"))
    assert "Your password must contain at least 8 characters." in text


def test_known_address_is_answered_as_an_unknown_one(client):
    """What is true goes by mail to the one who may know."""
    known = make_ana()
    unknown = Client()
    answers = [
        client.post("/accounts/signup/", FORM | {"email": known.email}),
        unknown.post("/accounts/signup/", FORM),
    ]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, CONFIRM)}
    pages = [
        text_of(one.get(CONFIRM)).replace(email, "ADDRESS")
        for one, email in ((client, known.email), (unknown, "new@example.org"))
    ]
    # Only who has just made an account may give another address for it.
    assert pages[1].replace(" The address is wrong", "").startswith(pages[0][:200])
    assert letters() == [
        ([known.email], "You have an account already"),
        (["new@example.org"], "Your code for Smart Regions"),
    ]
    reset = f"{settings.BASE_URL}/accounts/password/reset/"
    assert reset in delivered()[0].body.splitlines()
    assert User.objects.filter(name="Nele Neu").count() == 1
    known.refresh_from_db()
    assert known.name == "Ana"


def test_page_language_is_kept_and_speaks_in_the_letter(client):
    client.post("/accounts/signup/", FORM, headers={"accept-language": "de"})
    user = User.objects.get()
    assert user.language == "de"
    with translation.override("de"):
        subject = translation.gettext("Your code for Smart Regions")
    assert letters() == [(["new@example.org"], subject)]
    assert 'lang="de"' in delivered()[0].alternatives[0].content


def test_letter_is_in_the_language_of_its_reader_not_of_the_page(client):
    """Ana reads French, whoever tries her address in whatever language."""
    make_ana(language="fr")
    form = FORM | {"email": "ana@example.org"}
    client.post("/accounts/signup/", form, headers={"accept-language": "de"})
    (letter,) = delivered()
    assert letter.to == ["ana@example.org"]
    assert '<html lang="fr">' in letter.alternatives[0].content


def test_letter_says_the_same_as_text_and_as_html(client):
    client.post("/accounts/signup/", FORM)
    (letter,) = delivered()
    (html,) = [one for one in letter.alternatives if one.mimetype == "text/html"]
    for words in (last_code(), "It counts for half an hour.", "If it was not you"):
        assert words in letter.body
        assert words in html.content
