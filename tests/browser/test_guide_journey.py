"""The guide: a visitor reads and looks words up; an officer comes to a peer by it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.officers import ACTORS, PHONE, is_fine, sign_in

DESKTOP = {"width": 1280, "height": 900}
WAYS = ("desktop", "phone")
BOTH = pytest.mark.parametrize(
    ("way", "viewport", "has_script"),
    [("desktop", DESKTOP, True), ("phone", PHONE, False)],
    ids=["desktop", "phone-without-script"],
)
CHAPTER = "instruments"
# For each way a region that asks, and a practice of another with a priority to ask for.
MAKE = f"""{ACTORS}
from portal.guide.practices.models import Practice
from regions.models import Priority, Region
public = Priority.objects.published()
rows = Practice.objects.published().filter(language="en", cluster=None)
rows = rows.filter(owner_cluster=None, region__in=public.values("region"))
keepers = {{}}
for one in rows.order_by("pk").select_related("region"):
    if one.keeper == one.region:
        keepers.setdefault(one.region_id, one)
others = Region.objects.filter(level=2, in_eu=True, pk__in=public.values("region"))
others = others.exclude(country__in=[code[:2] for code in keepers]).order_by("-pk")
for way, own, practice in zip({WAYS!r}, others, keepers.values()):
    act_for(way + "-reads", region_id=own.pk)
    act_for(way + "-solved", region_id=practice.region_id)
    told = (way, own.pk, practice.region.label, practice.title)
    print("peer", *told, sep="\\t")
"""


@pytest.fixture(scope="module")
def stage(installation):
    """By way: the region that asks, the name of the one that answers, its practice."""
    lines = [line.split("\t") for line in installation.shell(MAKE).splitlines()]
    return {line[1]: line[2:] for line in lines if line[0] == "peer"}


@BOTH
def test_visitor_reads_prints_follows_a_term_and_changes_the_language(
    open_page, accessible, way, viewport, has_script
):
    page = open_page("/guide/", viewport=viewport, java_script_enabled=has_script)
    page.wait_for_url("**/guide/en/")
    is_fine(page, accessible, has_script=has_script)
    page.locator("main").locator(f"a[href$='/en/{CHAPTER}/']").first.click()
    page.wait_for_url(f"**/guide/en/{CHAPTER}/")
    title = page.locator("h1").inner_text()
    is_fine(page, accessible, has_script=has_script)
    _print(page)

    term = page.locator("main article a[href*='/glossary/#']").first
    key = (term.get_attribute("href") or "").rpartition("#")[2]
    term.click()
    page.wait_for_url(f"**/guide/en/glossary/#{key}")
    expect(page.locator(f"#{key}")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("h1")).to_have_text(title)

    page.locator("#language").select_option("de")
    if not has_script:
        page.get_by_role("button", name="Change", exact=True).click()
    page.wait_for_url(f"**/guide/de/{CHAPTER}/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("h1")).not_to_have_text(title)
    is_fine(page, accessible, has_script=has_script)


@BOTH
def test_officer_assesses_the_policy_asks_a_peer_and_is_introduced(
    open_page, stage, accessible, way, viewport, has_script
):
    options = {"viewport": viewport, "java_script_enabled": has_script}
    code, peer, practice = stage[way]
    begin = f"/guide/assessments/begin/policy/{code}/"
    page = sign_in(open_page, f"{way}-reads", begin, **options)
    page.locator("main").get_by_role("button", name="Begin").click()
    _answer(page, accessible, has_script)

    page.get_by_role("link", name=re.compile("^Ask a peer")).first.click()
    page.wait_for_url("**/guide/peers/ask/?**")
    is_fine(page, accessible, has_script=has_script)
    page.get_by_label("What do you want to solve?").fill(practice)
    page.get_by_label("My question is about policy in general").check()
    page.get_by_role("button", name="Show who has solved it").click()
    card = page.locator("#peers li.card-flat", has=page.get_by_role("link", name=peer))
    expect(card.get_by_text(practice, exact=False).first).to_be_visible()
    is_fine(page, accessible, has_script=has_script)
    card.get_by_role("button", name="Keep and ask for an introduction").click()

    page.wait_for_url("**/guide/peers/*/ask/*/")
    expect(page.get_by_label("What do you seek?")).to_have_value(practice)
    page.get_by_label("Our contact data may be shown").check()
    is_fine(page, accessible, has_script=has_script)
    page.get_by_role("button", name="Ask for the introduction").click()
    page.wait_for_url("**/introductions/*/")

    _accept(open_page, f"{way}-solved", page, options)
    page.goto(_at(page, "/guide/peers/"))
    expect(page.get_by_text("1 introduction accepted")).to_be_visible()
    page.get_by_role("link", name=practice[:30]).click()
    page.get_by_label("What did you learn?").fill("Begin with few and simple rules.")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted: the question is answered.")).to_be_visible()
    is_fine(page, accessible, has_script=has_script)


def _print(page: Page) -> None:
    """On paper the text stands without what only a screen needs; the PDF is one."""
    page.emulate_media(media="print")
    expect(page.locator("main article")).to_be_visible()
    expect(page.locator("main .no-print").first).to_be_hidden()
    page.emulate_media(media="screen")
    link = page.get_by_role("link", name="As a PDF file").get_attribute("href")
    answer = page.request.get(_at(page, link or ""))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")


def _answer(page: Page, accessible, has_script: bool) -> None:
    """Each question with the lowest level, page by page, to the result."""
    page.wait_for_url("**/questions/*/")
    is_fine(page, accessible, has_script=has_script)
    while "/questions/" in page.url:
        for question in page.locator("fieldset.assessment-question").all():
            question.locator("input[type='radio']").first.check()
        here = page.url
        page.get_by_role("button", name=re.compile("^Save and (go on|review)$")).click()
        expect(page).not_to_have_url(here)
    page.wait_for_url("**/review/")
    page.get_by_role("button", name="Complete and see the result").click()
    expect(page.locator("h1")).to_have_text("Result of the self-assessment")
    is_fine(page, accessible, has_script=has_script)


def _accept(open_page, name: str, asked: Page, options) -> None:
    """The other side finds the letter, and accepts it."""
    path = "/introductions/" + asked.url.rstrip("/").rpartition("/")[2] + "/"
    page = sign_in(open_page, name, path, **options)
    form = page.locator(f"form[action='{path}accept/']")
    form.get_by_label("Our contact data may be shown").check()
    form.get_by_role("button").click()
    expect(page.locator("main").get_by_text("accepted").first).to_be_visible()


def _at(page: Page, path: str) -> str:
    """An address of the portal that the page is from."""
    return "/".join(page.url.split("/")[:3]) + path
