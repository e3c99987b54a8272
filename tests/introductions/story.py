"""Two sides and a letter between them, for tests."""

from types import SimpleNamespace

from matching.introductions import services
from matching.introductions.models import Introduction
from matching.outcomes.models import MatchEvent
from portal.accounts.models import Mandate
from portal.notices.models import Notice
from tests import factories

ANSWERS = {
    "cooperation": "joint_project",
    "brings": "A pilot line for batteries",
    "seeks": "Recyclers with permits",
    "occasion": "I3 call of spring",
}


def make_member(name: str, role: str = "editor", region: str = "", cluster=None):
    """A person in this role for a region or a cluster."""
    person = factories.make_person(name, region=region, cluster=cluster)
    Mandate.objects.filter(user=person).update(role=role)
    return person


def make_sides() -> SimpleNamespace:
    """A priority of ES51 with an editor, and a cluster of FI1C with an owner."""
    profile = factories.make_priority("ES51", ["20"], title="Batteries", slug="here")
    partner = factories.make_cluster("FI1C", ["20"], title="Wood hub", slug="there")
    return SimpleNamespace(
        profile=profile,
        partner=partner,
        asker=make_member("asker", "editor", "ES51"),
        answerer=make_member("answerer", "owner", cluster=partner),
    )


def ask(sides, **fields) -> Introduction:
    """What `ask_introduction` returns for the first side's letter to the second."""
    values = {"by": sides.asker, "profile": sides.profile, "partner": sides.partner}
    return services.ask_introduction(**values | ANSWERS | fields)


def told() -> list[tuple[str, str]]:
    """Who has a notice of which kind, oldest first."""
    rows = Notice.objects.order_by("pk").values_list("user__email", "kind")
    return [(email.partition("@")[0], kind) for email, kind in rows]


def events() -> list[tuple[str, str]]:
    """What is in the log of outcomes, oldest first, with the reason."""
    return list(MatchEvent.objects.order_by("pk").values_list("what", "reason"))
