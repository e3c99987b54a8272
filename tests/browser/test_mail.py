"""Journeys to mails: the curator's page, and the folder of a portal at home."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import PHONE, people, signed_in  # noqa: F401 - fixtures
from tests.installation import wait_until

VIEWPORTS = [{}, {"viewport": PHONE}, {"java_script_enabled": False}]
IDS = ["desktop", "phone", "no-script"]
SERVED = bool(os.environ.get("DATABASE_URL"))


def letters_to_curator(installation) -> list:
    """What the curator has been sent so far."""
    mails = installation.mails()
    return [mail for mail in mails if mail["To"] == "curator@journey.example"]


@pytest.mark.parametrize("options", VIEWPORTS, ids=IDS)
def test_curator_sends_himself_a_test_and_sees_it_go(
    signed_in,  # noqa: F811 - the fixture
    open_page,
    installation,
    accessible,
    options,
):
    page = signed_in("curator", "/curation/mails/", **options)
    before = len(letters_to_curator(installation))
    expect(page.locator("h1")).to_have_text("Mail")
    page.get_by_role("button", name="Send me a test").click()
    expect(
        page.get_by_text("A test is sent to curator@journey.example.")
    ).to_be_visible()
    wait_until(lambda: len(letters_to_curator(installation)) == before + 1)
    page.reload()
    sent = page.get_by_role("listitem").filter(has_text="Mail from the portal arrives")
    expect(sent.first).to_be_visible()
    if options.get("java_script_enabled", True):
        accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate(
        "window.innerWidth"
    )


@pytest.mark.skipif(SERVED, reason="others are served here, so there is no folder page")
@pytest.mark.parametrize("options", VIEWPORTS[:2], ids=IDS[:2])
def test_newcomer_finds_the_mail_in_the_folder_and_follows_its_link(
    signed_in,  # noqa: F811 - the fixture
    open_page,
    installation,
    accessible,
    options,
):
    page = signed_in("curator", "/curation/mails/", **options)
    before = len(letters_to_curator(installation))
    page.get_by_role("button", name="Send me a test").click()
    wait_until(lambda: len(letters_to_curator(installation)) == before + 1)

    page = open_page("/accounts/login/", **options)
    accessible(page)
    page.get_by_role("link", name="Read the mails").click()
    expect(page.locator("h1")).to_have_text("Mail folder")
    accessible(page)
    page.get_by_role("link", name="Mail from the portal arrives").first.click()
    recipient = page.get_by_role("definition").filter(has_text="curator@journey")
    expect(recipient).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Open the HTML version").click()
    page.get_by_role("link", name="Open the page about mail").click()
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/curation/mails/$"))
