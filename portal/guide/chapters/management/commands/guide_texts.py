"""python manage.py guide_texts: how long and how easy the guide's chapters are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.guide.chapters.checking import EASE, ease_of, languages, text_problems
from portal.guide.chapters.fields import TextFault
from portal.guide.chapters.loading import texts_of
from portal.guide.chapters.marking import mark_translations
from portal.guide.chapters.shapes import CHAPTERS, Chapter

CELL = "{:>7}{:>5}{:>6} "


class Command(BaseCommand):
    help = (
        "Shows the chapters of the guide by language: words, minutes to read, and"
        " reading ease (Flesch for English, Amstad for German, Kandel and Moles for"
        " French; 100 is easiest). A star marks what is harder than wanted, a dash a"
        " chapter that is not there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--check",
            action="store_true",
            help="tell what is missing, outdated, differs between languages or points"
            " to nothing; exit 1 if anything does",
        )
        what.add_argument(
            "--mark",
            action="store_true",
            help="write into each translation which English text it fits; do this"
            " after comparing them",
        )

    def handle(self, *args: Any, check: bool, mark: bool, **options: Any) -> None:
        try:
            if check:
                self._check()
            elif mark:
                self._mark()
            else:
                self._table()
        except TextFault as fault:
            raise CommandError(str(fault)) from fault

    def _check(self) -> None:
        found = text_problems()
        for problem in found:
            self.stdout.write(str(problem))
        if found:
            raise CommandError(f"{len(found)} things to mend")
        self.stdout.write("Nothing to mend.")

    def _mark(self) -> None:
        changed = mark_translations()
        for file in changed:
            self.stdout.write(file)
        self.stdout.write(f"{len(changed)} files marked.")

    def _table(self) -> None:
        texts = {code: texts_of(code) for code in languages()}
        width = max(map(len, CHAPTERS)) + 1
        self.stdout.write(
            " " * width + "".join(f"{code:^19}" for code in texts).rstrip()
        )
        head = CELL.format("words", "min", "ease") * len(texts)
        self.stdout.write(f"{'chapter':<{width}}{head}".rstrip())
        for slug in CHAPTERS:
            cells = (self._cell(own.chapter(slug)) for own in texts.values())
            self.stdout.write(f"{slug:<{width}}{''.join(cells)}".rstrip())
        least = ", ".join(f"{code} {EASE[code]}" for code in texts)
        self.stdout.write(f"Least ease wanted: {least}.")

    def _cell(self, chapter: Chapter | None) -> str:
        if chapter is None:
            return CELL.format("–", "–", "–")
        score = ease_of(chapter).score
        star = "*" if score < EASE[chapter.language] else ""
        return CELL.format(chapter.words, chapter.minutes, f"{score:.0f}{star}")
