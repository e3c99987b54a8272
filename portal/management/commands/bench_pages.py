"""python manage.py bench_pages: queries and time of each page on a large register."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client

from portal.accounts.models import User
from portal.management.synthetic import MARK, fill
from portal.web.benches import refuse_real_register
from portal.web.progress import ProgressBar
from portal.web.versioned import forget_all

EMPTY_PAGE = "/healthz"
PAGES = (
    "/",
    "/regions/",
    "/regions/?country=ES&level=2",
    "/regions/ES51/",
    "/priorities/",
    "/clusters/",
    "/clusters/?topic=C&stage=pilot&page=3",
    "/facilities/",
    "/search/?q=synthetic",
    f"/clusters/{MARK}000001/",
    f"/matches/{MARK}000001/",
    f"/matches/{MARK}000001/?kind=bridge",
    "/api/v1/clusters/",
    f"/api/v1/matches/?profile={MARK}000001",
)


@dataclass
class Figures:
    """Milliseconds are medians; a share is the empty page's time over this one's."""

    page: str
    status: int
    queries: int
    first_ms: float
    fresh_ms: float
    kept_ms: float
    unchanged_ms: float
    fresh_share: float = 0.0
    kept_share: float = 0.0
    unchanged_share: float = 0.0


class QueryCounter:
    """Counts the statements that reach the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


class Command(BaseCommand):
    help = (
        "Fills this database with synthetic profiles (only one that is meant for it:"
        " set DATA_DIR or DATABASE_URL) and prints queries and time of each page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profiles", type=int, default=50_000, metavar="N")
        parser.add_argument("--matches", type=int, default=20, metavar="K")
        parser.add_argument("--repeat", type=int, default=7, metavar="TIMES")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        refuse_real_register()
        fill(profiles=options["profiles"], matches=options["matches"])
        settings.ALLOWED_HOSTS = ["*"]
        visitor = Client()
        visitor.get(EMPTY_PAGE)
        empty = self._median(lambda: visitor.get(EMPTY_PAGE), 5 * options["repeat"])
        with ProgressBar(self.stderr, "timing pages") as bar:
            rows = []
            for page in PAGES:
                bar.show(len(rows), len(PAGES))
                rows.append(self._measure(page, options["repeat"]))
        for row in rows:
            row.fresh_share = round(empty / row.fresh_ms, 3)
            row.kept_share = round(empty / row.kept_ms, 3)
            row.unchanged_share = round(empty / row.unchanged_ms, 3)
        self._print(rows, empty, options["json"])

    def _measure(self, page: str, repeat: int) -> Figures:
        """Time a page cold, for a signed-in reader, from the kept page, and as 304."""
        reader, visitor = self._reader(), Client()
        forget_all()
        first = self._median(lambda: reader.get(page), 1)
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            status = reader.get(page).status_code
        fresh = self._median(lambda: reader.get(page), repeat)
        etag = visitor.get(page).headers.get("ETag", "")
        kept = self._median(lambda: visitor.get(page), repeat)
        unchanged = self._median(
            lambda: visitor.get(page, headers={"If-None-Match": etag}), repeat
        )
        return Figures(page, status, counter.count, first, fresh, kept, unchanged)

    @staticmethod
    def _reader() -> Client:
        user, _ = User.objects.get_or_create(email="reader@bench.example")
        client = Client()
        client.force_login(user)
        return client

    @staticmethod
    def _median(call: Callable[[], object], repeat: int) -> float:
        times = []
        for _ in range(repeat):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
        return round(1000 * statistics.median(times), 3)

    def _print(self, rows: list[Figures], empty: float, as_json: bool) -> None:
        if as_json:
            content = {"empty_ms": empty, "pages": [asdict(row) for row in rows]}
            self.stdout.write(json.dumps(content, indent=1))
            return
        self.stdout.write(f"empty page {empty:.2f} ms; ms are medians, shares of it")
        self.stdout.write(
            f"{'page':45}{'status':>7}{'queries':>8}{'first':>9}"
            f"{'fresh':>9}{'share':>7}{'kept':>8}{'share':>7}{'304':>7}{'share':>7}"
        )
        for row in rows:
            self.stdout.write(
                f"{row.page:45}{row.status:>7}{row.queries:>8}{row.first_ms:>9.1f}"
                f"{row.fresh_ms:>9.1f}{row.fresh_share:>7.3f}{row.kept_ms:>8.2f}"
                f"{row.kept_share:>7.2f}{row.unchanged_ms:>7.2f}"
                f"{row.unchanged_share:>7.2f}"
            )
