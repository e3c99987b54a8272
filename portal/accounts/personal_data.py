"""All that the portal holds about a person, found through the models themselves.

Every foreign key to a person counts, so a model that is written later is in the export
without being named here. What must never leave is named in SECRETS.
"""

import datetime
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.accounts.addresses import verified_addresses
from portal.accounts.data_words import file_names, meaning_of, title_of
from portal.accounts.models import Claim, Invitation, User
from portal.mail.models import Mail
from regions.models import ImportJob

# Fields that would let somebody sign in as the person, by model and name.
SECRETS = {
    ("accounts.user", "password"),
    ("accounts.invitation", "key_hash"),
    ("mfa.authenticator", "data"),
    ("usersessions.usersession", "session_key"),
    ("socialaccount.socialtoken", "token"),
    ("socialaccount.socialtoken", "token_secret"),
    ("account.emailconfirmation", "key"),
    ("consortia.calendarfeed", "token"),
}
# What is about the person, in full, by model and field; of all else, which belongs to
# an institution or to somebody else, only that the person did it.
OWN = {
    ("accounts.mandate", "user"),
    ("accounts.mandateevent", "person"),
    ("accounts.claim", "user"),
    ("notices.notice", "user"),
    ("notices.noticechoice", "user"),
    ("notices.digest", "user"),
    ("calls.callfollow", "user"),
    ("keeping.follow", "user"),
    ("keeping.savedsearch", "user"),
    ("regions.draft", "user"),
    ("regions.importjob", "user"),
    ("regions.version", "by"),
    ("regions.case", "submitted_by"),
    ("regions.casemessage", "by"),
    ("introductions.message", "by"),
    ("introductions.reading", "user"),
    ("introductions.report", "by"),
    ("consortia.calendarfeed", "user"),
    ("account.emailaddress", "user"),
    ("mfa.authenticator", "user"),
    ("socialaccount.socialaccount", "user"),
    ("usersessions.usersession", "user"),
}
Row = dict[str, Any]
# Files of rooms that lie above the accounts: a name in the archive, and the content.
Files = Callable[[User], Iterable[tuple[str, bytes]]]
_files_of_rooms: list[Files] = []


def register_files(files: Files) -> None:
    """A room says in its `ready()` which files of a person it holds."""
    _files_of_rooms.append(files)


@dataclass(frozen=True)
class Holding:
    """Rows of one kind that name the person, and by which field they do."""

    model: type[models.Model]
    field: str
    rows: models.QuerySet

    @property
    def label(self) -> str:
        return title_of(self.model, self.field, is_own=self.is_own)

    @property
    def meaning(self) -> str:
        return meaning_of(self.model, self.field)

    def as_rows(self) -> Iterator[Row]:
        for row in self.rows.iterator():
            yield as_row(row, in_full=self.is_own)

    @property
    def is_own(self) -> bool:
        return (self.model._meta.label_lower, self.field) in OWN


def holdings(user: User) -> list[Holding]:
    """What names this person: one entry for each foreign key, empty ones left out."""
    found = []
    for relation in _relations():
        field = relation.field.name
        manager = getattr(relation.related_model, "all_items", None)
        rows = (manager or relation.related_model._base_manager).filter(**{field: user})
        if rows.exists():
            found.append(Holding(relation.related_model, field, rows.order_by("pk")))
    return found


def _relations() -> Iterator[models.ForeignObjectRel]:
    for field in User._meta.get_fields(include_hidden=True):
        is_reverse = field.auto_created and not field.concrete
        # A child table inherits its parent's field; the rows are the parent's.
        if (
            is_reverse
            and not field.many_to_many
            and field.field.model == field.related_model
        ):
            yield field


def as_row(instance: models.Model, *, in_full: bool) -> Row:
    """One row for people and programs, without secrets."""
    label = instance._meta.label_lower
    if not in_full:
        return {"id": _plain(instance.pk), "what": _named(instance)}
    row = {
        field.name: _plain(getattr(instance, field.attname))
        for field in instance._meta.concrete_fields
        if (label, field.name) not in SECRETS
    }
    # A field of this name says more than we could.
    return {"what": _named(instance)} | row


