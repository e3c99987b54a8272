"""How people come to a mandate, share it and hand it on, in a browser."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
WAYS = {
    "desktop": ("ES61", {"viewport": DESKTOP}),
    "desktop without scripts": (
        "ES62",
        {"viewport": DESKTOP, "java_script_enabled": False},
    ),
    "phone": ("ES41", {"viewport": PHONE}),
    "phone without scripts": (
        "ES42",
        {"viewport": PHONE, "java_script_enabled": False},
    ),
}
MAKE_SESSIONS = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from portal.accounts.models import User
keys = {}
for email, is_curator in %(people)r:
    values = {"is_staff": is_curator}
    user, is_new = User.objects.get_or_create(email=email, defaults=values)
    if is_new:
        user.set_password("a long enough password")
        user.save()
    if hasattr(user, "trust_email"):
        user.trust_email()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    keys[email] = session.session_key
print(json.dumps(keys))
"""


@pytest.fixture
def signed_in_as(open_page, installation, portal):
    """Pages of people who are signed in: `as_(email, path)`, one browser for each."""

    def prepared(people: dict[str, bool], options: dict):
        made = installation.shell(MAKE_SESSIONS % {"people": list(people.items())})
        keys = json.loads(made.splitlines()[-1])
        pages: dict[str, Page] = {}

        def as_(email: str, path: str) -> Page:
            if email not in pages:
                page = open_page("/privacy/", **options)
                cookie = {"name": "sessionid", "value": keys[email], "url": portal}
                page.context.add_cookies([cookie])
                pages[email] = page
            pages[email].goto(portal + path)
            return pages[email]

        return as_

    return prepared


@pytest.fixture
def looked_at(accessible):
    """Check a page as axe sees it, and that nothing is wider than the screen."""

    def look(page: Page, options: dict) -> None:
        if not options.get("java_script_enabled", True):
            return
        accessible(page)
        wide = "document.documentElement.scrollWidth - window.innerWidth"
        assert page.evaluate(wide) <= 0, page.url

    return look


def link_in_mail(installation, address: str) -> str:
    rows = installation.ask(
        'SELECT "to", message FROM post_office_email ORDER BY id DESC'
    )
    texts = [text for to, text in rows if address in to]
    return re.search(r"http://[^/]+(/accounts/invitations/[\w-]+/)", texts[0])[1]


@pytest.mark.parametrize("way", WAYS)
def test_newcomer_claims_invites_hands_over_and_the_colleague_goes_on(
    signed_in_as, looked_at, installation, way
):
    code, options = WAYS[way]
    new, colleague = (
        f"{one}-{code.lower()}@journey.example" for one in ("new", "mate")
    )
    curator = "judge@journey.example"
    as_ = signed_in_as({new: False, colleague: False, curator: True}, options)

    page = as_(new, "/accounts/claims/new/")
    page.get_by_label("Name of the region").fill(code)
    if options.get("java_script_enabled", True):
        expect(page.locator("#found li")).not_to_have_count(0)
    else:
        page.get_by_role("button", name="Find").click()
    looked_at(page, options)
    page.locator(f'a[href$="region={code}"]').click()
    looked_at(page, options)
    page.get_by_label("What is your task there?").fill("I lead the strategy's office.")
    page.get_by_label("File that shows it").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    )
    page.get_by_role("button", name="Hand in the claim").click()
    expect(page.get_by_text("waits for a curator")).to_be_visible()
    looked_at(page, options)

    page = as_(curator, "/curation/claims/")
    looked_at(page, options)
    page.get_by_role("link", name=f"({code})").first.click()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("The claim is yours now.")).to_be_visible()
    expect(page.get_by_role("link", name="letter.pdf")).to_be_visible()
    looked_at(page, options)
    page.get_by_label("Decision").select_option("granted")
    page.get_by_label("Reasons").fill("The letter is of the ministry.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(
        page.get_by_text("Your decision was kept, and the person told.")
    ).to_be_visible()

    page = as_(new, f"/accounts/people/region/{code}/")
    page.get_by_label("E-mail address").fill(colleague)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"The invitation was sent to {colleague}.")).to_be_visible()
    looked_at(page, options)

    page = as_(colleague, link_in_mail(installation, colleague))
    looked_at(page, options)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Owners invite people and change roles.")).to_be_visible()
    looked_at(page, options)

    page = as_(new, "/accounts/mandates/")
    page.get_by_role("link", name="Hand over or leave").click()
    looked_at(page, options)
    page.get_by_label("Colleague").select_option(label=f"{colleague} (editor)")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("heading", name="Past mandates")).to_be_visible()
    looked_at(page, options)

    page = as_(colleague, f"/accounts/people/region/{code}/")
    mine = page.locator(".people-list").first
    expect(mine).not_to_contain_text(new)
    expect(mine).to_contain_text(colleague)
    expect(mine).to_contain_text("owner")
    page.get_by_label("E-mail address").fill("next@journey.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("next@journey.example").first).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_of_ones_own_data_can_be_read_by_all(signed_in_as, looked_at, viewport):
    options = {"viewport": viewport}
    name = f"data-{viewport['width']}@journey.example"
    as_ = signed_in_as({name: False}, options)
    for path in (
        "/privacy/",
        "/accounts/mandates/",
        "/accounts/data/",
        "/accounts/name/",
        "/accounts/delete/",
        "/accounts/claims/new/?name=textile",
        "/accounts/claims/new/?region=ES51",
    ):
        looked_at(as_(name, path), options)

    page = as_(name, "/accounts/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download my data").click()
    assert download.value.suggested_filename == "my-data.zip"

    page = as_(name, "/accounts/delete/")
    page.get_by_label("Password").fill("not my password")
    page.get_by_role("button", name="Delete my account for good").click()
    expect(page.get_by_text("This is not your password.").first).to_be_visible()
    looked_at(page, options)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Delete my account for good").click()
    expect(page.get_by_text("Your account has been deleted.")).to_be_visible()
