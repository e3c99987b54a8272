"""Take pictures of the main pages, wide and narrow."""

import shutil
import socket
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.health import ask
from portal.processes import web_server
from regions.models import Cluster, Priority

try:
    from playwright.sync_api import Browser, sync_playwright
except ImportError:  # a development requirement
    Browser = sync_playwright = None

SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
BROWSERS = ("chromium", "chromium-browser", "chromium-headless-shell")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Command(BaseCommand):
    help = (
        "Take pictures of the main pages at 1280 and 390 pixels with Chromium, into"
        " screenshots/ in DATA_DIR. Starts a web server of its own."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--target",
            type=Path,
            default=Path(settings.DATA_DIR) / "screenshots",
            help="folder for the pictures (default: screenshots in DATA_DIR)",
        )
        parser.add_argument(
            "--whole", action="store_true", help="whole pages, not the first screen"
        )

    def handle(self, *args, target: Path, whole: bool, **options):
        chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
        if sync_playwright is None or chromium is None:
            raise CommandError(
                "Chromium and Playwright are needed (Debian: apt-get install"
                " chromium-headless-shell; make test installs Playwright)."
            )
        call_command("collectstatic", interactive=False, verbosity=0)
        target.mkdir(parents=True, exist_ok=True)
        try:  # before Playwright's loop, in which Django reads nothing
            pages = _pages()
        except DatabaseError as error:
            raise CommandError(f"no register to show ({error}): make run") from error
        port = _free_port()
        web = web_server(port)
        web.start()
        try:
            _wait_for(port)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=ARGUMENTS
                )
                for name, path in pages.items():
                    url = f"http://127.0.0.1:{port}{path}"
                    self._take(browser, url, target / name, whole)
                browser.close()
        finally:
            web.stop()

    def _take(self, browser: "Browser", url: str, stem: Path, whole: bool) -> None:
        """Take one page in all sizes: STEM-wide.png, STEM-narrow.png."""
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            answer = page.goto(url, wait_until="networkidle")
            if answer.status == 200:
                file = stem.with_name(f"{stem.name}-{size}.png")
                page.screenshot(path=file, full_page=whole)
                self.stdout.write(str(file))
            else:
                self.stderr.write(f"{url}: {answer.status}, no picture")
            page.close()


def _pages() -> dict[str, str]:
    """Addresses by the name of their picture; real records stand for all."""
    pages = {
        "home": "/",
        "search": "/search/?q=hydrogen",
        "regions": "/regions/",
        "clusters": "/clusters/",
        "facilities": "/facilities/",
        "sign-in": "/accounts/login/",
    }
    priority = Priority.objects.order_by("slug").first()
    cluster = Cluster.objects.order_by("slug").first()
    if priority:
        pages["region"] = f"/regions/{priority.region_id}/"
        pages["priority"] = f"/priorities/{priority.slug}/"
        pages["matches"] = f"/matches/{priority.slug}/"
    if priority and cluster:
        codes = f"region={priority.region_id}&region={cluster.region_id}"
        pages["compare"] = f"/regions/compare/?{codes}"
        pages["cluster"] = f"/clusters/{cluster.slug}/"
    return pages


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while ask("/healthz", port)[0] != 200:
        if time.monotonic() > end:
            raise CommandError("The web server did not start; see above.")
        time.sleep(0.2)
