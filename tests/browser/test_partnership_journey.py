"""From a suggestion to a partnership of three regions that everybody can read."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.officers import ACTORS, PHONE, is_fine, sign_in

DESKTOP = {"width": 1280, "height": 900}
WAYS = ("desktop", "phone")
# Where other journeys have people of their own.
OTHERS = ("AT", "ES", "FI", "IT", "PL", "SE")
# For each way a suggestion of its own, and somebody for members of three countries.
MAKE = f"""{ACTORS}
from matching.partnerships.suggestions.models import PartnershipSuggestion
from matching.partnerships.suggestions.services import make_suggestions
waiting = PartnershipSuggestion.objects.new().order_by("-score", "pk")
if not waiting.exists():
    make_suggestions()
for way, found in zip({WAYS!r}, waiting):
    members = {{}}
    seats = found.seats.members().exclude(profile__region__country__in={OTHERS!r})
    for seat in seats.select_related("profile__region"):
        members.setdefault(seat.profile.region.country, seat.profile)
    curate(way + "-founder")
    print(way, found.get_absolute_url(), sep="\\t")
    for number, profile in enumerate(list(members.values())[:3]):
        act_for(way + "-joins-" + str(number), profile)
        print(way, profile.pk, profile.get_absolute_url(), sep="\\t")
"""


@pytest.fixture(scope="module")
def stage(installation):
    """By way: the address of a suggestion, and three of its members."""
    found = {way: [] for way in WAYS}
    for line in installation.shell(MAKE).splitlines():
        way, *told = line.split("\t")
        found[way].append(told)
    return found


@pytest.mark.parametrize(
    ("way", "viewport", "has_script"),
    [("desktop", DESKTOP, True), ("phone", PHONE, False)],
    ids=["desktop", "phone-without-script"],
)
def test_suggestion_becomes_a_partnership_of_three_regions(
    open_page, stage, accessible, way, viewport, has_script
):
    options = {"viewport": viewport, "java_script_enabled": has_script}
    (path,), *members = stage[way]
    curator = sign_in(open_page, f"{way}-founder", "/curation/suggestions/", **options)
    curator.locator(f"a[href='{path}']").click()
    curator.wait_for_url(f"**{path}")
    title = curator.locator("h1").inner_text()
    is_fine(curator, accessible, has_script=has_script)
    _set_up(curator, title, members)
    is_fine(curator, accessible, has_script=has_script)

    path = _path(curator.url)
    visitor = open_page(path, **options)
    # Nobody is named who has not agreed.
    expect(visitor.get_by_text("Nobody yet", exact=False)).to_be_visible()
    for number in range(3):
        _join(open_page, f"{way}-joins-{number}", title, **options)
    # A phone, also where all others sit at a desk.
    phone = {"viewport": PHONE, "java_script_enabled": has_script}
    _read(open_page(path, **phone), members, accessible, has_script)


def _set_up(page: Page, title: str, members: list) -> None:
    """Invite two to lead, and all others as they are suggested."""
    page.get_by_label("Scope").fill("What these regions have in common.")
    for profile, _address in members[:2]:
        page.locator(f"input[name='leads'][value='{profile}']").check()
    page.get_by_role("button", name="Set up and invite").click()
    page.wait_for_url("**/partnerships/*/")
    expect(page.locator("h1")).to_have_text(title)


def _join(open_page, name: str, title: str, **options) -> None:
    """An officer finds the invitation, and accepts it."""
    page = sign_in(open_page, name, "/partnerships/mine/", **options)
    page.get_by_role("link", name=f"is invited to {title}").click()
    page.locator("#your-seat").get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted: the profile takes part now.")).to_be_visible()


def _read(page: Page, members: list, accessible, has_script: bool) -> None:
    """The public page has a map and a table; the matrix says who offers what."""
    rows = page.locator("#member-rows tbody tr")
    expect(rows).to_have_count(3)
    roles = ("Lead", "Lead", "Member")
    for (_profile, address), role in zip(members, roles, strict=True):
        row = rows.filter(has=page.locator(f"a[href='{address}']"))
        expect(row.get_by_text(role, exact=True)).to_be_visible()
    codes = {row.get_attribute("data-code") for row in rows.all()}
    marks = page.locator("figure.region-map .map-region").all()
    assert {one.get_attribute("data-code") for one in marks} == codes
    is_fine(page, accessible, has_script=has_script)
    page.get_by_role("link", name="Needs and offers").click()
    expect(page.locator("h1")).to_have_text("Needs and offers")
    for _profile, address in members:
        expect(page.locator(f"h3 a[href='{address}']")).to_be_visible()
    expect(page.get_by_role("heading", name="Gaps, and who outside")).to_be_visible()
    is_fine(page, accessible, has_script=has_script)


def _path(address: str) -> str:
    """The path of a partnership's address."""
    return "/partnerships/" + address.rstrip("/").rpartition("/")[2] + "/"
