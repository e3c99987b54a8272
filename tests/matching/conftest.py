"""What tests of matching share."""

import pytest
from celery import current_app

from tests.matching.trials import (  # noqa: F401 - fixtures
    curator,
    sign_in,
    small_register,
    weights_folder,
)


@pytest.fixture
def broker_at(monkeypatch):
    """Point the messages at another broker; connections kept from before are left."""

    def _forget_connections() -> None:
        monkeypatch.setattr(current_app, "_pool", None)
        monkeypatch.setattr(current_app.amqp, "_producer_pool", None)

    def point(url: str) -> None:
        _forget_connections()
        # Celery itself prefers the environment to its settings.
        monkeypatch.setenv("CELERY_BROKER_URL", url)
        monkeypatch.setattr(current_app.conf, "broker_url", url)

    return point


@pytest.fixture
def silent_broker(broker_at):
    """Messages go to a broker in memory, which nobody reads."""
    broker_at("memory://")
