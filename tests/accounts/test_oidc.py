"""Signing in by another service, against one that the test starts."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from portal.accounts.models import User
from portal.signin import oidc_providers
from tests.accounts.conftest import (
    PASSWORD,
    START,
    delivered,
    is_signed_in,
    last_code,
    make_ana,
    sign_in,
    text_of,
)
from tests.accounts.oidc_service import CLIENT, SECRET, OidcService

pytestmark = pytest.mark.django_db
GO = "/accounts/oidc/main/login/"
BACK = "/accounts/oidc/main/login/callback/"


@pytest.fixture
def service(settings):
    made = OidcService()
    settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(
        {
            "OIDC_NAME": "Example Login",
            "OIDC_SERVER_URL": made.url,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
        }
    )
    yield made
    made.stop()


def leave(client, **form) -> str:
    """Go to the service; return the address there."""
    page = client.post(GO, form).content.decode()
    (address,) = re.findall(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    return unescape(address)


def come_back(address: str) -> str:
    """What the service answers, as the address that the browser opens here."""
    answer = requests.get(address, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def by_service(client, **form):
    """The whole way there and back."""
    return client.get(come_back(leave(client, **form)))


def test_button_stands_on_the_page_and_only_if_it_is_set_up(client, service, settings):
    assert "Sign in with Example Login" in text_of(client.get("/accounts/login/"))
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Sign in with" not in text_of(client.get("/accounts/login/"))
    assert client.get(GO).status_code == 404


def test_person_comes_in_with_a_proven_address_and_comes_again(client, service):
    answer = by_service(client, next="/regions/")
    assert (answer.status_code, answer["Location"]) == (302, "/regions/")
    assert is_signed_in(client)
    user = User.objects.get()
    assert (user.email, user.name) == ("officer@region.example", "Olga Officer")
    assert (user.is_staff, user.has_usable_password()) == (False, False)
    rows = EmailAddress.objects.values_list("user_id", "email", "verified")
    assert list(rows) == [(user.pk, "officer@region.example", True)]
    assert delivered() == []

    again = Client()
    by_service(again)
    assert is_signed_in(again)
    assert User.objects.count() == SocialAccount.objects.count() == 1
    assert "Example Login" in text_of(again.get("/accounts/3rdparty/"))


def test_way_there_carries_challenge_nonce_and_state(client, service):
    first, second = (parse_qs(urlsplit(leave(client)).query) for _try in range(2))
    assert first["code_challenge_method"] == ["S256"]
    assert set(first["scope"][0].split()) == {"openid", "profile", "email"}
    assert first["redirect_uri"] == [f"http://testserver{BACK}"]
    for name in ("code_challenge", "nonce", "state"):
        assert first[name] != second[name]


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another sign-in"},
        {"nonce": ""},
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"sub": "somebody-else"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_identity_made_for_another_purpose_is_refused(client, service, wrong):
    service.wrong = wrong
    answer = by_service(client)
    assert "The other service did not answer as it should." in text_of(answer)
    assert not is_signed_in(client)
    assert User.objects.count() == 0


def test_answer_without_an_identity_is_refused(client, service):
    service.no_identity = True
    assert by_service(client).status_code == 403
    assert User.objects.count() == 0


def test_answer_with_a_wrong_state_is_refused(client, service):
    back = come_back(leave(client))
    wrong = re.sub(r"state=\w+", "state=invented", back)
    assert "You were not signed in" in text_of(client.get(wrong))
    assert not is_signed_in(client)


def test_answer_for_one_browser_is_worth_nothing_in_another(client, service):
    back = come_back(leave(client))
    stranger = Client()
    stranger.get(back)
    assert not is_signed_in(stranger)
    assert User.objects.count() == 0


def test_code_is_redeemed_only_by_who_asked_for_it(client, service):
    """PKCE: a stolen code does not go with the thief's own challenge."""
    stolen = parse_qs(urlsplit(come_back(leave(client))).query)["code"][0]
    thief = Client()
    own = come_back(leave(thief))
    thief.get(re.sub(r"code=[\w-]+", f"code={stolen}", own))
    assert service.refused == ["verifier"]
    assert not is_signed_in(thief)


def test_unproven_address_is_proven_by_a_code(client, service):
    service.person["email_verified"] = False
    assert by_service(client)["Location"] == "/accounts/confirm-email/"
    assert not is_signed_in(client)
    client.post("/accounts/confirm-email/", {"code": last_code()})
    assert is_signed_in(client)


@pytest.mark.parametrize("verified", [True, False])
def test_account_that_exists_is_not_entered_by_its_address(client, service, verified):
    ana = make_ana()
    service.person |= {"email": ana.email, "email_verified": verified}
    answer = by_service(client)
    if verified:
        assert "You have an account here" in text_of(answer)
    assert not is_signed_in(client)
    assert SocialAccount.objects.count() == 0
    assert User.objects.count() == 1


def test_account_is_connected_from_inside_and_left_again(signed_in, service, person):
    answer = by_service(signed_in, process="connect")
    assert answer["Location"] == "/accounts/3rdparty/"
    account = SocialAccount.objects.get()
    assert account.user == person
    assert [one.subject for one in delivered()] == [
        "Your account is connected with Example Login"
    ]
    other = Client()
    by_service(other)
    assert is_signed_in(other)

    signed_in.post("/accounts/3rdparty/", {"account": account.pk})
    assert SocialAccount.objects.count() == 0


def test_service_of_one_account_cannot_be_connected_with_another(
    client, service, person
):
    by_service(client)
    ana = Client()
    sign_in(ana, person.email)
    ana.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = ana.get(by_service(ana, process="connect")["Location"])
    assert "Another account here is connected with it already." in text_of(answer)
    assert SocialAccount.objects.get().user.email == "officer@region.example"


def test_only_way_in_is_not_cut_off(client, service):
    by_service(client)
    account = SocialAccount.objects.get()
    answer = client.post("/accounts/3rdparty/", {"account": account.pk})
    assert "Set a password first" in text_of(answer)
    assert SocialAccount.objects.count() == 1


def test_service_that_is_down_is_told_in_words(client, service, caplog):
    service.stop()
    answer = client.post(GO)
    assert answer.status_code == 503
    assert "The other service did not answer as it should." in text_of(answer)
    assert "sign-in service Example Login does not answer" in caplog.text


def test_person_who_stops_there_is_told_so(client, service):
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state}, follow=True)
    assert "You stopped at the other service." in text_of(answer)


def test_address_of_the_way_there_asks_first(client, service):
    """A link on a strange page signs nobody in."""
    answer = client.get(GO)
    assert answer.status_code == 200
    assert "You prove there who you are, and come back here." in text_of(answer)
    assert service.asked == []


def test_way_back_never_leads_to_another_host(client, service):
    answer = by_service(client, next="https://evil.example/")
    assert answer["Location"] == START
