"""Somebody describes an idea, with and without JavaScript."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_visitor_describes_an_idea_and_stays_in_charge(open_page, script):
    page = open_page("/", java_script_enabled=script)
    page.get_by_role("textbox", name="What do you want to do?").fill(
        "Wasserstoff in Bussen"
    )
    page.locator("main").get_by_role("button", name="Find partners").click()
    expect(page.get_by_role("heading", name="Read from your text")).to_be_visible()
    expect(page.locator("#results-title")).to_have_text("100 of 100 partners")
    fuel_cells = page.get_by_role(
        "link", name="Remove the topic Hydrogen and fuel cells"
    )
    fuel_cells.click()
    expect(page.get_by_role("heading", name="Topics you chose")).to_be_visible()
    expect(fuel_cells).to_have_count(0)
    page.get_by_role("checkbox", name="Germany").check()
    if not script:
        page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#results-title")).not_to_have_text("100 of 100 partners")
    countries = page.locator(".match-card__where > span").filter(has_text="Germany")
    expect(countries.first).to_be_visible()
    assert "country=DE" in page.url
    assert "Wasserstoff" in page.url


def test_long_text_is_answered_without_an_address_of_its_own(open_page):
    page = open_page("/search/?idea=")
    page.get_by_role("link", name="My text is longer").click()
    page.get_by_role("textbox", name="Describe your idea").fill(
        "Recycling of textile fibres. " * 90
    )
    page.locator("main").get_by_role("button", name="Find partners").click()
    expect(page.locator("#results-title")).to_have_text("100 of 100 partners")
    assert page.url.endswith("/search/")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Rank 26", exact=True)).to_be_visible()
