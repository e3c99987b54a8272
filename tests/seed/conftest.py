"""The real register, loaded and scored once for the tests of this folder."""

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Mark all as slow, and the first that is run as one that needs a database.

    pytest-django makes a test database only for marked tests. One is enough for all: a
    mark on each would have every constraint of the register checked after each test.
    """
    ours = [item for item in items if "tests/seed" in item.path.as_posix()]
    for item in ours[:1]:
        item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package", autouse=True)
def seed(django_db_setup, django_db_blocker):
    """Removed again by rolling back, so nothing here may write for others."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", verbosity=0)
        call_command("score_matches")
        yield
        transaction.set_rollback(True)