def _named(instance: models.Model) -> str:
    """What the row is about, without naming other people."""
    if isinstance(instance, Authenticator):
        return str(instance.data.get("name", "") or instance.get_type_display())
    organisation = getattr(instance, "organisation", None)
    return str(organisation or instance)


def _plain(value: Any) -> Any:
    """A value as JSON has it; files are named, and lie beside."""
    if isinstance(value, bytes | memoryview):
        return _("see the folders “proofs” and “imports”")
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, models.Model):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)


def export_archive(user: User) -> bytes:
    """A ZIP file of all that is held: JSON by kind, files, and what each of them is.

    Files have names in the reader's language, as the page calls what is in them.
    """
    buffer = io.BytesIO()
    parts = _parts(user)
    names = file_names([part.title for part in parts])
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(user, parts, names))
        for name, part in zip(names, parts, strict=True):
            _write(archive, name, part.rows)
        _write_files(archive, user)
    return buffer.getvalue()


@dataclass(frozen=True)
class Part:
    """One file of the export: what it is called, what it is, and its rows."""

    title: str
    meaning: str
    rows: Iterable[Row]


def _parts(user: User) -> list[Part]:
    held = [
        Part(one.label, one.meaning, one.as_rows())
        for one in _own_first(holdings(user))
    ]
    return [
        Part(
            _("Your account"),
            _("name, position, settings; of your password only a digest is kept"),
            [as_row(user, in_full=True)],
        ),
        *held,
        Part(
            _("Invitations to you"),
            _("invitations to your address"),
            _invitations(user),
        ),
        Part(
            _("Mails to you"),
            _("subjects of mails to your addresses, as long as kept"),
            _mails(user),
        ),
    ]


def _own_first(found: list[Holding]) -> list[Holding]:
    return sorted(found, key=lambda one: (not one.is_own, one.label.casefold()))


def _write(archive: zipfile.ZipFile, name: str, rows: Iterable[Row]) -> None:
    text = json.dumps(list(rows), ensure_ascii=False, indent=2, default=str)
    archive.writestr(name, text)


def _write_files(archive: zipfile.ZipFile, user: User) -> None:
    for claim in Claim.objects.filter(user=user).exclude(proof=None).order_by("pk"):
        archive.writestr(f"proofs/{claim.pk}-{claim.proof_name}", bytes(claim.proof))
    for job in ImportJob.objects.filter(user=user).exclude(file=None).order_by("pk"):
        archive.writestr(f"imports/{job.pk}-{job.name}", bytes(job.file))
    for files in _files_of_rooms:
        for name, content in files(user):
            archive.writestr(name, content)


def _invitations(user: User) -> Iterator[Row]:
    """Those to an address that the person proved: other people's are not theirs."""
    rows = Invitation.objects.filter(email__in=verified_addresses(user))
    yield from (as_row(one, in_full=True) for one in rows.order_by("pk"))


def mails_to(user: User) -> models.QuerySet:
    """What is still kept of letters to the person's addresses."""
    return Mail.objects.filter(to__in=[user.email, *verified_addresses(user)])


def _mails(user: User) -> Iterator[Row]:
    rows = mails_to(user).order_by("pk").values("subject", "created")
    yield from ({name: _plain(value) for name, value in row.items()} for row in rows)


def _readme(user: User, parts: list[Part], names: list[str]) -> str:
    head = _("What the portal holds about %(address)s, on %(day)s.") % {
        "address": user.email,
        "day": timezone.localdate().isoformat(),
    }
    lines = [head, ""]
    for name, part in zip(names, parts, strict=True):
        lines += [name, f"    {capfirst(part.title)}: {part.meaning}.", ""]
    lines += [
        _("proofs/: files that you handed in with claims."),
        _("imports/: files that you have uploaded and that are not imported yet."),
        _("messages/: files that you sent with messages."),
        _("letters/: signed letters of intent that you uploaded."),
        "",
        _(
            "Each .json file is a list, which a browser or an editor of texts shows."
            " “what” says in words what an entry is about; the other names are those"
            " under which the portal keeps it."
        ),
        _("Keys of second factors and of sessions are not in it: they let people in."),
        _("Records of regions and clusters belong to these; only your part is named."),
    ]
    return "\n".join(lines) + "\n"
