"""Journeys of confirming: one click in a mail, and the page of what is due."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import PASSWORD, PHONE
from tests.installation import wait_until

VIEWPORTS = [{}, {"viewport": PHONE}, {"java_script_enabled": False}]
IDS = ["desktop", "phone", "no-script"]
# Each journey in a region of its own: what one confirms is not due for another.
CODES = dict(zip(IDS, ("FI1C", "SE23", "PL91"), strict=True))
MAKE_DUE = """
from datetime import timedelta
from django.utils import timezone
from portal.accounts.models import Mandate, User
from regions.editing.services import confirm_records
from regions.freshness.services import keep_ledger
from regions.models import Priority, Region, Strategy
code, now = {code!r}, timezone.now()
region = Region.objects.get(code=code)
person = User.objects.create_user(f"{{code.lower()}}@journey.example", {password!r})
person.trust_email()
Mandate.objects.create(user=person, region=region, role="editor")
strategy = Strategy.objects.filter(region=region).first() or Strategy.objects.create(
    slug=f"journey-{{code.lower()}}", region=region, title="A strategy of long ago")
priority = Priority.objects.create(
    slug=f"journey-priority-{{code.lower()}}", type="priority", region=region,
    strategy=strategy, title="A priority of long ago")
confirm_records(records=[strategy, priority], by=person)
Strategy.objects.filter(pk=strategy.pk).update(confirmed_at=now - timedelta(days=340))
Priority.objects.filter(pk=priority.pk).update(confirmed_at=now - timedelta(days=340))
keep_ledger()
"""


@pytest.fixture
def link(installation, request):
    """The link of the mail that tells an officer what is due in her region."""
    code = CODES[request.node.callspec.id]
    address = f"{code.lower()}@journey.example"
    if not _mails_to(installation, address):
        installation.shell(MAKE_DUE.format(code=code, password=PASSWORD))
    mail = wait_until(lambda: _mails_to(installation, address))[-1]
    body = mail.get_body(("plain",)).get_content()
    assert "A priority of long ago (priority): confirmed on" in body
    html = mail.get_body(("html",)).get_content()
    path = re.search(r"http\S+?(/confirm/\S+?/)\s", body)[1]
    assert path in html
    return path


def _mails_to(installation, address: str) -> list:
    return [mail for mail in installation.mails() if mail["To"] == address]


def _fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("options", VIEWPORTS, ids=IDS)
def test_officer_confirms_from_the_mail_and_takes_it_back(
    open_page, link, accessible, options
):
    has_script = options.get("java_script_enabled", True)
    page = open_page(link, **options)
    if not has_script:
        expect(page.locator("h1")).to_have_text("Is this still true?")
        assert _fits(page)
        page.get_by_role("button", name="Yes, it is all still true").click()
    expect(page.locator("h1")).to_have_text("Thank you, it is confirmed")
    expect(
        page.get_by_role("link", name="A priority of long ago").first
    ).to_be_visible()
    assert _fits(page)
    if has_script:
        accessible(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("h1")).to_have_text("Is this still true?")
    expect(page.get_by_text("You have taken your confirmation back.")).to_be_visible()
    if has_script:
        accessible(page)
    page.get_by_role("button", name="Yes, it is all still true").click()
    expect(page.locator("h1")).to_have_text("Thank you, it is confirmed")
    page = open_page(link, page=page)
    expect(page.locator("h1")).to_have_text("Thank you, it is confirmed")


@pytest.mark.parametrize("options", VIEWPORTS[:2], ids=IDS[:2])
def test_officer_signs_in_and_confirms_what_she_has_read(
    open_page, link, accessible, options
):
    """The region's other facts were never confirmed: they are not chosen for her."""
    code = CODES["desktop" if not options else "phone"]
    page = open_page("/accounts/login/?next=/edit/confirm/", **options)
    page.get_by_label("E-mail address").fill(f"{code.lower()}@journey.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Confirm what is still true")
    accessible(page)
    assert _fits(page)
    never = page.get_by_role("group", name="Never confirmed").get_by_role("checkbox")
    assert not any(one.is_checked() for one in never.all())
    before = never.count()
    never.first.check()
    # What is due is chosen already, unless it was confirmed from the mail.
    chosen = page.locator("input[name=record]:checked").count()
    page.get_by_role("button", name="Confirm the chosen ones").click()
    many = "" if chosen == 1 else "s"
    expect(page.get_by_text(f"{chosen} record{many} confirmed.")).to_be_visible()
    assert never.count() == before - 1
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text(f"{chosen} confirmation{many} taken back")).to_be_visible()


@pytest.mark.parametrize("options", VIEWPORTS, ids=IDS)
def test_reader_sees_how_fresh_the_register_is(open_page, accessible, options):
    page = open_page("/data/freshness/", **options)
    expect(page.locator("h1")).to_have_text("How fresh the register is")
    page.get_by_label("Country").select_option(label="Spain")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_have_text("How fresh the register is: Spain")
    page.get_by_role("link", name="Profiles", exact=True).click()
    sorted_by = page.locator("th[aria-sort]")
    expect(sorted_by).to_have_text("Profiles")
    assert _fits(page)
    if options.get("java_script_enabled", True):
        accessible(page)
