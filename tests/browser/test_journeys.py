"""Journeys through a real portal with the real register, for each kind of reader."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
PASSWORD = "a long enough password"
PAGES = (
    "/",
    "/regions/",
    "/regions/?country=ES&level=2",
    "/regions/ES51/",
    "/regions/compare/?region=ES51&region=FRK2",
    "/priorities/",
    "/clusters/",
    "/clusters/es51-aei-textils/",
    "/facilities/",
    "/cooperation/",
    "/search/",
    "/search/?q=hydrogen",
    "/search/?idea=",
    "/search/?idea=Wasserstoff+in+Bussen",
    "/search/?idea=&long=1",
    "/search/?q=nothingofthiskind",
    "/matches/es51-aei-textils/",
    "/matches/es51-aei-textils/?likeness=3&reach=0",
    "/matches/es51-aei-textils/?kind=none",
    "/matches/es51-aei-textils/fre1-euramaterials/",
    "/matches/region/ES51/",
    "/about/matching/",
    "/about/matching/evaluation/",
    "/data/",
    "/accounts/login/",
    "/regions/XX99/",
)
# The browser itself notes an answer of 400 or 404 as an error.
REFUSED = ("/matches/es51-aei-textils/?kind=none", "/regions/XX99/")
MAKE_PEOPLE = f"""
from portal.accounts.models import Mandate, User
from regions.models import Region
if not User.objects.filter(email="curator@journey.example").exists():
    curator = "curator@journey.example"
    User.objects.create_user(curator, {PASSWORD!r}, is_staff=True).trust_email()
    officer = User.objects.create_user("officer@journey.example", {PASSWORD!r})
    officer.trust_email()
    Mandate.objects.create(user=officer, region=Region.objects.get(code="ES51"))
