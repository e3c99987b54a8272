"""Nothing an officer types is lost: broken lines, crashes, two windows, two people."""

import pytest
from playwright.sync_api import expect

from tests.browser.officers import fill_in, is_fine, make_officers, sign_in

MAKE_PRIORITY = """
from portal.accounts.models import User
from regions.editing.services import create_record
from regions.models import Priority, Region, Strategy
by = User.objects.get(email="writer@forms.example")
strategy = Strategy.objects.filter(region="FI1C").first() or create_record(
    kind="strategy", document={"period": "2014-2020"}, by=by,
    region=Region.objects.get(code="FI1C"))
print(create_record(kind="priority", document={"title": TITLE}, by=by,
                    strategy=strategy).slug)
"""
NEW = "/edit/region/FI1C/strategy/new/"
COPIES = "Object.keys(localStorage).filter(k => k.startsWith('smart-draft:')).length"


@pytest.fixture(scope="package")
def writers(installation):
    make_officers(installation, ("writer", "FI1C"), ("second", "FI1C"))


@pytest.fixture
def priority(installation, writers, request):
    """The address of a priority's form, one for each test."""
    title = request.node.name.replace("_", " ")[:60]
    slug = installation.shell(f"TITLE = {title!r}\n{MAKE_PRIORITY}")
    return f"/edit/priority/{slug}/edit/"


def status_of(page):
    return page.locator("#draft-status")


def title_of(page):
    return page.locator("#id_title")


def test_draft_saves_itself_and_is_there_again(open_page, writers):
    page = sign_in(open_page, "writer", NEW)
    title_of(page).fill("Our strategy")
    expect(status_of(page)).to_contain_text("Kept as unsaved text")
    assert page.evaluate(COPIES) == 0
    page.reload()
    expect(title_of(page)).to_have_value("Our strategy")
    expect(page.get_by_text("You see what you had typed by")).to_be_visible()
    page.get_by_role("button", name="Discard what I typed").click()
    open_page(NEW, page=page)
    expect(title_of(page)).to_have_value("")


def test_broken_line_keeps_the_text_here_and_sends_it_later(open_page, priority):
    page = sign_in(open_page, "writer", priority, expect_errors=True)
    page.context.set_offline(True)
    title_of(page).fill("Typed on a train")
    expect(status_of(page)).to_contain_text("kept in this browser, trying again")
    assert page.evaluate(COPIES) == 1
    page.get_by_role("button", name="Save the changes").click()
    expect(status_of(page)).to_contain_text("there is no connection")
    page.locator("#id_summary").fill("And more")
    page.context.set_offline(False)
    expect(status_of(page)).to_contain_text("Kept as unsaved text")
    assert page.evaluate(COPIES) == 0
    page.reload()
    expect(title_of(page)).to_have_value("Typed on a train")
    expect(page.locator("#id_summary")).to_have_value("And more")


def test_text_that_never_left_comes_back_after_a_crash(open_page, priority):
    page = sign_in(open_page, "writer", priority, expect_errors=True)
    page.route("**/edit/drafts/**", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Add an offer").click()
    page.get_by_label("Offer 2", exact=True).fill("Never sent")
    expect(status_of(page)).to_contain_text("kept in this browser")
    address, context = page.url, page.context
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_text("You see what you had typed by")).to_be_visible()
    assert "Never sent" in [
        box.input_value() for box in again.locator("[data-rows=offers] textarea").all()
    ]
    assert again.evaluate(COPIES) == 0


def test_new_record_that_never_left_comes_back_too(open_page, writers):
    page = sign_in(open_page, "second", NEW, expect_errors=True)
    page.route("**/edit/drafts/**", lambda route: route.abort())
    title_of(page).fill("Never sent either")
    expect(status_of(page)).to_contain_text("kept in this browser")
    page.unroute("**/edit/drafts/**")
    page.reload()
    expect(page.get_by_text("You see what you had typed by")).to_be_visible()
    expect(title_of(page)).to_have_value("Never sent either")


