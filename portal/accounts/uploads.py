"""Files handed in as a proof: small, and of a kind known by its first bytes."""

from pathlib import PurePath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.accounts.services import Proof
from portal.web.downloads import as_download

LARGEST = 5 * 1024 * 1024
LONGEST_NAME = 100


class Kind(NamedTuple):
    """A kind of file: how it begins, its ending, its media type."""

    start: bytes
    suffix: str
    media_type: str


KINDS = (
    Kind(b"%PDF-", ".pdf", "application/pdf"),
    Kind(b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
    Kind(b"\xff\xd8\xff", ".jpg", "image/jpeg"),
)


def kind_of(start: bytes) -> Kind | None:
    """The kind of file that begins so; what the browser says of it counts nothing."""
    return next((kind for kind in KINDS if start.startswith(kind.start)), None)


def proof_download(content: bytes | memoryview | None, name: str) -> HttpResponse:
    """A kept proof to be saved; Http404 where there is none, or of no known kind."""
    kept = bytes(content or b"")
    kind = kind_of(kept)
    if kind is None:
        raise Http404
    stem = PurePath(name).name or f"proof{kind.suffix}"
    return as_download(kept, kind.media_type, stem)


def read_proof(file: UploadedFile) -> Proof:
    """Check size and kind by the first bytes, and only then read the file."""
    if file.size is None or file.size > LARGEST:
        raise ValidationError(
            _("The file has %(size)s; at most %(most)s can be taken.")
            % {
                "size": filesizeformat(file.size or 0),
                "most": filesizeformat(LARGEST),
            }
        )
    kind = kind_of(file.read(16))
    if kind is None:
        raise ValidationError(_("This is no PDF, PNG or JPEG file."))
    file.seek(0)
    stem = PurePath(file.name or "").stem.strip()[:LONGEST_NAME] or _("proof")
    return Proof(f"{stem}{kind.suffix}", file.read())
