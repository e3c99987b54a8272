"""From a call to an application that is handed in: rules, partners, papers, stages."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.officers import ACTORS, PHONE, is_fine, sign_in

DESKTOP = {"width": 1280, "height": 900}
# Strand 1 of the I3 instrument as first published; it names no last day.
CALL = "i3-strand-1-2021-2022"
PLACES = "At least 1 partner in a less developed region"
# Clusters of more developed regions, who may coordinate.
LEADS = {"desktop": "at13-lisavienna", "phone": "be10-lifetech-brussels"}
MAKE = f"""{ACTORS}
from regions.models import Profile
for name, slug in PEOPLE.items():
    act_for(name, Profile.objects.get(slug=slug))
"""


@pytest.fixture(scope="module")
def leads(installation):
    """Somebody who acts for each of the clusters that lead."""
    people = {f"{way}-coordinates": slug for way, slug in LEADS.items()}
    installation.shell(f"PEOPLE = {people!r}\n{MAKE}")
    return people


@pytest.mark.parametrize(
    ("way", "viewport", "has_script"),
    [("desktop", DESKTOP, True), ("phone", PHONE, False)],
    ids=["desktop", "phone-without-script"],
)
def test_lead_builds_a_consortium_and_hands_the_application_in(
    open_page, installation, leads, accessible, way, viewport, has_script
):
    options = {"viewport": viewport, "java_script_enabled": has_script}

    def fine(page: Page) -> None:
        is_fine(page, accessible, has_script=has_script)

    path = f"/consortia/new/?call={CALL}"
    lead = sign_in(open_page, f"{way}-coordinates", path, **options)
    fine(lead)
    lead.get_by_label("Working title").fill(f"Tests for all, {way}")
    lead.get_by_role("button", name="Start the consortium").click()
    expect(lead.locator("h1")).to_have_text(f"Tests for all, {way}")
    home = lead.url
    slug, name = _close_the_gap(lead, fine)
    # Nobody is asked for whom nobody could answer.
    installation.shell(f"PEOPLE = {{'{way}-takes-part': {slug!r}}}\n{MAKE}")
    row = lead.get_by_role("row", name=name)
    row.get_by_role("button", name="Invite").click()
    expect(lead.get_by_text(f"“{name}” is invited.")).to_be_visible()

    path = home[home.index("/consortia/") :]
    partner = sign_in(open_page, f"{way}-takes-part", path, **options)
    fine(partner)
    partner.get_by_role("button", name="Agree").click()
    expect(partner.get_by_role("row", name=name).get_by_text("agreed")).to_be_visible()

    _fill_up(lead, name, fine)
    _draft(lead, fine)
    _print(lead, name)
    _submit(lead, fine)
    partner.goto(home + "application/")
    expect(partner.locator("[aria-current='step']")).to_contain_text("Submitted")
    fine(partner)


def _close_the_gap(page: Page, fine) -> tuple[str, str]:
    """Add whom the portal names for a place that is missing; say who that is."""
    _expect_status(page, "At least 5 partners", "not met")
    _expect_status(page, PLACES, "not met")
    fine(page)
    closer = page.locator("#rules li li").filter(has_text="Also then met:").first
    name = closer.locator("a").first.inner_text()
    slug = closer.locator("input[name='profile']").get_attribute("value")
    closer.get_by_role("button", name="Add").click()
    expect(page.get_by_text(f"“{name}” is considered.")).to_be_visible()
    _expect_status(page, "At least 5 partners", "not met")
    _expect_status(page, PLACES, "met")
    return slug, name


def _expect_status(page: Page, rule: str, status: str) -> None:
    line = page.locator("#rules > ol > li").filter(
        has=page.get_by_role("heading", level=3, name=rule)
    )
    expect(line.locator(".tag").first).to_have_text(status)


def _fill_up(page: Page, name: str, fine) -> None:
    """Say what the portal cannot know, and adopt the best choice with this partner."""
    page.reload()
    page.locator("table tbody tr").first.get_by_role(
        "link", name="Roles and share"
    ).click()
    page.get_by_label("Is it non-profit?").select_option("yes")
    page.get_by_role("button", name="Save").click()
    _expect_status(page, "The coordinator is a non-profit", "met")
    page.get_by_role("link", name="Propose consortia").click()
    card = page.locator(".card-flat").filter(
        has=page.get_by_role("heading", name="Proposal 1")
    )
    expect(card.get_by_role("link", name=name)).to_be_visible()
    fine(page)
    card.get_by_role("button", name="Adopt this one").click()
    expect(page.get_by_text("6 of 6 rules are met.")).to_be_visible()
    expect(page.get_by_role("row", name=name).get_by_text("agreed")).to_be_visible()


def _draft(page: Page, fine) -> None:
    page.get_by_role("link", name="Joint application").click()
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.locator("[aria-current='step']")).to_contain_text("Drafting")
    fine(page)


def _print(page: Page, name: str) -> None:
    """The sheet of all, and the letter that the partner signs."""
    letters = page.locator("#letters").get_by_role("row", name=name)
    letter = letters.get_by_role("link", name="To be signed (PDF)")
    for link in (page.get_by_role("link", name="Sheet as PDF"), letter):
        with page.expect_download() as begun:
            link.click()
        content = begun.value.path().read_bytes()
        assert content.startswith(b"%PDF-")
        assert len(content) > 5_000


def _submit(page: Page, fine) -> None:
    """Only two have agreed here, so it has to say why that does not matter."""
    page.get_by_role("link", name="Note that it was submitted").click()
    rule = page.get_by_role("row", name="At least 5 partners")
    expect(rule).to_contain_text("You have 2 of 5 partners.")
    fine(page)
    page.get_by_label("Number of the proposal").fill("101234567")
    page.get_by_label("Submit it although rules are not met").check()
    page.get_by_label("Why?").fill("The others have signed their letters on paper.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[aria-current='step']")).to_contain_text("Submitted")
    expect(page.get_by_text("101234567")).to_be_visible()
