"""Readers of environment variables: right values are read, wrong ones explained."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal import env


def manage(tmp_path, *command, **variables):
    """Run manage.py with these variables only, as an operator's shell would."""
    own = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=own | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_text_is_read_from_the_variable(monkeypatch):
    monkeypatch.setenv("SMART", "value")
    assert env.env_str("SMART", "default") == "value"


@pytest.mark.parametrize("value", [None, ""])
def test_text_not_set_or_empty_is_the_default(monkeypatch, value):
    monkeypatch.delenv("SMART", raising=False)
    if value is not None:
        monkeypatch.setenv("SMART", value)
    assert env.env_str("SMART", "default") == "default"


def test_text_from_a_file_wins_and_loses_its_line_end(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from file\n", encoding="utf-8")
    monkeypatch.setenv("SMART", "from variable")
    monkeypatch.setenv("SMART_FILE", str(secret))
    assert env.env_str("SMART") == "from file"


def test_text_from_a_missing_file_names_variable_and_file(monkeypatch, tmp_path):
    monkeypatch.setenv("SMART_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured) as caught:
        env.env_str("SMART")
    assert str(caught.value) == (
        f"SMART_FILE names '{tmp_path / 'gone'}', which cannot be read:"
        " No such file or directory."
    )


@pytest.mark.parametrize(
    ("value", "read"), [("true", True), ("1", True), ("Off", False), ("", False)]
)
def test_yes_or_no_is_read_in_any_usual_spelling(monkeypatch, value, read):
    monkeypatch.setenv("SMART", value)
    assert env.env_bool("SMART", not read) is read


def test_list_drops_spaces_and_empty_entries(monkeypatch):
    monkeypatch.setenv("SMART", " a, ,b,")
    assert env.env_list("SMART") == ["a", "b"]


@pytest.mark.parametrize("value", ["-1", "2", "many", "1.5"])
def test_number_below_the_least_or_no_number_is_refused(monkeypatch, value):
    monkeypatch.setenv("SMART", value)
    with pytest.raises(ImproperlyConfigured) as caught:
        env.env_int("SMART", 7, least=3)
    assert str(caught.value) == f"SMART is '{value}': write a whole number from 3 up."


def test_number_is_read(monkeypatch):
    monkeypatch.setenv("SMART", "3")
    assert env.env_int("SMART", 7, least=3) == 3


@pytest.mark.parametrize("value", ["-1", "10.5", "1,5", "nan", "1e1", ".5"])
def test_decimal_number_beyond_its_bounds_or_no_number_is_refused(monkeypatch, value):
    monkeypatch.setenv("SMART", value)
    with pytest.raises(ImproperlyConfigured) as caught:
        env.env_number("SMART", 7, most=10)
    assert str(caught.value) == f"SMART is '{value}': write a number from 0 to 10."


@pytest.mark.parametrize(
    ("value", "read"), [("0", 0.0), ("0.5", 0.5), ("10", 10.0), ("", 7.0)]
)
def test_decimal_number_is_read(monkeypatch, value, read):
    monkeypatch.setenv("SMART", value)
    assert env.env_number("SMART", 7.0, most=10) == read


def test_choice_is_read_in_any_case(monkeypatch):
    monkeypatch.setenv("SMART", "warning")
    assert env.env_choice("SMART", "INFO", ("INFO", "WARNING")) == "WARNING"


def test_database_address_is_read(monkeypatch):
    monkeypatch.setenv("SMART", "postgres://me:secret@db:5433/portal")
    read = env.env_database("SMART", "sqlite:///x")
    assert {key: read[key] for key in ("ENGINE", "HOST", "NAME", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db",
        "NAME": "portal",
        "PORT": 5433,
    }


def test_wrong_database_address_is_not_printed_with_its_password(monkeypatch):
    monkeypatch.setenv("SMART", "me:top-secret@db/portal")
    with pytest.raises(ImproperlyConfigured) as caught:
        env.env_database("SMART", "sqlite:///x")
    assert str(caught.value) == (
        "SMART starts with '': write sqlite:///FILE or"
        " postgres://USER:PASSWORD@HOST:PORT/NAME."
    )


def test_kept_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"
    first = env.kept_secret(path)
    assert (env.kept_secret(path), len(first) >= 50) == (first, True)
    assert oct(path.stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe': write true or false."),
        (
            {"DATABASE_URL": "mysql://me@db/portal"},
            "DATABASE_URL starts with 'mysql': write sqlite:///FILE or"
            " postgres://USER:PASSWORD@HOST:PORT/NAME.",
        ),
        (
            {"DATABASE_URL": "postgres://me@db:99999/portal"},
            "DATABASE_URL cannot be read: Port out of range 0-65535.",
        ),
        (
            {"EMAIL_URL": "pigeon://mail"},
            "EMAIL_URL starts with 'pigeon': write smtp, smtps, smtp+tls, smtp+ssl,"
            " consolemail, filemail, memorymail or dummymail, then ://.",
        ),
        (
            {"LOG_LEVEL": "loud"},
            "LOG_LEVEL is 'LOUD': write DEBUG, INFO, WARNING, ERROR or CRITICAL.",
        ),
        (
            {"MATCHES_PER_PROFILE": "5"},
            "MATCHES_PER_PROFILE is '5': write a whole number from 20 up.",
        ),
        (
            {"FAIRNESS_MARGIN": "wide"},
            "FAIRNESS_MARGIN is 'wide': write a number from 0 to 10.",
        ),
    ],
)
def test_wrong_setting_is_one_line_and_exit_1(tmp_path, variables, said):
    done = manage(tmp_path, "check", **variables)
    assert (done.returncode, done.stderr) == (1, f"Wrong setting: {said}\n")


def test_data_folder_below_a_file_is_one_line_and_exit_1(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    folder = str(tmp_path / "file" / "data")
    done = manage(tmp_path, "check", DATA_DIR=folder)
    assert (done.returncode, done.stderr) == (
        1,
        f"Wrong setting: DATA_DIR is '{folder}', which cannot be made:"
        " Not a directory.\n",
    )


def test_nothing_set_is_no_fault(tmp_path):
    done = manage(tmp_path, "check", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, "")
