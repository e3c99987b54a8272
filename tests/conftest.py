"""What every test gets."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import override_settings

from matching.outcomes.management.commands import flush
from portal.mail.sending import send_due_mails
from portal.web.versioned import forget_all
from tests.installation import Installation

# The databases of the developer, by name; tests have others.
OWN = {alias: one["NAME"] for alias, one in django_settings.DATABASES.items()}
# The commands of `make run` and the accounts to try, in one process.
PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_register")
call_command("score_matches")
call_command("collectstatic", interactive=False, verbosity=0)
call_command("demo_accounts", force=True)
# A worker would begin with these.
call_command("run_jobs", "match-practices", "suggest-partnerships")
"""
# An SQLite file with all tables, which `make test` makes once for all its processes.
MIGRATED = os.environ.get("MIGRATED", "")


# Pages whose filters, order and rules of access are the database's work.
ASKED_OF_ANY = ("access", "api", "list", "search", "visibility", "filter", "edits")


def pytest_collection_modifyitems(config, items):
    """PAGES=sample leaves out what opens pages, unless databases may differ.

    The matrix of access opens each page on any database.
    """
    if os.environ.get("PAGES") == "sample":
        left_out = {item for item in items if _only_opens_pages(item)}
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def _only_opens_pages(item) -> bool:
    place = item.location[0]
    opens = "client" in getattr(item, "fixturenames", ())
    return opens and not any(word in place for word in ASKED_OF_ANY)


def pytest_collection_finish(session):
    """Leave what is loaded for good out of the garbage collector's rounds.

    A thousand modules and as many tests are looked through again and again otherwise:
    an eighth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Begin with the tables that are made already, where there are such.

    Migrations that they lack are applied as ever.
    """

    def fill(connection, **_about) -> None:
        if connection.is_in_memory_db():
            connection_created.disconnect(fill)
            with closing(sqlite3.connect(MIGRATED)) as made:
                made.backup(connection.connection)

    if MIGRATED and not django_settings.SERVES_OTHERS:
        connection_created.connect(fill, weak=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Refuse to go on in the developer's own database.

    pytest-django makes a test database only where a test that is run is marked for it;
    a fixture that unblocks the database by itself would write into the real one.
    """
    names = {alias: connections[alias].settings_dict["NAME"] for alias in OWN}
    if any(names[alias] == OWN[alias] for alias in OWN):
        pytest.exit("No test is marked with django_db: this is no test database.", 1)


@pytest.fixture(scope="session", autouse=True)
def _log_can_be_emptied():
    """Tests with transactions empty all tables, as the command does when asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "keeps_log", False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_files_beside_ours(tmp_path_factory):
    """Also for fixtures that live longer than a test: no index among the real ones."""
    with override_settings(INDEX_DIR=tmp_path_factory.getbasetemp() / "index"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Tests roll data back under the same version, so nothing may be kept."""
    forget_all()
    yield
    forget_all()


@pytest.fixture(autouse=True)
def _fast_and_local(settings):
    """Cheap passwords; mail is queued as always, and delivered to memory."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Django's own set-up of tests would go round the queue.
    settings.EMAIL_BACKEND = "portal.mail.backends.QueueBackend"
    settings.POST_OFFICE = settings.POST_OFFICE | {
        "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}
    }
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
    }


@pytest.fixture
def mailbox() -> Callable[[], list[EmailMessage]]:
    """Deliver the mails that are due, and return all that were delivered in this test.

    Whatever the portal sends (queue_mail, allauth, send_mail) waits in the queue until
    a test asks, as it waits for a worker: `[letter] = mailbox()`, then `letter.to`,
    `letter.subject`, `letter.body` (text), `letter.alternatives[0].content` (HTML).
    What a transaction that was rolled back had queued is not among them.
    """

    def delivered() -> list[EmailMessage]:
        send_due_mails()
        return list(mail.outbox)

    return delivered


@pytest.fixture
def sign_in(client):
    """Sign this person in, and return the browser."""

    def done(person):
        client.force_login(person)
        return client

    return done


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


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A whole portal with the real register, loaded and scored once; only to copy."""
    made = Installation(tmp_path_factory.mktemp("prepared"))
    try:
        made.shell(PREPARE)
        yield made
    finally:
        made.remove()


def copied(prepared: Installation, tmp_path_factory) -> Iterator[Installation]:
    """What a fixture yields whose tests want an installation of their own."""
    made = Installation(tmp_path_factory.mktemp("installation"), like=prepared)
    try:
        yield made
    finally:
        made.remove()