"""


@pytest.fixture(scope="package")
def people(installation):
    installation.shell(MAKE_PEOPLE)


@pytest.fixture
def signed_in(open_page, people):
    def sign_in(name: str, path: str, **options):
        page = open_page(f"/accounts/login/?next={path}", **options)
        page.get_by_label("E-mail address").fill(f"{name}@journey.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{path}")
        return page

    return sign_in


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_visitor_goes_from_a_region_to_a_match_and_its_reasons(open_page, viewport):
    page = open_page(
        "/regions/?country=ES", **({"viewport": viewport} if viewport else {})
    )
    page.get_by_role("link", name="Catalonia", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Catalonia")

    page.get_by_role("link", name="Industrial systems", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Industrial systems")
    expect(page.get_by_text("not confirmed by the region").first).to_be_visible()

    page.get_by_role("link", name="Partners that fit, with reasons").click()
    first = page.locator(".match-list > li").first
    expect(first.get_by_text("Rank 1", exact=True)).to_be_visible()
    expect(first.get_by_text("What they gain")).to_be_visible()
    partner = first.locator("h2, h3").first.inner_text()

    first.get_by_role("link", name="Why this match").click()
    expect(page.locator("h1")).to_contain_text(partner)
    expect(page.get_by_role("heading", name="How the score is made")).to_be_visible()


def test_visitor_without_javascript_filters_a_match_list(open_page):
    page = open_page("/matches/es51-aei-textils/", java_script_enabled=False)
    page.get_by_label("Italy").check()
    page.get_by_role("button", name="Show").first.click()
    page.wait_for_load_state()
    assert "country=IT" in page.url
    places = page.locator(".match-list > li").get_by_text("Italy", exact=True)
    assert places.count() == page.locator(".match-list > li").count() > 0


def test_visitor_says_what_matters_and_can_share_the_address(open_page):
    page = open_page("/matches/es51-aei-textils/")
    page.evaluate("window.stillHere = true")
    page.get_by_label("Reach").select_option("more")
    page.wait_for_url("**reach=3**")
    expect(page.locator("#results")).to_contain_text("what matters to you: Reach: more")
    assert page.evaluate("window.stillHere") is True
    first = page.locator(".match-list h3").first.inner_text()

    again = open_page(page.url.partition("//")[2].partition("/")[2].join(("/", "")))
    expect(again.locator(".match-list h3").first).to_have_text(first)
    expect(again.get_by_label("Reach")).to_have_value("3")


def test_visitor_who_lets_nothing_count_reads_why_that_cannot_be(open_page):
    page = open_page(
        "/matches/es51-aei-textils/?complement=0&strength=0&track_record=0&reach=0",
        expect_errors=True,
    )
    page.get_by_label("Likeness").select_option("not at all")
    expect(page.locator("#results")).to_contain_text("Let at least one of the five")


def test_visitor_filters_without_a_full_reload_and_can_share_the_address(open_page):
    page = open_page("/clusters/")
    page.evaluate("window.stillHere = true")
    page.get_by_label("Spain").check()
    page.wait_for_url("**country=ES**")
    assert page.evaluate("window.stillHere") is True
    expect(page.locator("#results")).not_to_contain_text("Germany")

    again = open_page(page.url.removeprefix(page.url.split("/clusters/")[0]))
    expect(again.locator("#results")).not_to_contain_text("Germany")


def test_visitor_finds_by_words_with_and_without_accents(open_page):
    page = open_page("/")
    page.locator("header").get_by_role("searchbox").fill("cataluna")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Catalonia").first).to_be_visible()


def test_visitor_reads_in_german_and_french_on_the_same_page(open_page):
    page = open_page("/regions/ES51/")
    for language, word in (("de", "Regionen"), ("fr", "Régions")):
        page.locator("select[name=language]").first.select_option(language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("nav").get_by_text(word).first).to_be_visible()
        assert page.url.endswith("/regions/ES51/")


def test_keyboard_reaches_the_content_first(open_page):
    page = open_page("/regions/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main, #main') !== null")


def test_curator_starts_a_run_and_watches_it_end(signed_in, installation):
    installation.shell(
        "from regions.models import Profile\n"
        "from regions.services import bump_register_version\n"
        "one = Profile.objects.order_by('pk').last()\n"
        "one.summary += ' journey'\n"
        "one.save()\n"
        "bump_register_version()"
    )
    page = signed_in("curator", "/curation/runs/")
    page.evaluate("window.stillHere = true")
    page.get_by_role("button", name="Start a run").click()
    expect(page.get_by_text("is under way").first).to_be_visible()
    expect(page.get_by_role("button", name="Start a run")).to_be_visible()
    expect(page.locator("table tr", has_text="finished").first).to_be_visible()


def fits_a_phone_and_is_accessible(page, accessible):
    page.wait_for_load_state("networkidle")
    accessible(page)
    wide = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(wide)


def test_curator_tries_other_weights_compares_switches_and_switches_back(
    signed_in, accessible
):
    page = signed_in("curator", "/curation/runs/")
    readers_see = page.get_by_role("region", name="What readers see")
    before = readers_see.get_by_text("The lists of run").inner_text()
    page.get_by_role("button", name="Try these weights 2026-11", exact=True).click()
    expect(page.get_by_text("Readers see nothing of it.")).to_be_visible()
    told = page.get_by_role("status").filter(has_text="Trial run")
    expect(told).to_contain_text("Compare it with the lists")
    fits_a_phone_and_is_accessible(page, accessible)
    expect(readers_see).to_contain_text(before)

    told.get_by_role("link", name="Compare run").click()
    expect(page.get_by_role("heading", name="Lists that change most")).to_be_visible()
    fits_a_phone_and_is_accessible(page, accessible)
    page.get_by_role("button", name="Switch to these lists").click()
    expect(readers_see).to_contain_text("Weights of version 2026-11.")

    readers_see.get_by_role("link", name="or switch back").click()
    page.get_by_role("button", name="Switch back to these lists").click()
    expect(readers_see).to_contain_text(before)


def test_officer_may_not_open_the_curators_desk(signed_in, open_page):
    page = signed_in("officer", "/regions/ES51/", expect_errors=True)
    open_page("/curation/runs/", page=page)
    expect(page.locator("h1")).to_have_text("You may not open this page")
    expect(page.get_by_role("button", name="Start a run")).to_have_count(0)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits_a_phone(open_page, accessible, path):
    page = open_page(path, expect_errors=path in REFUSED)
    fits_a_phone_and_is_accessible(page, accessible)


def test_dark_page_is_accessible(open_page, accessible):
    page = open_page("/matches/es51-aei-textils/", color_scheme="dark")
    accessible(page)
