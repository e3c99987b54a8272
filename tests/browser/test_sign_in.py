"""Somebody creates an account, makes it safe, and comes in with code and with key."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.conftest import app_code
from tests.installation import Installation, wait_until

PHONE = {"width": 390, "height": 844}
PASSWORD = "a long enough password"
VISITORS = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/inactive/",
    "/accounts/3rdparty/login/cancelled/",
)
OWN = (
    "/accounts/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/3rdparty/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
)
WITH_SECOND_STEP = (
    "/accounts/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
)
MAKE_PERSON = """
from portal.accounts.models import User
user = User.objects.create_user(EMAIL, PASSWORD, name="Jo Journey")
user.trust_email()
"""
# What Chromium plugs in for the test.
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def make_person(installation):
    """Make a person who can sign in, with an address of this name."""

    def make(name: str) -> str:
        email = f"{name}@journey.example"
        head = f"EMAIL, PASSWORD = {email!r}, {PASSWORD!r}\n"
        installation.shell(head + MAKE_PERSON)
        return email

    return make


def mailed_code(installation: Installation, email: str) -> str:
    """The code of the mail to this address, once a worker has sent it."""

    def arrived() -> str | None:
        bodies = [
            one.get_body(("plain",)).get_content()
            for one in installation.mails()
            if one["To"] == email
        ]
        found = re.findall(r"^[A-Z]{4}-[A-Z]{4}$", "\n".join(bodies), re.MULTILINE)
        return found[-1] if found else None

    return wait_until(arrived)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def sign_out(page: Page, base: str) -> None:
    page.goto(f"{base}/accounts/logout/")
    press(page, "Sign out")
    page.goto(f"{base}/accounts/login/")


def prove_again(page: Page) -> None:
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Go on")


def set_app_up(page: Page) -> str:
    """Set an authenticator app up, from the account page; return its secret."""
    page.get_by_role("link", name="Set up a second step").click()
    page.get_by_role("link", name="Set up an app").click()
    prove_again(page)
    secret = page.locator(".account-secret").inner_text()
    page.get_by_label("Code that the app shows").fill(app_code(secret))
    press(page, "Set up")
    expect(page.locator("h1")).to_have_text("Recovery codes")
    return secret


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_newcomer_signs_up_by_code(open_page, installation, script, viewport):
    name = f"new-{'script' if script else 'plain'}-{'phone' if viewport else 'desk'}"
    email = f"{name}@journey.example"
    more = {"viewport": viewport} if viewport else {}
    page = open_page("/accounts/login/", java_script_enabled=script, **more)
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Your name").fill("Nele Neu")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Create the account")
    expect(page.locator("main")).to_contain_text(f"We have sent an e-mail to {email}.")
    page.get_by_label("Code from the e-mail").fill(mailed_code(installation, email))
    press(page, "Confirm")
    expect(page.get_by_text(f"{email} is confirmed.")).to_be_visible()
    page.locator("header details.menu summary").click()
    page.get_by_role("link", name="Your account").click()
    expect(page.get_by_label("Your name")).to_have_value("Nele Neu")


def test_password_can_be_shown_while_it_is_typed(open_page):
    page = open_page("/accounts/login/")
    field = page.get_by_label("Password", exact=True)
    field.fill("secret")
    button = page.get_by_role("button", name="Show the password")
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(field).to_have_attribute("type", "password")


def test_app_is_set_up_and_asked_for_without_javascript(open_page, make_person, portal):
    email = make_person("app")
    page = open_page("/accounts/login/?next=/accounts/", java_script_enabled=False)
    sign_in(page, email)
    secret = set_app_up(page)
    recovery = page.locator(".account-codes code").first.inner_text()

    # The next code counts already, and for longer than this takes.
    for code in (app_code(secret, later=1), recovery):
        sign_out(page, portal)
        sign_in(page, email)
        expect(page.locator("h1")).to_have_text("Second step")
        page.get_by_label("Code of your app, or a recovery code").fill(code)
        press(page, "Sign in")
        expect(page.locator("header details.menu")).to_be_visible()


def test_key_is_added_and_asked_for(browser, portal, make_person):
    """Browsers know keys of names only, so the portal is opened as localhost."""
    email = make_person("key")
    base = portal.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda one: one.type == "error" and faults.append(one.text))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    plugged = device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    page.goto(f"{base}/accounts/login/?next=/accounts/2fa/")
    sign_in(page, email)
    page.get_by_role("link", name="Add a key").click()
    prove_again(page)
    page.get_by_label("Name of the key").fill("Blue key")
    # The browser is asked for its key by a script.
    page.wait_for_load_state()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Recovery codes")
    page.goto(f"{base}/accounts/2fa/webauthn/")
    expect(page.locator(".account-list")).to_contain_text("Blue key")

    sign_out(page, base)
    sign_in(page, email)
    expect(page.locator("h1")).to_have_text("Second step")
    press(page, "Use a security key")
    expect(page.locator("header details.menu")).to_be_visible()

    unplug = {"authenticatorId": plugged["authenticatorId"]}
    device.send("WebAuthn.removeVirtualAuthenticator", unplug)
    another = device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    assert another != plugged
    sign_out(page, base)
    sign_in(page, email)
    press(page, "Use a security key")
    expect(page.get_by_role("alert")).to_contain_text("The key was not used.")
    page.goto(f"{base}/accounts/")
    expect(page.locator("h1")).to_have_text("Sign in")
    context.close()
    assert faults == []


def fits_and_is_accessible(page: Page, accessible) -> None:
    accessible(page)
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def test_pages_are_accessible_and_fit_a_phone(
    open_page, accessible, make_person, portal
):
    email = make_person("axe")
    page = open_page("/")
    for path in VISITORS:
        page.goto(portal + path)
        fits_and_is_accessible(page, accessible)
    page.goto(f"{portal}/accounts/login/?next=/accounts/2fa/totp/activate/")
    sign_in(page, email)
    fits_and_is_accessible(page, accessible)
    prove_again(page)
    for path in OWN:
        page.goto(portal + path)
        assert page.url.endswith(path)
        fits_and_is_accessible(page, accessible)
    page.goto(f"{portal}/accounts/")
    page.get_by_role("link", name="Set up a second step").click()
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".account-secret").inner_text()
    page.get_by_label("Code that the app shows").fill("000000")
    press(page, "Set up")
    fits_and_is_accessible(page, accessible)
    page.get_by_label("Code that the app shows").fill(app_code(secret))
    press(page, "Set up")
    for path in WITH_SECOND_STEP:
        page.goto(portal + path)
        assert page.url.endswith(path)
        fits_and_is_accessible(page, accessible)
    sign_out(page, portal)
    sign_in(page, email)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    fits_and_is_accessible(page, accessible)


def test_dark_page_is_accessible(open_page, accessible):
    page = open_page("/accounts/signup/", color_scheme="dark")
    accessible(page)
