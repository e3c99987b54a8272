"""Readers of environment variables: they refuse nonsense with a sentence.

Every variable read here has an entry in `.env.example`; a test holds the two equal.
"""

import ipaddress
import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}
_DATABASES = ("sqlite", "postgres", "postgresql")


def env_str(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file that NAME_FILE names.

    An empty variable counts as not set, as lines of `.env.example` leave it.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        return _read_secret(name, path)
    return os.environ.get(name) or default


def env_bool(name: str, default: bool = False) -> bool:
    """Return the variable as yes or no; anything else is a mistake worth stopping."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write true or false.")


def env_int(name: str, default: int, *, least: int = 0) -> int:
    """Return the variable as a whole number that is not below `least`."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: write a whole number from {least} up."
        )
    return int(value)


def env_number(name: str, default: float, *, most: float) -> float:
    """Return the variable as a number from 0 to `most`, with a point for decimals."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    is_number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", value)
    if not is_number or float(value) > most:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: write a number from 0 to {most:g}."
        )
    return float(value)


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated variable as a list without empty entries."""
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Return the variable if it is one of the choices, in their spelling."""
    value = env_str(name, default).upper()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: write {_any_of(choices)}.")
    return value


def env_folder(name: str, default: Path) -> Path:
    """Return the folder that the variable names, made if it was missing."""
    folder = Path(env_str(name) or default).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {str(folder)!r}, which cannot be made: {error.strerror}."
        ) from error
    return folder


def env_database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for the database that the address names."""
    url = env_str(name) or default
    scheme = _scheme(url)
    if scheme not in _DATABASES:
        raise ImproperlyConfigured(
            f"{name} starts with {scheme!r}: write sqlite:///FILE or"
            " postgres://USER:PASSWORD@HOST:PORT/NAME."
        )
    try:
        return environ.Env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from error


def env_email(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for the mail server that the address names.

    filemail:///FOLDER names a folder, always from the root; filemail:// names none.
    """
    url = env_str(name) or default
    scheme = _scheme(url)
    if scheme not in environ.Env.EMAIL_SCHEMES:
        raise ImproperlyConfigured(
            f"{name} starts with {scheme!r}: write"
            f" {_any_of(tuple(environ.Env.EMAIL_SCHEMES))}, then ://."
        )
    try:
        config = environ.Env.email_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from error
    folder = config["EMAIL_FILE_PATH"].strip("/")
    return config | {"EMAIL_FILE_PATH": f"/{folder}" if folder else ""}


def kept_secret(path: Path) -> str:
    """Return the secret of an embedded installation, made once and kept."""
    try:
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set, and {str(path)!r} cannot keep one:"
            f" {error.strerror}."
        ) from error


def is_public(url: str) -> bool:
    """Whether the address leads here from other machines."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost") and host != ""


def _scheme(url: str) -> str:
    """Return what stands before ://, and nothing of an address without one.

    Addresses hold passwords, and what is wrong is printed.
    """
    return url.partition("://")[0] if "://" in url else ""


def _any_of(choices: tuple[str, ...]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


def _read_secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path!r}, which cannot be read: {error.strerror}."
        ) from error
