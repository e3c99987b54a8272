"""A headless Chromium, and the portal it looks at."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.conftest import copied
from tests.installation import Installation

# The first has no window around its pages, and takes a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Where all tests run at once a page may take long; it costs nothing where none does.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


# Journeys are walked on a desktop and a phone, with scripts and without; these words in
# the name of a journey say which.
NARROW = ("phone", "narrow")
WITHOUT_SCRIPT = ("plain", "without", "no script", "no-script", "no-js")


def pytest_collection_modifyitems(config, items):
    """Mark journeys; without a browser skip them, unless CI insists on them.

    JOURNEYS=all walks them in all ways; by default those with four ways are walked on a
    desktop with scripts and on a phone without, those with three on a phone and without
    scripts. JOURNEYS=once leaves the first only: how a journey looks, and whether it
    needs scripts, does not depend on the database.
    """
    again = _walked_again(items, os.environ.get("JOURNEYS", "pairs"))
    config.hook.pytest_deselected(items=again)
    items[:] = [item for item in items if item not in again]
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


# By the number of ways in which a journey can be walked.
_LEFT_OUT = {4: ((True, False), (False, True)), 3: ((False, False),)}


def _walked_again(items: list, ways: str) -> list:
    journeys = [one for one in items if "tests/browser" in str(one.path)]
    known: dict[tuple, set[tuple[bool, bool]]] = {}
    for item in journeys:
        known.setdefault((item.path, item.originalname), set()).add(_way(item))
    if ways == "all":
        return []
    if ways == "once":
        return [item for item in journeys if any(_way(item))]
    return [
        item
        for item in journeys
        if _way(item) in _LEFT_OUT.get(len(known[item.path, item.originalname]), ())
    ]


def _way(item) -> tuple[bool, bool]:
    """Whether this is a walk on a phone, and whether without scripts."""
    _name, _bracket, variant = item.name.partition("[")
    return (
        any(one in variant for one in NARROW),
        any(one in variant for one in WITHOUT_SCRIPT),
    )


# Both end with this folder: other tests want no event loop in their thread, and no
# worker beside theirs.
@pytest.fixture(scope="package")
def browser():
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture(scope="package")
def installation(prepared, tmp_path_factory):
    yield from copied(prepared, tmp_path_factory)


@pytest.fixture(scope="package")
def portal(installation: Installation):
    """The address of a running portal: web server and worker side by side."""
    web, worker = installation.start_web(), installation.start_worker()
    yield installation.url
    installation.stop(worker)
    installation.stop(web)


@pytest.fixture
def open_page(browser, portal):
    """Open an address in a fresh browser; errors on the console fail the test."""
    contexts, faults = [], []

    def opened(
        path: str = "/",
        *,
        page: Page | None = None,
        expect_errors: bool = False,
        **options,
    ) -> Page:
        if page is None:
            context = browser.new_context(
                viewport=options.pop("viewport", {"width": 1280, "height": 900}),
                locale="en-GB",
                **options,
            )
            context.set_default_timeout(PATIENCE)
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            if not expect_errors:
                page.on("console", lambda said: _note_error(said, faults))
            page.on(
                "request", lambda asked: _refuse_strangers(asked.url, portal, faults)
            )
        page.goto(portal + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def accessible():
    """Assert that axe finds nothing to complain about on the page."""

    def check(page: Page) -> None:
        asked = {
            "runOnly": {"type": "tag", "values": WCAG},
            "resultTypes": ["violations"],
        }
        found = Axe().run(page, options=asked)
        assert [
            (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
            for one in found.response["violations"]
        ] == []

    return check


def _note_error(said, faults: list[str]) -> None:
    if said.type == "error":
        faults.append(said.text)


def _refuse_strangers(url: str, portal: str, faults: list[str]) -> None:
    if not url.startswith((portal, "data:")):
        faults.append(f"asked another host: {url}")
