"""Files sent with messages: small, and of a kind that name and first bytes agree on.

What the browser says of a file counts nothing. Files with macros are refused, and old
office files too, of which nobody can tell whether they hold some.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.accounts.uploads import kind_of

# Three of them and the form around them are less than any page takes at all.
LARGEST = 2_000_000
MOST_FILES = 3
LONGEST_NAME = 100
MOST_PARTS = 2_000

_OOXML = "application/vnd.openxmlformats-officedocument"
# Ending, media type, and the part that such a file has.
_OFFICE = {
    ".docx": (f"{_OOXML}.wordprocessingml.document", "word/document.xml"),
    ".xlsx": (f"{_OOXML}.spreadsheetml.sheet", "xl/workbook.xml"),
    ".pptx": (f"{_OOXML}.presentationml.presentation", "ppt/presentation.xml"),
}
_OPEN = {
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
_TEXT = {".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8"}
_ALIASES = {".jpeg": ".jpg"}
ACCEPTED = (".pdf", ".png", ".jpg", ".jpeg", *_OFFICE, *_OPEN, *_TEXT)


class Attachment(NamedTuple):
    """A file that was checked."""

    name: str
    media_type: str
    content: bytes


def read_attachment(file: UploadedFile) -> Attachment:
    """Check size, name and content; raise ValidationError with a sentence."""
    name = clean_name(file.name or "")
    if file.size is None or file.size > LARGEST:
        raise ValidationError(
            _("“%(name)s” has %(size)s; at most %(most)d MB can be sent.")
            % {
                "name": name,
                "size": filesizeformat(file.size or 0),
                "most": LARGEST // 1_000_000,
            }
        )
    content = file.read()
    media_type = media_type_of(name, content)
    if not media_type:
        raise ValidationError(
            _(
                "“%(name)s” cannot be sent: only PDF, PNG, JPEG, office documents"
                " without macros (docx, xlsx, pptx, odt, ods, odp), text and CSV, under"
                " a name that says so."
            )
            % {"name": name}
        )
    return Attachment(name, media_type, content)


def clean_name(name: str) -> str:
    """The bare name, without signs that are not seen or turn the text round."""
    seen = "".join(
        sign
        for sign in name
        if unicodedata.category(sign)[0] not in ("C", "Z") or sign == " "
    )
    path = PurePath(seen.replace("\\", "/").strip())
    suffix = path.suffix.lower()[:10]
    stem = path.stem.strip(" .")[:LONGEST_NAME] or _("file")
    return f"{stem}{suffix}"


def media_type_of(name: str, content: bytes) -> str:
    """The media type of a file whose name and content agree; else an empty text."""
    suffix = PurePath(name).suffix.lower()
    suffix = _ALIASES.get(suffix, suffix)
    known = kind_of(content)
    if known is not None:
        return known.media_type if known.suffix == suffix else ""
    checks: dict[str, Callable[[str, bytes], str]] = {
        **dict.fromkeys(_OFFICE, _office_type),
        **dict.fromkeys(_OPEN, _open_type),
        **dict.fromkeys(_TEXT, _text_type),
    }
    return checks[suffix](suffix, content) if suffix in checks else ""


def _office_type(suffix: str, content: bytes) -> str:
    media_type, part = _OFFICE[suffix]
    names = _parts(content)
    is_one = "[Content_Types].xml" in names and part in names
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return media_type if is_one and not has_macros else ""


def _open_type(suffix: str, content: bytes) -> str:
    """Its first part, stored as it is, names the type; macros lie in folders."""
    media_type = _OPEN[suffix]
    said = content[30:].startswith(b"mimetype" + media_type.encode("ascii") + b"PK")
    names = _parts(content)
    has_macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
    return media_type if said and "content.xml" in names and not has_macros else ""


def _parts(content: bytes) -> list[str]:
    """The names in an archive, whose contents are never unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []
    return names if len(names) <= MOST_PARTS else []


def _text_type(suffix: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    is_plain = all(
        sign.isprintable() or sign in "\r\n\t" or _is_wide(sign) for sign in text
    )
    return _TEXT[suffix] if is_plain else ""


def _is_wide(sign: str) -> bool:
    """Spaces and signs that join letters are no characters of control."""
    return unicodedata.category(sign) in ("Zs", "Zl", "Zp", "Cf")
