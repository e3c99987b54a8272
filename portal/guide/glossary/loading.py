"""The terms of the glossary, read from their files once and kept in each process.

`terms/en.yaml` is the source: it also holds what is the same in each language (related
terms, chapter, source). The other files hold words and meanings of the same keys. A
file with a fault raises `TermFault`, which names file, term and field.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from portal.guide.glossary.shapes import Source, Term, TermFault, Terms

FOLDER = Path(__file__).parent / "terms"
SOURCE_LANGUAGE = "en"
DIGEST_LENGTH = 12
_OWN_FIELDS = ("word", "forms", "meaning")
_SHARED_FIELDS = ("see", "chapter", "source", "is_technical")
_SOURCE_FIELDS = ("title", "url", "confidence", "read_on")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def terms_of(language: str) -> Terms:
    """All terms of a language, in the order of its alphabet."""
    return _kept(FOLDER, language)


def term(language: str, key: str) -> Term:
    """One term; a key that no file has is a KeyError that names it."""
    found = terms_of(language).by_key.get(key)
    if found is None:
        raise KeyError(f"The glossary has no term {key!r}.")
    return found


def is_outdated(language: str, folder: Path = FOLDER) -> bool:
    """Whether a translation was made from an older state of the English file."""
    if language == SOURCE_LANGUAGE:
        return False
    source = _kept(folder, SOURCE_LANGUAGE)
    return _kept(folder, language).source_digest != source.digest


@lru_cache(maxsize=1)
def version() -> str:
    """What changes when a file of terms does."""
    files = sorted(FOLDER.glob("*.yaml"))
    raw = b"".join(one.read_bytes() for one in files)
    return hashlib.sha256(raw).hexdigest()[:DIGEST_LENGTH]


@lru_cache(maxsize=16)
def _kept(folder: Path, language: str) -> Terms:
    return read_terms(folder, language)


def read_terms(folder: Path, language: str) -> Terms:
    """Read the file of one language anew, and check it beside the English one."""
    source = _file(folder, SOURCE_LANGUAGE)
    shared = {key: _shared(source, key) for key in source.entries}
    _check_links(source.name, shared)
    own = source if language == SOURCE_LANGUAGE else _file(folder, language)
    _check_keys(own, source)
    terms = [_term(own, key, shared[key]) for key in own.entries]
    terms.sort(key=lambda one: one.alphabetical)
    return Terms(
        language=language,
        by_key={one.key: one for one in terms},
        source_digest=own.source_digest,
        digest=own.digest,
    )


class _File:
    """One file of terms, taken apart as far as its keys."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        self.digest = hashlib.sha256(raw).hexdigest()[:DIGEST_LENGTH]
        try:
            said = yaml.load(raw, Loader=_OnceOnly)  # noqa: S506 - a safe loader
        except (yaml.YAMLError, UnicodeDecodeError) as fault:
            raise TermFault(name, "", " ".join(str(fault).split())) from fault
        if not isinstance(said, dict) or not isinstance(said.get("terms"), dict):
            raise TermFault(name, "", "It holds no terms: a key each under `terms`.")
        _only(name, "at the top", said, ("source_digest", "terms"))
        self.source_digest = str(said.get("source_digest", ""))
        self.entries: dict[str, dict[str, Any]] = said["terms"]
        for key, entry in self.entries.items():
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                raise TermFault(name, repr(key), "A key is small letters and hyphens.")
            if not isinstance(entry, dict):
                raise TermFault(name, key, "It has no fields.")


