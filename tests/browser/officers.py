"""What journeys of those who write share: people, signing in, a look at the page."""

from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
PASSWORD = "a long enough password"
MAKE = f"""
from portal.accounts.models import Mandate, User
from regions.models import Region
for name, region in PEOPLE:
    user, is_new = User.objects.get_or_create(email=name + "@forms.example")
    user.set_password({PASSWORD!r})
    user.save()
    if hasattr(user, "trust_email"):
        user.trust_email()
    Mandate.objects.get_or_create(
        user=user, region=Region.objects.get(code=region), defaults=dict(role="editor")
    )
"""

# To begin the code of a stage with: `act_for` makes the owner of a region, a cluster,
# or the organisation that has a profile; `curate` makes a curator.
ACTORS = f"""
from portal.accounts.models import Mandate, User
def person(name, **more):
    user, is_new = User.objects.get_or_create(
        email=name + "@forms.example", defaults=dict(name=name.title(), **more))
    user.set_password({PASSWORD!r})
    user.save()
    user.trust_email()
    return user
def act_for(name, profile=None, **whom):
    if profile and profile.type == "cluster":
        whom = dict(cluster_id=profile.pk)
    elif profile:
        whom = dict(region_id=profile.region_id)
    Mandate.objects.get_or_create(
        user=person(name), **whom, defaults=dict(role="owner"))
def curate(name):
    person(name, is_staff=True)
"""


def make_officers(installation, *people: tuple[str, str]) -> None:
    """People with an address of this name, who write for this region."""
    installation.shell(f"PEOPLE = {people!r}\n{MAKE}")


def sign_in(open_page, name: str, path: str, **options) -> Page:
    """Open a page as this officer, in a browser of his own."""
    page = open_page(f"/accounts/login/?next={path}", **options)
    fill_in(page, name)
    page.wait_for_url(f"**{path}")
    return page


def fill_in(page: Page, name: str) -> None:
    page.get_by_label("E-mail address").fill(f"{name}@forms.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


def is_fine(page: Page, accessible, *, has_script: bool = True) -> None:
    """The page fits, and axe finds nothing (which needs script)."""
    page.wait_for_load_state("networkidle")
    if not has_script:
        return
    accessible(page)
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
