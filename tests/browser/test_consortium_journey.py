"""From a call to an application that is handed in: rules, partners, papers, stages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.officers import ACTORS, PHONE, is_fine, sign_in

DESKTOP = {"width": 1280, "height": 900}
# The one of the rules that were published for strand 1; it names no last day.
CALL = "i3-strand-1-2021-2022"
PLACES = "At least one partner is from a less developed region"
# A cluster of a more developed region leads; the best of its list elsewhere answers.
MAKE = f"""{ACTORS}
from matching.models import Match
from matching.queries import current_run
from regions.models import Profile
lead = Profile.objects.get(slug=LEAD)
rows = Match.objects.filter(
    run=current_run(), profile=lead, partner__type="cluster",
    partner__region__cohesion_category__in=["less", "transition"])
partner = rows.order_by("rank").first().partner
act_for(WAY + "-coordinates", lead)
act_for(WAY + "-takes-part", partner)
print(partner.title)
"""


@pytest.mark.parametrize(
    ("way", "lead", "viewport", "has_script"),
    [
        ("desktop", "at13-lisavienna", DESKTOP, True),
        ("phone", "be10-lifetech-brussels", PHONE, False),
    ],
    ids=["desktop", "phone-without-script"],
)
def test_consortium_is_built_and_its_application_submitted(
    open_page, installation, accessible, way, lead, viewport, has_script
):
    options = {"viewport": viewport, "java_script_enabled": has_script}
    partner = installation.shell(f"WAY, LEAD = {way!r}, {lead!r}\n{MAKE}")
    path = f"/consortia/new/?call={CALL}"
    page = sign_in(open_page, f"{way}-coordinates", path, **options)
    page.get_by_label("Working title").fill(f"Tests for all, {way}")
    page.get_by_role("button", name="Start the consortium").click()
    expect(page.locator("h1")).to_have_text(f"Tests for all, {way}")
    print(page.locator("#rules").inner_text())
    is_fine(page, accessible, has_script=has_script)
