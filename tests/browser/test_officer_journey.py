"""A region officer registers a strategy, and settles what the portal knows already."""

import pytest
from playwright.sync_api import expect

from tests.browser.officers import PHONE, is_fine, make_officers, sign_in
from tests.installation import wait_until

# What a curator does with the case: the curators' journey has the pages for it.
PUBLISH = """
from portal.accounts.models import User
from regions.models import Case
from regions.moderation.services import decide_case
curator, _ = User.objects.get_or_create(email="checks@forms.example", is_staff=True)
case = Case.objects.get(region=REGION, outcome="")
decide_case(case=case, outcome="published", reasons="All is there.", by=curator)
"""
DESKTOP = {"width": 1280, "height": 900}
KINDS = [
    pytest.param("SE11", DESKTOP, True, id="desktop"),
    pytest.param("SE31", PHONE, True, id="phone"),
    pytest.param("SE21", DESKTOP, False, id="desktop-without-script"),
    pytest.param("SE22", PHONE, False, id="phone-without-script"),
]


@pytest.fixture(scope="package")
def officers(installation):
    regions = ("SE11", "SE31", "SE21", "SE22", "AT11", "AT12")
    make_officers(installation, *((f"officer-{one.lower()}", one) for one in regions))


def choose_topic(page, words: str, code: str, has_script: bool) -> None:
    """Pick a topic by typing and the keyboard, or by search and a box."""
    box = page.locator("#id_topics")
    if has_script:
        box.click()
        box.press_sequentially(words)
        expect(page.locator("#list-topics [role=option]").first).to_be_visible()
        options = page.locator("#list-topics [role=option]")
        while options.locator("[aria-selected=true]").count() == 0:
            page.keyboard.press("ArrowDown")
            if options.filter(has_text=code).first.get_attribute("aria-selected") == (
                "true"
            ):
                break
        page.keyboard.press("Enter")
        expect(box).to_have_value("")
        expect(page.locator(f"[data-chosen] input[value='{code}']")).to_have_count(1)
    else:
        box.fill(words)
        page.get_by_role("button", name="Find topics").first.click()
        page.locator(f"input[name=topics][value='{code}']").check()


def fill_priority(page, title: str, has_script: bool) -> None:
    page.locator("#id_title").fill(title)
    page.locator("#id_summary").fill(f"{title}: what we do.\nAnd with whom.")
    choose_topic(page, "wood", "16", has_script)
    page.get_by_label("Pilot", exact=True).check()
    page.get_by_label("Offer 1", exact=True).fill("A pilot plant")
    page.get_by_role("button", name="Add an offer").click()
    page.get_by_label("Offer 2", exact=True).fill("Test certificates")
    page.get_by_label("Need 1", exact=True).fill("Glue without solvents")
    # What was typed before the buttons is still there.
    expect(page.get_by_label("Offer 1", exact=True)).to_have_value("A pilot plant")
    expect(page.locator("#id_title")).to_have_value(title)


@pytest.mark.parametrize(("region", "viewport", "has_script"), KINDS)
def test_officer_registers_a_strategy_with_three_priorities(
    open_page, officers, accessible, installation, region, viewport, has_script
):
    options = {"viewport": viewport, "java_script_enabled": has_script}
    page = sign_in(
        open_page, f"officer-{region.lower()}", f"/edit/region/{region}/", **options
    )
    is_fine(page, accessible, has_script=has_script)
    page.get_by_role("link", name="Register a strategy").first.click()
    page.get_by_label("Period").select_option("2021-2027")
    page.get_by_label("Link to the document").fill("https://example.org/ris3.pdf")
    page.get_by_label("Responsible body", exact=False).first.fill("Region board")
    page.get_by_label("Role mailbox").fill("ris3@example.org")
    is_fine(page, accessible, has_script=has_script)
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("is saved as a draft")).to_be_visible()
    is_fine(page, accessible, has_script=has_script)

    for title in ("Timber houses", "Clean pulp", "Forest data"):
        page.get_by_role("link", name="Add a priority").click()
        fill_priority(page, title, has_script)
        if title == "Clean pulp":
            is_fine(page, accessible, has_script=has_script)
        page.get_by_role("button", name="Save as a draft").click()
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()

    expect(page.get_by_text("% complete")).to_have_count(4)
    page.get_by_role("button", name="Submit the strategy and 3 priorities").click()
    expect(page.get_by_text("4 records are with the curators now")).to_be_visible()
    expect(page.get_by_text("With the curators", exact=True)).to_have_count(4)
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    is_fine(page, accessible, has_script=has_script)

    installation.shell(f"REGION = {region!r}\n{PUBLISH}")
    page = open_page("/dashboard/", page=page)
    row = page.get_by_role("row").filter(has_text="Timber houses")
    row.get_by_role("link", name="Partners").click()
    wait_until(lambda: page.reload() and page.locator(".match-card").count())
    is_fine(page, accessible, has_script=has_script)


@pytest.mark.parametrize(
    ("region", "has_script"), [("AT11", True), ("AT12", False)], ids=["js", "no-js"]
)
def test_officer_settles_what_the_portal_knows(
    open_page, officers, accessible, region, has_script
):
    path = f"/edit/region/{region}/facts/"
    page = sign_in(
        open_page,
        f"officer-{region.lower()}",
        path,
        viewport=PHONE,
        java_script_enabled=has_script,
    )
    is_fine(page, accessible, has_script=has_script)
    facts = page.locator(".fact")
    before = facts.count()
    page.get_by_role("button", name="Confirm", exact=False).nth(2).click()
    expect(page.get_by_text("1 fact is confirmed")).to_be_visible()
    expect(facts).to_have_count(before - 1)

    last = facts.last
    last.get_by_text("Reject …").click()
    last.get_by_label("What is wrong with it?").fill("Not true since 2019")
    last.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("1 fact is rejected")).to_be_visible()
    expect(facts).to_have_count(before - 2)
    page.get_by_role("button", name="Undo the last rejection").click()
    expect(facts).to_have_count(before - 1)

    if has_script:
        page.get_by_label("Tick all").check()
        page.get_by_role("button", name="Confirm what is ticked").click()
    else:
        page.locator("button[value='confirm:all']").click()
    expect(page.get_by_text("Everything is settled")).to_be_visible()
    is_fine(page, accessible, has_script=has_script)
