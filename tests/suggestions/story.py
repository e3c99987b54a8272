"""Five priorities of one theme in each other's lists, a cluster, and a curator."""

from itertools import permutations
from types import SimpleNamespace

from matching.models import CurrentRun
from matching.partnerships.suggestions import services
from matching.partnerships.suggestions.models import PartnershipSuggestion
from tests import factories
from tests.matching.factories import make_match, make_run

PLACES = ("AT11", "BE21", "CZ01", "DE11", "FI1C")
SCORE = {"focus": 4000, "words": 800}


def make_story() -> SimpleNamespace:
    members = [
        factories.make_priority(
            code,
            ["20"],
            title=f"Cells {code}",
            slug=f"cells-{code}",
            keywords=["cells"],
        )
        for code in PLACES
    ]
    cluster = factories.make_cluster(
        "SE11", ["20"], title="Cell hub", slug="hub", keywords=["cells"]
    )
    other = factories.make_priority("PT11", ["10"], title="Fish", slug="fish")
    factories.renew()
    return SimpleNamespace(
        members=members,
        cluster=cluster,
        other=other,
        run=make_lists([*members, cluster]),
        curator=factories.make_person("curator", is_staff=True),
        second=factories.make_person("second", is_staff=True),
    )


def make_lists(profiles):
    """A new run in which all of these are in the lists of all others."""
    CurrentRun.objects.all().delete()
    run = make_run()
    for rank, (one, other) in enumerate(permutations(profiles, 2), start=1):
        make_match(run, one, other, rank, receive=300, **SCORE)
    return run


def found(story) -> PartnershipSuggestion:
    services.make_suggestions()
    return PartnershipSuggestion.objects.get()


def member_slugs(suggestion) -> list[str]:
    seats = suggestion.seats.members().order_by("profile__slug")
    return list(seats.values_list("profile__slug", flat=True))
