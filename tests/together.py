"""Several who press at the same moment, on a database that lets them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from portal.web.errors import PortalError

# For `pytestmark` of a module of such tests.
TOGETHER = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway"
    ),
]


def answers_at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all at the same moment, each in a thread; what each returned or was told."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=20)
            return act()
        except PortalError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each in a thread; what each was told, or ""."""

    def silent(act: Callable[[], object]) -> Callable[[], str]:
        def done() -> str:
            act()
            return ""

        return done

    return [str(one) for one in answers_at_once(*map(silent, acts))]