class _OnceOnly(yaml.CSafeLoader):
    """Refuses a key that stands twice: the later one would silently win.

    In C, since each command reads the files before it begins.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        keys = [self.construct_object(key, deep=deep) for key, _value in node.value]
        for key in keys:
            if keys.count(key) > 1:
                at = node.start_mark
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key!r} stands twice", at
                )
        return super().construct_mapping(node, deep=deep)


def _file(folder: Path, language: str) -> _File:
    path = folder / f"{language}.yaml"
    if not path.exists():
        raise TermFault(path.name, "", "There is no such file.")
    return _File(path.name, path.read_bytes())


def _check_keys(own: _File, source: _File) -> None:
    """The same keys in each language."""
    if missing := sorted(source.entries.keys() - own.entries.keys()):
        raise TermFault(own.name, missing[0], "It is missing.")
    if more := sorted(own.entries.keys() - source.entries.keys()):
        raise TermFault(own.name, more[0], f"{source.name} has no such term.")
    if own is not source:
        for key, entry in own.entries.items():
            _only(own.name, key, entry, _OWN_FIELDS)


def _check_links(file: str, shared: Mapping[str, Mapping[str, Any]]) -> None:
    """Related terms exist, and none is its own."""
    for key, fields in shared.items():
        for other in fields["see"]:
            if other not in shared or other == key:
                raise TermFault(file, f"{key}, see", f"{other!r} is no other term.")


def _shared(file: _File, key: str) -> dict[str, Any]:
    """What is the same in each language."""
    entry = file.entries[key]
    _only(file.name, key, entry, _OWN_FIELDS + _SHARED_FIELDS)
    flag = entry.get("is_technical", False)
    if not isinstance(flag, bool):
        raise TermFault(file.name, f"{key}, is_technical", "It is true or false.")
    chapter = entry.get("chapter", "")
    if chapter and not (isinstance(chapter, str) and _KEY.fullmatch(chapter)):
        raise TermFault(file.name, f"{key}, chapter", "It is the slug of a chapter.")
    return {
        "see": _texts(file.name, key, entry, "see"),
        "chapter": chapter,
        "source": _source(file.name, key, entry.get("source")),
        "is_technical": flag,
    }


def _term(file: _File, key: str, shared: Mapping[str, Any]) -> Term:
    entry = file.entries[key]
    return Term(
        key=key,
        word=_text(file.name, key, entry, "word"),
        meaning=_text(file.name, key, entry, "meaning"),
        forms=_texts(file.name, key, entry, "forms"),
        **shared,
    )


def _source(file: str, key: str, said: Any) -> Source | None:
    if said is None:
        return None
    where = f"{key}, source"
    if not isinstance(said, dict):
        raise TermFault(file, where, "It has title and confidence.")
    _only(file, where, said, _SOURCE_FIELDS)
    title, url = _text(file, where, said, "title"), said.get("url", "")
    confidence, read_on = said.get("confidence"), said.get("read_on")
    if confidence not in ("read", "recalled"):
        raise TermFault(file, f"{where}, confidence", "It is read or recalled.")
    if url and not re.match(r"https?://\S+$", str(url)):
        raise TermFault(file, f"{where}, url", "It is no full address.")
    if confidence == "read" and (not url or not isinstance(read_on, date)):
        raise TermFault(file, where, "What was read has a url and a day (read_on).")
    return Source(title, confidence, url, read_on)


def _text(file: str, key: str, entry: Mapping[str, Any], field: str) -> str:
    said = entry.get(field)
    if not isinstance(said, str) or not said.strip():
        raise TermFault(file, f"{key}, {field}", "It is a text and not empty.")
    return " ".join(said.split(" ")).strip()


def _texts(
    file: str, key: str, entry: Mapping[str, Any], field: str
) -> tuple[str, ...]:
    said = entry.get(field, [])
    if not isinstance(said, list) or not all(
        isinstance(one, str) and one.strip() for one in said
    ):
        raise TermFault(file, f"{key}, {field}", "It is a list of texts.")
    return tuple(said)


def _only(
    file: str, where: str, entry: Mapping[str, Any], known: Collection[str]
) -> None:
    for field in entry:
        if field not in known:
            raise TermFault(file, f"{where}, {field}", "There is no such field.")
