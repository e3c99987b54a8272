"""System checks: a wrong setting becomes a sentence and a hint, not a trace.

What stops Django from starting at all is refused earlier, in `portal.env`.
"""

import gettext
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.http.request import validate_host

from portal.env import env_str, is_public

BROKERS = ("filesystem", "redis", "rediss", "memory")
Found = list[CheckMessage]


@register("portal")
def check_addresses(app_configs, **kwargs) -> Found:
    """BASE_URL is a full address, and the server answers to its name."""
    base = urlsplit(settings.BASE_URL)
    if base.scheme not in ("http", "https") or not base.hostname:
        return [
            Error(
                f"BASE_URL is {settings.BASE_URL!r}, which is no full address.",
                hint="Write it with its scheme: https://portal.example.",
                id="portal.E001",
            )
        ]
    host = f"[{base.hostname}]" if ":" in base.hostname else base.hostname
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return [
            Error(
                f"ALLOWED_HOSTS does not contain {host}, the host of BASE_URL, so every"
                " visitor would be refused.",
                hint=f"Add it: ALLOWED_HOSTS={host}.",
                id="portal.E002",
            )
        ]
    return []


@register("portal")
def check_broker(app_configs, **kwargs) -> Found:
    """CELERY_BROKER_URL names a broker that the portal is tested with."""
    scheme, mark, _rest = settings.CELERY_BROKER_URL.partition("://")
    if mark and scheme in BROKERS:
        return []
    return [
        Error(
            f"CELERY_BROKER_URL starts with {scheme if mark else ''!r}, which is no"
            " broker that the portal knows.",
            hint="Write redis://HOST:PORT/0, or leave it out: filesystem://.",
            id="portal.E003",
        )
    ]


@register("portal")
def check_secrets(app_configs, **kwargs) -> Found:
    """What others use has a SECRET_KEY of its own and shows no traces."""
    found: Found = []
    if not env_str("SECRET_KEY") and (settings.SERVES_OTHERS or _is_public()):
        level = Error if _is_public() else Warning
        found.append(
            level(
                "SECRET_KEY is not set: each machine would make its own, and nobody"
                " stays signed in.",
                hint="Set SECRET_KEY, or SECRET_KEY_FILE, to 50 random characters.",
                id="portal.E004" if level is Error else "portal.W004",
            )
        )
    if settings.DEBUG and _is_public():
        found.append(
            Error(
                "DEBUG is on while BASE_URL is public: strangers would read settings.",
                hint="Set DEBUG=false.",
                id="portal.E005",
            )
        )
    return found


@register("portal")
def check_data_folder(app_configs, **kwargs) -> Found:
    """DATA_DIR can be written: database, broker and static files may live there."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR):
            return []
    except OSError as error:
        return [
            Error(
                f"DATA_DIR is {str(settings.DATA_DIR)!r}, where nothing can be written:"
                f" {error.strerror}.",
                hint="Give the portal's user the right to write there.",
                id="portal.E006",
            )
        ]


@register("portal")
def check_mail(app_configs, **kwargs) -> Found:
    """A portal for others sends its mail, instead of keeping or printing it."""
    backend = settings.POST_OFFICE["BACKENDS"]["default"]
    reaches_nobody = backend.endswith((".FolderBackend", "console.EmailBackend"))
    if not (_is_public() and reaches_nobody):
        return []
    return [
        Warning(
            "EMAIL_URL names no mail server: mails are kept here, and nobody receives"
            " them.",
            hint="Write smtp+tls://USER:PASSWORD@HOST:587.",
            id="portal.W007",
        )
    ]


@register("portal")
def check_other_sign_in(app_configs, **kwargs) -> Found:
    """The OpenID Connect service is set up wholly, over TLS, or not at all."""
    missing = sorted(name for name, value in settings.OIDC.items() if not value)
    if len(missing) == len(settings.OIDC):
        return []
    if missing:
        return [
            Error(
                f"{', '.join(missing)} is not set, so nobody can sign in by the other"
                " service.",
                hint="Set all four OIDC_ variables, or none.",
                id="portal.E010",
            )
        ]
    if _is_public() and urlsplit(settings.OIDC["OIDC_SERVER_URL"]).scheme != "https":
        return [
            Error(
                "OIDC_SERVER_URL does not start with https://: anybody on the way could"
                " sign in as anybody.",
                hint="Write the service's address with https://.",
                id="portal.E011",
            )
        ]
    return []


@register("portal")
def check_translations(app_configs, **kwargs) -> Found:
    """Every catalogue of texts is compiled, from its present source."""
    found: Found = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            found += _check_catalogue(source)
    return found


def _check_catalogue(source: Path) -> Found:
    name = "/".join(source.parts[-3:])
    hint = "Run: make messages."
    try:
        with source.with_suffix(".mo").open("rb") as compiled:
            header = gettext.GNUTranslations(compiled).info()
    except (OSError, ValueError):
        message = f"{name} is not compiled, so its texts stay English."
        return [Warning(message, hint=hint, id="portal.W008")]
    if header.get("po-revision-date") != _revision_date(source):
        message = f"{name} was changed after it was compiled."
        return [Warning(message, hint=hint, id="portal.W009")]
    return []


def _revision_date(source: Path) -> str | None:
    """When the texts were translated last, as the source's head says."""
    head = source.read_text(encoding="utf-8").partition("\n\n")[0]
    lines = [line.strip('"').removesuffix("\\n") for line in head.splitlines()]
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    return fields.get("PO-Revision-Date")


def _is_public() -> bool:
    return is_public(settings.BASE_URL)