def test_signed_out_writer_signs_in_elsewhere_and_goes_on(open_page, priority):
    page = sign_in(open_page, "writer", priority, expect_errors=True)
    page.context.clear_cookies()
    title_of(page).fill("Typed after the session ended")
    expect(status_of(page)).to_contain_text("You are signed out")
    with page.context.expect_page() as opened:
        status_of(page).get_by_role("link", name="Sign in").click()
    other = opened.value
    fill_in(other, "writer")
    other.wait_for_load_state()
    expect(status_of(page)).to_contain_text("Kept as unsaved text")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_text("is saved; it is not public yet")).to_be_visible()
    expect(page.get_by_text("Typed after the session ended").first).to_be_visible()


def test_two_windows_of_one_person_tell_each_other(open_page, priority):
    first = sign_in(open_page, "writer", priority, expect_errors=True)
    second = first.context.new_page()
    second.goto(first.url)
    title_of(first).fill("From the first window")
    expect(status_of(first)).to_contain_text("Kept as unsaved text")
    title_of(second).fill("From the second window")
    expect(status_of(second)).to_contain_text("was written on in another window")
    status_of(second).get_by_role("button", name="Keep what is here").click()
    expect(status_of(second)).to_contain_text("Kept as unsaved text")
    first.locator("#id_summary").fill("More")
    expect(status_of(first)).to_contain_text("was written on in another window")
    status_of(first).get_by_role("button", name="Show what is there").click()
    expect(title_of(first)).to_have_value("From the second window")


def test_signing_out_leaves_no_text_in_the_browser(open_page, priority):
    page = sign_in(open_page, "writer", priority, expect_errors=True)
    page.route("**/edit/drafts/**", lambda route: route.fulfill(status=503))
    title_of(page).fill("Private")
    expect(status_of(page)).to_contain_text("kept in this browser")
    page.locator("header summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(status_of(page)).to_contain_text("there is no connection")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate(COPIES) == 0


@pytest.mark.parametrize("has_script", [True, False], ids=["js", "no-js"])
def test_second_officer_is_told_and_loses_nothing(
    open_page, accessible, priority, has_script
):
    first = sign_in(open_page, "writer", priority)
    second = sign_in(
        open_page,
        "second",
        priority,
        java_script_enabled=has_script,
        expect_errors=True,
    )
    first.locator("#id_summary").fill("The first officer's words")
    first.get_by_role("button", name="Save the changes").click()
    expect(first.get_by_text("is saved; it is not public yet")).to_be_visible()

    second.locator("#id_summary").fill("The second\nofficer's words")
    second.get_by_role("button", name="Save the changes").click()
    expect(second.get_by_role("heading", level=1)).to_have_text(
        "Changed by somebody else meanwhile"
    )
    expect(second.get_by_text("writer@forms.example saved this record")).to_be_visible()
    expect(second.get_by_text("The first officer's words")).to_be_visible()
    is_fine(second, accessible, has_script=has_script)
    second.get_by_label("Mine").check()
    second.get_by_role("button", name="Save with these choices").click()
    expect(second.get_by_text("is saved; it is not public yet")).to_be_visible()
    open_page(priority, page=second)
    expect(second.locator("#id_summary")).to_have_value("The second\nofficer's words")
    if has_script:
        second.wait_for_load_state("networkidle")
        assert second.evaluate(COPIES) == 0


def test_rows_are_moved_adopted_and_removed_by_keyboard(open_page, priority):
    page = sign_in(open_page, "writer", priority)
    page.get_by_label("Offer 1", exact=True).fill("First")
    page.get_by_role("button", name="Add an offer").press("Enter")
    expect(page.get_by_label("Offer 2", exact=True)).to_be_focused()
    page.keyboard.type("Second")
    page.get_by_role("button", name="Up (Offer 2)").press("Enter")
    expect(page.get_by_label("Offer 1", exact=True)).to_have_value("Second")
    expect(page.get_by_role("button", name="Up (Offer 1)")).to_be_focused()
    page.get_by_role("button", name="Remove (Offer 1)").press("Enter")
    expect(page.get_by_label("Offer 1", exact=True)).to_have_value("First")
    expect(page.get_by_label("Offer 2", exact=True)).to_have_count(0)
    expect(status_of(page)).to_contain_text("Kept as unsaved text")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_text("is saved; it is not public yet")).to_be_visible()
