"""Three clusters ask together for a facility, and note that they used it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.officers import ACTORS, PHONE, is_fine, sign_in

DESKTOP = {"width": 1280, "height": 900}
# A facility of a region, and clusters elsewhere that work in its field: the lead first.
WAYS = {
    "desktop": (
        "cz01-prague-asterix-laser-system-pals",
        ("nl41-photonicsnl", "fi1d-photonics-finland", "dk01-bigscience-dk"),
    ),
    "phone": (
        "si04-slovenian-nmr-centre-slonmr",
        (
            "fi1d-ouluhealth",
            "dk01-medicon-valley-alliance",
            "dk01-danish-life-science-cluster",
        ),
    ),
}
MAKE = f"""{ACTORS}
from regions.models import Facility, Profile
for way, (facility, clusters) in WAYS.items():
    region = Facility.objects.get(slug=facility).region_id
    act_for(way + "-runs-it", region_id=region)
    for number, slug in enumerate(clusters):
        act_for(way + "-needs-it-" + str(number), Profile.objects.get(slug=slug))
"""


@pytest.fixture(scope="module")
def officers(installation):
    """Who runs each of the facilities, and who needs it."""
    installation.shell(f"WAYS = {WAYS!r}\n{MAKE}")


@pytest.mark.usefixtures("officers")
@pytest.mark.parametrize(
    ("way", "viewport", "has_script"),
    [("desktop", DESKTOP, True), ("phone", PHONE, False)],
    ids=["desktop", "phone-without-script"],
)
def test_three_clusters_use_a_facility_together(
    open_page, installation, accessible, way, viewport, has_script
):
    options = {"viewport": viewport, "java_script_enabled": has_script}

    def fine(page: Page) -> None:
        is_fine(page, accessible, has_script=has_script)

    facility, _clusters = WAYS[way]
    path = f"/facilities/{facility}/"
    lead = sign_in(open_page, f"{way}-needs-it-0", path, **options)
    name = lead.locator("h1").inner_text()
    if not has_script:
        lead.get_by_role("link", name="Terms, free times, and how to ask").click()
    lead.get_by_role("link", name="Ask together with others").click()
    _open_pool(lead, f"Measuring together, {way}", fine)
    for number in (1, 2):
        _join(open_page, f"{way}-needs-it-{number}", lead.url, **options)
    lead.reload()
    expect(lead.get_by_role("row", name="Together").get_by_text("60")).to_be_visible()
    lead.get_by_role("button", name="Send the request").click()
    expect(lead.get_by_text("The request of all members is sent.")).to_be_visible()
    fine(lead)
    owner_mail = f"{way}-runs-it@forms.example"
    assert owner_mail not in lead.content()

    owner = sign_in(open_page, f"{way}-runs-it", "/facilities/requests/", **options)
    owner.get_by_role("link", name=name).click()
    fine(owner)
    owner.locator("#accept").get_by_label("They see our role mailbox").check()
    owner.get_by_role("button", name="Grant this time").click()
    expect(owner.get_by_text("The time is granted.")).to_be_visible()

    lead.reload()
    expect(lead.get_by_text(owner_mail).first).to_be_visible()
    _use(lead)
    fine(lead)
    owner.reload()
    owner.get_by_role("button", name="Confirm", exact=True).click()
    expect(owner.get_by_text("The use is confirmed and counted.")).to_be_visible()
    visitor = open_page(f"{path}access/", **options)
    expect(visitor.get_by_text("Used 1 time by others, 45 hours")).to_be_visible()
    fine(visitor)


def _open_pool(page: Page, title: str, fine) -> None:
    """Say what is needed, and that others may join."""
    today = timezone.localdate()
    fine(page)
    page.get_by_label("What is it about?").fill(title)
    page.get_by_label("What do you need it for?").fill("A series of samples.")
    page.get_by_label("Wished from").fill(today.isoformat())
    page.get_by_label("Wished until").fill(f"{today + timedelta(days=90)}")
    page.get_by_label("Your share in hours").fill("20")
    page.get_by_label("Others can join until").fill(f"{today + timedelta(days=30)}")
    page.get_by_label("If the facility accepts, it sees our contact").check()
    page.get_by_role("button", name="Open the pool").click()
    expect(page.get_by_text("The pool is open: others can join it.")).to_be_visible()
    fine(page)


def _join(open_page, name: str, address: str, **options) -> None:
    """Another cluster finds the pool, and joins with its share."""
    page = sign_in(open_page, name, "/facilities/pools/", **options)
    page.locator(f"a[href='{address[address.index('/facilities/') :]}']").click()
    page.get_by_text("With ", exact=False).first.click()
    page.get_by_label("Your share in hours").fill("20")
    page.get_by_label("We agree to the request as it is written").check()
    page.get_by_role("button", name="Join the pool").click()
    expect(page.get_by_text("Your share is in the pool.")).to_be_visible()


def _use(page: Page) -> None:
    """Note that all were there today."""
    today = timezone.localdate().isoformat()
    form = page.locator("#use")
    form.locator("summary").click()
    form.get_by_label("Used from").fill(today)
    form.get_by_label("Used until").fill(today)
    form.get_by_label("Hours").fill("45")
    form.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("The use is noted.")).to_be_visible()
