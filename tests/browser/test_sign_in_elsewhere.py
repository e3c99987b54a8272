"""Somebody signs in by another service: there and back, under our own strict policy."""

from copy import copy

import pytest
from playwright.sync_api import expect

from tests.accounts.oidc_service import CLIENT, SECRET, OidcService
from tests.installation import free_port


@pytest.fixture
def service():
    made = OidcService()
    yield made
    made.stop()


@pytest.fixture
def address(installation, service):
    """A web server of the installation that knows the service."""
    other = copy(installation)
    other.port, other.processes = free_port(), []
    other.url = f"http://127.0.0.1:{other.port}"
    other.env = installation.env | {
        "BASE_URL": other.url,
        "OIDC_NAME": "Example Login",
        "OIDC_SERVER_URL": service.url,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
    }
    web = other.start_web()
    yield other.url
    other.stop(web)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_person_signs_in_by_the_other_service(browser, address, service, script):
    name = "script" if script else "plain"
    service.person |= {"sub": f"eu-{name}", "email": f"olga-{name}@region.example"}
    context = browser.new_context(locale="en-GB", java_script_enabled=script)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda one: one.type == "error" and faults.append(one.text))
    page.goto(f"{address}/accounts/login/?next=/accounts/")
    page.get_by_role("button", name="Sign in with Example Login").click()
    expect(page.get_by_label("Your name")).to_have_value("Olga Officer")
    assert page.url == f"{address}/accounts/"
    expect(page.locator("main")).to_contain_text(service.person["email"])
    context.close()
    assert faults == []
