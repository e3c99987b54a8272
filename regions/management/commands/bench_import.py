"""python manage.py bench_import: how long a file of so many rows takes to import."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from regions.models import Region, Scheme, Topic
from regions.sheets.applying import Then, apply_plan
from regions.sheets.explaining import template_grids
from regions.sheets.planning import plan_import
from regions.sheets.reading import read_file
from regions.sheets.tables import WHATS, Table
from regions.sheets.writing import Grid, write_workbook, write_zip

ITEMS_EACH = 4


class Command(BaseCommand):
    help = (
        "Times the checking and the importing of a made-up file of so many rows: new"
        " clusters, or priorities with four offers and needs each, then a change of all"
        " of them. Everything is undone at the end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=5_000, metavar="N")
        parser.add_argument("--what", choices=list(WHATS), default="clusters")
        parser.add_argument("--format", choices=("xlsx", "zip"), default="xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Region.objects.filter(level=2).exists():
            raise CommandError("the register is empty: run load_register first")
        with transaction.atomic():
            curator = get_user_model().objects.create_user(
                "bench_import@example.invalid", is_staff=True
            )
            self._measure(curator, **options)
            transaction.set_rollback(True)

    def _measure(
        self, curator: Any, *, rows: int, what: str, format: str, **options: Any
    ) -> None:
        made = MadeUp(rows, what)
        write = write_zip if format == "zip" else write_workbook
        self.stdout.write(f"{rows} rows of {what}, {format}; seconds")
        self.stdout.write(f"{'':<10}{'size, kB':>10}{'check':>8}{'import':>8}")
        data = write(made.grids())
        self._row("new", data, format, curator)
        data = write(made.grids(list(made.present(curator))))
        self._row("changed", data, format, curator)

    def _row(self, label: str, data: bytes, format: str, curator: Any) -> None:
        name = f"f.{format}"
        plan, check = timed(lambda: plan_import(read_file(name, data), curator))
        if plan.faults:
            raise CommandError(str(plan.faults[0]))

        def work() -> None:
            again = plan_import(read_file(name, data), curator)
            apply_plan(plan=again, by=curator, then=Then.PUBLISH)

        _none, both = timed(work)
        self.stdout.write(
            f"{label:<10}{len(data) // 1024:>10}{check:>8.1f}{both:>8.1f}"
        )


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return call(), time.perf_counter() - began


class MadeUp:
    """A file of made-up records: `rows` counts all rows of all tables."""

    def __init__(self, rows: int, what: str) -> None:
        self.what = what
        self.count = rows if what == "clusters" else max(rows // (ITEMS_EACH + 1), 1)
        dice = random.Random(1)  # noqa: S311 (not a secret)
        codes = {
            scheme: list(
                Topic.objects.filter(scheme=scheme).values_list("code", flat=True)
            )
            for scheme in Scheme.values
        }
        regions = list(Region.objects.filter(level=2).values_list("code", flat=True))
        self.places = [dice.choice(regions) for _ in range(self.count)]
        self.topics = [
            {name: "; ".join(dice.sample(some, 3)) for name, some in codes.items()}
            for _ in range(self.count)
        ]

    def present(self, curator: Any) -> Sequence[tuple[str, int]]:
        """Address and version of the records that were imported, in their order."""
        from_model = {"clusters": "Cluster", "strategies": "Priority"}[self.what]
        model = next(
            one for one in Region._meta.apps.get_models() if one.__name__ == from_model
        )
        own = model.objects.filter(updated_by=curator).order_by("pk")
        return own.values_list("slug", "version")

    def grids(self, present: Sequence[tuple[str, int]] = ()) -> list[Grid]:
        tables = {one.name: one for one in WHATS[self.what]}
        return [
            Grid(grid.name, grid.header, self._rows(tables[grid.name], present))
            for grid in template_grids(self.what)
        ]

    def _rows(self, table: Table, present: Sequence[tuple[str, int]]) -> list:
        if table.name == "strategies":
            if present:
                return []
            return [
                self._cells(table, id=f"new:{code}", region=code, period="1990-1996")
                for code in sorted(set(self.places))
            ]
        if table.name == "offers_needs":
            if self.what == "clusters":
                return []
            return [
                self._cells(
                    table,
                    of=self._key(number, present),
                    side="need" if each % 2 else "offer",
                    kind="skill",
                    text=f"Made-up thing {each} of {number}" + "!" * bool(present),
                    topics=self.topics[number]["economic"],
                    trl_min="3",
                )
                for number in range(self.count)
                for each in range(ITEMS_EACH)
            ]
        return [self._record(table, number, present) for number in range(self.count)]

    def _key(self, number: int, present: Sequence[tuple[str, int]]) -> str:
        return present[number][0] if present else f"new:{number}"

    def _record(
        self, table: Table, number: int, present: Sequence[tuple[str, int]]
    ) -> list[str]:
        place = self.places[number]
        return self._cells(
            table,
            id=self._key(number, present),
            version=str(present[number][1]) if present else "",
            region=place,
            strategy="" if present else f"new:{place}",
            title=f"Made-up example {number}" + " again" * bool(present),
            summary="What it wants to do, with whom, and by when. " * 5,
            keywords="made up; benchmark; example",
            mailbox=f"office{number}@example.invalid",
            members_total="120",
            stages="pilot; market",
            **self.topics[number],
        )

    def _cells(self, table: Table, **said: str) -> list[str]:
        return [said.get(name, "") for name in table.names]
