"""A region officer registers priorities by a file: faulty first, then corrected."""

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

PEOPLE = """
from portal.accounts.models import Mandate, User
for name in {names!r}:
    user, is_new = User.objects.get_or_create(email=name + "@example.org")
    user.set_password("a-word-2-sign"); user.save()
    user.trust_email()
    Mandate.objects.get_or_create(
        user=user, region_id="ES51", defaults=dict(role="editor"))
"""
PHONE = {"width": 390, "height": 844}
WAYS = {
    "wide": {},
    "narrow": {"viewport": PHONE},
    "plain": {"java_script_enabled": False},
}


@pytest.fixture(scope="package")
def officers(installation):
    installation.shell(PEOPLE.format(names=list(WAYS)))


def sign_in(open_page, name: str, **options) -> Page:
    page = open_page("/accounts/login/?next=/edit/import/", **options)
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill("a-word-2-sign")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Import records")).to_be_visible()
    return page


def filled(template: bytes, title: str, strategy: str) -> bytes:
    """The template as the officer fills it; the strategy's name may be wrong."""
    book = load_workbook(io.BytesIO(template))
    for name in ("strategies", "priorities", "offers_needs"):
        book[name].delete_rows(2, book[name].max_row)
    heads = [cell.value for cell in book["priorities"][1]]
    row = {"id": "new:1", "strategy": strategy, "title": title, "economic": "16"}
    for place, head in enumerate(heads, start=1):
        if head in row:
            book["priorities"].cell(row=2, column=place, value=row[head])
    book["offers_needs"].append(["new:1", "offer", "skill", "Timber design"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(page: Page, content: bytes) -> None:
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "priorities.xlsx", "mimeType": "", "buffer": content}
    )
    page.get_by_role("button", name="Upload and check").click()


def wait_for(page: Page, text: str) -> None:
    """See the text: by itself with scripts, by the link without."""
    for _ in range(60):
        if page.get_by_text(text).first.is_visible():
            return
        reload = page.get_by_role("link", name="Reload")
        if reload.is_visible():
            reload.click()
        page.wait_for_timeout(500)
    expect(page.get_by_text(text).first).to_be_visible()


@pytest.mark.parametrize("way", WAYS)
def test_officer_imports_priorities(open_page, accessible, officers, installation, way):
    [(strategy,)] = installation.ask(
        "SELECT slug FROM regions_strategy WHERE region_id = 'ES51' LIMIT 1"
    )
    page = sign_in(open_page, way, **WAYS[way])
    has_scripts = way != "plain"
    with page.expect_download() as download:
        page.get_by_role("link", name="Template for Excel").first.click()
    template = download.value.path().read_bytes()
    if has_scripts:
        accessible(page)

    upload(page, filled(template, f"Timber {way}", "es51-nothing"))
    wait_for(page, "There is 1 fault")
    expect(page.get_by_text("priorities, row 2, column strategy")).to_be_visible()
    if has_scripts:
        accessible(page)
    page.get_by_role("link", name="Upload the corrected file").click()

    upload(page, filled(template, f"Timber {way}", strategy))
    wait_for(page, "1 new record")
    if has_scripts:
        accessible(page)
    page.get_by_label("submit them to the curators").check()
    page.get_by_role("button", name="Import everything").click()
    wait_for(page, "new records wait for a curator")
    if has_scripts:
        accessible(page)
    width = page.evaluate("document.documentElement.scrollWidth") if has_scripts else 0
    assert width <= page.viewport_size["width"]
    [(status,)] = installation.ask(
        f"SELECT status FROM regions_profile WHERE title = 'Timber {way}'"
    )
    assert status == "submitted"


def test_file_that_is_too_large_is_told_before_it_is_sent(open_page, officers):
    page = sign_in(open_page, "wide")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "large.csv", "mimeType": "text/csv", "buffer": b"x" * 11_000_000}
    )
    page.get_by_role("button", name="Upload and check").click()
    message = page.get_by_label("File", exact=True).evaluate(
        "input => input.validationMessage"
    )
    assert message == "The file is larger than 10 MB. Divide it into several files."


def test_too_large_a_file_is_answered_with_a_sentence_without_scripts(
    open_page, officers
):
    page = sign_in(open_page, "plain", java_script_enabled=False, expect_errors=True)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "large.csv", "mimeType": "text/csv", "buffer": b"x" * 12_000_000}
    )
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_text("The file is larger than 10 MB.").first).to_be_visible()
