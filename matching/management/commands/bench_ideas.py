"""python manage.py bench_ideas: how long an idea takes to be read and matched."""

import statistics
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching import services
from matching.features import idea_input, match_idea, repeated_index
from matching.ideas import MOST_PARTNERS, SPARE
from matching.ideas_page import EXAMPLES
from matching.reader import kept_reader
from portal.web.versioned import data_version
from regions.models import Profile

LONG_TEXT = 38


class Command(BaseCommand):
    help = (
        "Times the reading and the scoring of a few ideas against so many profiles, the"
        " register's own over and over. Writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profiles", type=int, default=5_000, metavar="N")
        parser.add_argument("--repeat", type=int, default=15, metavar="TIMES")

    def handle(self, *args, **options) -> None:
        if not Profile.objects.listed().exists():
            raise CommandError("the register is empty: run load_register first")
        index, reader = repeated_index(options["profiles"]), kept_reader(data_version())
        weights = services.read_weights().as_mapping()
        texts = [text for _language, text in EXAMPLES]
        texts.append(" ".join(texts * LONG_TEXT))
        self.stdout.write(f"{len(index)} profiles; medians of {options['repeat']}, ms")
        self.stdout.write(f"{'words':>6}{'read':>8}{'score':>8}{'both':>8}")
        for text in texts:
            read = reader.read(text)
            idea = idea_input(read.words, read.topics)
            reading = _median(lambda text=text: reader.read(text), options["repeat"])
            scoring = _median(
                lambda idea=idea: match_idea(
                    idea, MOST_PARTNERS + SPARE, weights, index
                ),
                options["repeat"],
            )
            self.stdout.write(
                f"{len(text.split()):>6}{reading:>8.1f}{scoring:>8.1f}"
                f"{reading + scoring:>8.1f}"
            )


def _median(call: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(max(repeat, 1)):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)
