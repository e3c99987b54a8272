"""python manage.py suggest_partnerships: groups of priorities that belong together."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.partnerships.suggestions.known import Known, compare_with_known
from matching.partnerships.suggestions.reading import Found, look_for_groups
from matching.partnerships.suggestions.services import make_suggestions
from matching.queries import current_run
from regions.models import Profile


class Command(BaseCommand):
    help = (
        "Looks for groups of priorities across at least three countries that belong "
        "together and are in no partnership yet, and stores them for curators, as the "
        "worker does after each run. With --dry-run they are printed only, beside the "
        "themes of known partnerships that they find again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="print what is found, store nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = current_run()
        if run is None:
            raise CommandError("There are no match lists yet: run score_matches first.")
        if options["dry_run"]:
            self._show(look_for_groups(run))
            return
        number = make_suggestions()
        if number is None:
            raise CommandError("The lists were exchanged meanwhile: run it again.")
        self.stdout.write(f"{number} suggestions wait for a curator")

    def _show(self, found: list[Found]) -> None:
        places = dict(Profile.objects.values_list("pk", "region_id"))
        for number, one in enumerate(found, start=1):
            regions = " ".join(sorted(places[key] for key in one.keys))
            self.stdout.write(
                f"{number:>3} {one.title}: {len(one.keys)} members ({regions}), "
                f"{len(one.supporters)} supporters, worth {one.group.worth:.2f}"
            )
        known = compare_with_known(found)
        again = [theme for theme in known if theme.suggestion]
        self.stdout.write(f"\n{len(found)} groups")
        self.stdout.write(
            f"{len(again)} of {len(known)} themes of known partnerships found again"
        )
        for theme in known:
            self.stdout.write(f"  {_line(theme)}")


def _line(one: Known) -> str:
    if one.suggestion is None:
        return f"{one.name}: not found"
    return (
        f"{one.name}: {one.suggestion.title}, {one.regions_again} members from its "
        f"{one.regions} regions"
    )
