"""Readers of environment variables: they refuse nonsense with a sentence.

Every variable read here has an entry in `.env.example`; a test holds the two equal.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def env_str(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file that NAME_FILE names."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return _read_secret(name, path)
    return os.environ.get(name, default)


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


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated variable as a list without empty entries."""
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def _read_secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path!r}, which cannot be read: {error.strerror}."
        ) from error
