"""A cluster is registered, returned with a reason, corrected, and published."""

import re

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
PASSWORD = "a long enough password"
MAKE_PERSON = f"""
from portal.accounts.models import User
user = User.objects.create_user(EMAIL, {PASSWORD!r}, name=NAME, is_staff=STAFF)
user.trust_email()
"""
# Names that no finder of duplicates takes for one another.
NAMES = {
    ("script", "desktop"): "Alder kilns",
    ("script", "phone"): "Bobbin lofts",
    ("plain", "desktop"): "Cider presses",
    ("plain", "phone"): "Dovetail joints",
}


@pytest.fixture
def come_in(open_page, installation):
    """Make a person and sign in; return the first page that was asked for."""

    def done(name: str, path: str, *, is_staff: bool = False, **options) -> Page:
        email = f"{name}@journey.example"
        head = f"EMAIL, NAME, STAFF = {email!r}, {name.title()!r}, {is_staff}\n"
        installation.shell(head + MAKE_PERSON)
        page = open_page(f"/accounts/login/?next={path}", **options)
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        press(page, "Sign in")
        page.wait_for_url(f"**{path}")
        return page

    return done


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def pick(page: Page, field: str, words: str, *, script: bool) -> None:
    """Choose the first that holds these words, by typing or by a search."""
    box = page.locator(f"#id_{field}")
    box.fill(words)
    if script:
        expect(page.locator(f"#list-{field} li").first).to_be_visible()
        box.press("Enter")
    else:
        page.locator(f"button[value='search:{field}']").click()
        page.locator(f"#field-{field} .topic-picker__matches input").first.check()


def decide(page: Page, title: str, button: str, reasons: str = "") -> None:
    """A curator decides the case of this title on the page of cases."""
    page.goto(page.url.split("/curation/")[0] + "/curation/cases/")
    page.get_by_role("link", name=title, exact=True).first.click()
    if reasons:
        page.get_by_label("Rule").select_option(index=1)
        page.get_by_label("Facts").fill(reasons)
    press(page, button)
    expect(page.locator(".alert-success").first).to_be_visible()


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("script", ["script", "plain"])
def test_cluster_is_registered_returned_corrected_and_published(
    come_in, accessible, open_page, width, script
):
    title, with_script = NAMES[script, width], script == "script"
    options = {"viewport": PHONE} if width == "phone" else {}
    word = title.split()[0].lower()
    curator = come_in(f"curator-{word}", "/curation/cases/", is_staff=True)
    page = come_in(
        word, "/edit/clusters/new/", java_script_enabled=with_script, **options
    )

    def looked_at() -> None:
        if with_script:
            accessible(page)

    looked_at()
    page.get_by_label("Name", exact=True).fill(title)
    page.get_by_label("Legal name", exact=False).first.fill(f"{title} Association")
    pick(page, "region", "Girona", script=with_script)
    pick(page, "topics", "textiles", script=with_script)
    page.get_by_label("Summary").fill("We dry things.")
    page.get_by_label("Training and skills").check()
    page.get_by_label("Spanish").check()
    page.get_by_label("Members in all", exact=True).fill("50")
    page.get_by_label("Offer 1", exact=True).fill("A kiln for fabrics")
    page.get_by_label("Need 1", exact=True).fill("Somebody who weaves")
    page.get_by_label("Role mailbox").fill(f"office@{word}.example")
    page.get_by_label("Who sees “Members in all”").select_option("registered")
    press(page, "Save as a draft")
    expect(page.locator("h1")).to_have_text(title)
    looked_at()
    press(page, "Submit to the curators")
    expect(page.get_by_text("With the curators", exact=True)).to_be_visible()
    looked_at()

    decide(curator, title, "Return with reasons", "Say what you dry.")
    page.reload()
    expect(page.get_by_text("Say what you dry.").first).to_be_visible()
    looked_at()
    page.get_by_role("link", name="Edit the profile").click()
    expect(page.locator("#field-region [data-chosen]")).to_contain_text("Girona")
    looked_at()
    page.get_by_label("Summary").fill("We dry fabrics.")
    press(page, "Save the changes")
    page.get_by_label("Your answer to the curators").fill("Fabrics it is.")
    press(page, "Submit again")
    decide(curator, title, "Publish")
    page.reload()
    expect(page.get_by_text("It is public.")).to_be_visible()
    looked_at()

    page.get_by_label("Region, by name or code").fill("Catalonia")
    press(page, "Find priorities")
    press(page, "We work for it")
    expect(page.get_by_text("Waits for the region")).to_be_visible()
    looked_at()
    page.get_by_role("link", name="Add a facility").click()
    looked_at()
    page.get_by_label("Name", exact=True).fill(f"Hall of {title}")
    press(page, "Save as a draft")
    expect(page.locator("h1")).to_have_text(f"Hall of {title}")
    looked_at()

    page.goto(
        re.sub(r"/edit/.*", f"/clusters/{title.lower().replace(' ', '-')}/", page.url)
    )
    expect(page.locator("h1")).to_have_text(title)
    looked_at()
    address = page.url.split("//")[1].partition("/")[2]
    visitor = open_page(f"/{address}", **options)
    expect(visitor.get_by_text("We dry fabrics.")).to_be_visible()
    expect(visitor.get_by_text(f"{title} Association")).to_be_visible()
    accessible(visitor)
    text = visitor.locator("main").inner_text()
    assert "office@" not in text
    assert "Hall of" not in text
    assert not re.search(r"\b50\b", text)
    width_of = "document.documentElement.scrollWidth - innerWidth"
    assert visitor.evaluate(width_of) <= 0
