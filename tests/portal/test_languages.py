"""Choosing a language stays on the page, also where the address names one."""

import pytest

from portal.web.languages import same_page_in

pytestmark = pytest.mark.django_db


def chosen(client, page: str, language: str) -> str:
    response = client.post("/language/", {"language": language, "next": page})
    assert client.cookies["django_language"].value == language
    return response["Location"]


def test_address_that_names_a_language_is_changed(client):
    page = "/guide/en/what-clusters-are/"
    assert chosen(client, page, "de") == "/guide/de/what-clusters-are/"
    assert chosen(client, "/guide/de/?q=a&b=1", "fr") == "/guide/fr/?q=a&b=1"


def test_other_addresses_stay_as_they_are(client):
    assert chosen(client, "/clusters/?country=FI", "fr") == "/clusters/?country=FI"
    assert chosen(client, "/nowhere/en/", "fr") == "/nowhere/en/"


def test_page_of_another_host_is_not_led_to(client):
    found = client.post(
        "/language/", {"language": "de", "next": "https://evil.example/guide/en/"}
    )
    assert found["Location"] == "/"


# Django has texts in Italian and in forms of German; the portal has not.
@pytest.mark.parametrize("language", ["xx", "it", "de-at", "EN", "", "\0"])
def test_unknown_language_changes_nothing(client, language):
    page = "/guide/en/dos-and-donts/"
    found = client.post("/language/", {"language": language, "next": page})
    assert found["Location"] == page
    assert "django_language" not in client.cookies


def test_anchor_is_kept():
    assert same_page_in("/guide/en/#ways", "de") == "/guide/de/#ways"
