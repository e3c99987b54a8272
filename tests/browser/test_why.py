"""Somebody misses a partner, reads why, and tries what would bring others."""

import re


def test_missing_partner_is_found_explained_and_tried(open_page, accessible):
    page = open_page("/clusters/")
    page.locator("#rows .row-card__title a, #rows th a").first.click()
    page.get_by_role("link", name="Partners that fit, with reasons").click()
    page.get_by_label("Is somebody missing?").last.fill("tourism")
    page.get_by_role("button", name="Find").click()
    accessible(page)
    missing = page.locator(".row-card", has_text="not in the list: see why").first
    missing.get_by_role("link").first.click()
    page.get_by_role(
        "heading", name=re.compile("^Why .+ is not in the list")
    ).wait_for()
    accessible(page)
    page.get_by_role("link", name="Who else would come?").first.click()
    page.get_by_role("heading", name="With these additions").wait_for()
    accessible(page)
    page.get_by_label("A value-chain stage").select_option("pilot")
    page.get_by_role("button", name="Add and look").click()
    page.get_by_text("Stage: pilot").wait_for()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Show the proposals again").click()
    page.get_by_role(
        "heading", name="If you add this, these partners appear"
    ).wait_for()
    accessible(page)
