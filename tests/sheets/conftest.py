"""A region with a strategy, its people, and others who have no business there."""

import pytest

from portal.accounts.models import Mandate
from tests import factories


@pytest.fixture
def topics():
    for code in ("05", "10", "16"):
        factories.make_topic(code)
    factories.make_topic("NABS.6.1")


@pytest.fixture
def region(topics):
    """Catalonia with one strategy, of the address es51-ris3."""
    factories.make_strategy("ES51", slug="es51-ris3", mailbox="office@example.org")
    factories.make_strategy("FI1C", slug="fi1c-ris3")
    factories.renew()
    return factories.make_region("ES51")


@pytest.fixture
def people(region):
    """One person of each standing, by name."""
    made = {
        name: factories.make_person(name, region="ES51")
        for name in ("owner", "editor", "reader")
    }
    for name in ("owner", "reader"):
        Mandate.objects.filter(user=made[name]).update(role=name)
    made["colleague"] = factories.make_person("colleague", region="FI1C")
    made["curator"] = factories.make_person("curator", is_staff=True)
    made["stranger"] = factories.make_person("stranger")
    return made


@pytest.fixture
def priority(region):
    """A published priority with an open offer and a confidential need."""
    strategy = region.strategies.get()
    made = factories.make_priority(
        "ES51", ["10"], slug="food", title="Food", strategy=strategy
    )
    factories.make_item(made, "offer", text="A pilot line", topics=["10"])
    factories.make_item(made, "need", text="Secret recipe", is_confidential=True)
    factories.renew()
    return made


@pytest.fixture
def sent(monkeypatch):
    """Messages to workers, kept instead of sent: there is no broker."""
    messages = []

    def send_task(name, args=(), **options):
        messages.append((name, tuple(args)))

    monkeypatch.setattr("regions.sheets.jobs.current_app.send_task", send_task)
    return messages
