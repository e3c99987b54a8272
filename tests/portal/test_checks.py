"""System checks: one sentence and a hint for each wrong setting."""

import shutil
import subprocess

import pytest
from django.core.checks import Error, Warning, run_checks

from portal import checks

PUBLIC = "https://portal.example"


@pytest.fixture(autouse=True)
def _at_home(settings, monkeypatch, tmp_path):
    """The settings of an installation at home, whatever the tests run on."""
    monkeypatch.delenv("SECRET_KEY", raising=False)
    settings.BASE_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "[::1]"]
    settings.SERVES_OTHERS = False
    settings.DEBUG = False
    settings.DATA_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.CELERY_BROKER_URL = "filesystem://"


def deliver_through(settings, backend: str) -> None:
    settings.POST_OFFICE = {"BACKENDS": {"default": backend}}


def found() -> list:
    return run_checks(tags=["portal"])


def test_installation_at_home_has_nothing_to_say():
    assert found() == []


@pytest.mark.parametrize("address", ["portal.example", "ftp://portal.example", "http:"])
def test_base_url_that_is_no_full_address_is_an_error(settings, address):
    settings.BASE_URL = address
    assert checks.check_addresses(None) == [
        Error(
            f"BASE_URL is '{address}', which is no full address.",
            hint="Write it with its scheme: https://portal.example.",
            id="portal.E001",
        )
    ]


def test_base_url_outside_allowed_hosts_is_an_error(settings):
    settings.BASE_URL = "http://localhost:8000"
    assert [(one.id, one.hint) for one in found()] == [
        ("portal.E002", "Add it: ALLOWED_HOSTS=localhost.")
    ]


@pytest.mark.parametrize("hosts", [["*"], [".example"], ["portal.example"]])
def test_base_url_within_allowed_hosts_is_fine(settings, monkeypatch, hosts):
    settings.BASE_URL, settings.ALLOWED_HOSTS = PUBLIC, hosts
    assert checks.check_addresses(None) == []


def test_base_url_with_an_ipv6_address_is_fine(settings):
    settings.BASE_URL = "http://[::1]:8000"
    assert found() == []


@pytest.mark.parametrize("address", ["redis", "amqp://broker", "ftp://broker"])
def test_unknown_broker_is_an_error(settings, address):
    settings.CELERY_BROKER_URL = address
    assert [(one.id, one.hint) for one in found()] == [
        ("portal.E003", "Write redis://HOST:PORT/0, or leave it out: filesystem://.")
    ]


@pytest.mark.parametrize("scheme", checks.BROKERS)
def test_known_broker_is_fine(settings, scheme):
    settings.CELERY_BROKER_URL = f"{scheme}://"
    assert found() == []


def test_database_server_without_secret_key_is_a_warning(settings):
    settings.SERVES_OTHERS = True
    assert [(type(one), one.id) for one in found()] == [(Warning, "portal.W004")]


def test_public_address_without_secret_key_is_an_error(settings):
    settings.BASE_URL, settings.ALLOWED_HOSTS = PUBLIC, ["*"]
    assert [(type(one), one.id) for one in checks.check_secrets(None)] == [
        (Error, "portal.E004")
    ]


def test_public_address_with_secret_key_and_mail_is_fine(settings, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    settings.BASE_URL, settings.ALLOWED_HOSTS = PUBLIC, ["portal.example"]
    settings.SERVES_OTHERS = True
    deliver_through(settings, "django.core.mail.backends.smtp.EmailBackend")
    assert found() == []


def test_debug_on_a_public_address_is_an_error(settings, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    settings.BASE_URL, settings.DEBUG = PUBLIC, True
    assert [one.id for one in checks.check_secrets(None)] == ["portal.E005"]


def test_debug_at_home_is_fine(settings):
    settings.DEBUG = True
    assert found() == []


def test_data_folder_that_cannot_be_written_is_an_error(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    assert found() == [
        Error(
            f"DATA_DIR is '{tmp_path / 'gone'}', where nothing can be written:"
            " No such file or directory.",
            hint="Give the portal's user the right to write there.",
            id="portal.E006",
        )
    ]


@pytest.mark.parametrize(
    "backend",
    [
        "django.core.mail.backends.console.EmailBackend",
        "portal.mail.backends.FolderBackend",
    ],
)
def test_mails_that_reach_nobody_on_a_public_address_are_a_warning(settings, backend):
    settings.BASE_URL = PUBLIC
    deliver_through(settings, backend)
    assert [(type(one), one.id) for one in checks.check_mail(None)] == [
        (Warning, "portal.W007")
    ]


CATALOGUE = """msgid ""
msgstr ""
"POT-Creation-Date: 2026-11-24 10:00+0100\\n"
"PO-Revision-Date: {date}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "region"
msgstr "Region"
"""


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE.format(date="2026-11-24 11:00+0100"), encoding="utf-8")
    return path


def test_catalogue_that_is_not_compiled_is_a_warning(catalogue):
    assert [(one.id, one.msg) for one in found()] == [
        (
            "portal.W008",
            "de/LC_MESSAGES/django.po is not compiled, so its texts stay English.",
        )
    ]


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="no gettext on this machine")
def test_catalogue_changed_after_compiling_is_a_warning(catalogue):
    compiled = catalogue.with_suffix(".mo")
    subprocess.run(["msgfmt", "-o", compiled, catalogue], check=True)
    assert found() == []

    later = CATALOGUE.format(date="2026-11-25 11:00+0100")
    catalogue.write_text(later, encoding="utf-8")
    assert [one.id for one in found()] == ["portal.W009"]


# --- another service to sign in by ------------------------------------------------

OIDC = {
    "OIDC_NAME": "Example Login",
    "OIDC_SERVER_URL": "https://login.example",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "secret",
}


@pytest.mark.parametrize("oidc", [OIDC, dict.fromkeys(OIDC, "")], ids=["all", "none"])
def test_other_service_that_is_set_up_or_not_is_fine(settings, oidc):
    settings.OIDC = oidc
    assert found() == []


def test_other_service_that_is_half_set_up_is_an_error(settings):
    settings.OIDC = OIDC | {"OIDC_CLIENT_ID": "", "OIDC_CLIENT_SECRET": ""}
    (error,) = found()
    assert (error.id, error.hint) == (
        "portal.E010",
        "Set all four OIDC_ variables, or none.",
    )
    assert error.msg.startswith("OIDC_CLIENT_ID, OIDC_CLIENT_SECRET is not set")


def test_other_service_without_tls_is_an_error_in_public_only(settings):
    settings.OIDC = OIDC | {"OIDC_SERVER_URL": "http://login.example"}
    assert checks.check_other_sign_in(None) == []
    settings.BASE_URL = PUBLIC
    assert [one.id for one in checks.check_other_sign_in(None)] == ["portal.E011"]
