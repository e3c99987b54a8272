"""The mail folder of a portal that only its owner uses, read as pages."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

NEWEST = 100


@dataclass(frozen=True)
class FolderMail:
    """One file of the folder; `html` is "" where a mail has only text."""

    name: str
    subject: str
    sender: str
    to: str
    date: datetime | None
    text: str = ""
    html: str = ""


def list_mails() -> list[FolderMail]:
    """The newest mails first, without their texts."""
    files = sorted(Path(settings.MAIL_FOLDER).glob("*.eml"), reverse=True)
    return [_head(path.stem, _parsed(path)) for path in files[:NEWEST]]


def read_mail(name: str) -> FolderMail | None:
    """One mail with its texts; None if there is no such file."""
    path = Path(settings.MAIL_FOLDER) / f"{name}.eml"
    if not path.is_file():
        return None
    message = _parsed(path)
    head = _head(name, message)
    return FolderMail(
        **vars(head) | {"text": _part(message, "plain"), "html": _part(message, "html")}
    )


def _parsed(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return BytesParser(policy=policy.default).parse(file)


def _head(name: str, message: EmailMessage) -> FolderMail:
    return FolderMail(
        name,
        str(message["Subject"] or ""),
        str(message["From"] or ""),
        str(message["To"] or ""),
        _date(message),
    )


def _date(message: EmailMessage) -> datetime | None:
    """When the mail was written; a date that names no place is universal time."""
    if not message["Date"]:
        return None
    date = parsedate_to_datetime(str(message["Date"]))
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return body.get_content() if body else ""
