"""Writes into translations which state of the English text they are made from."""

import re
from pathlib import Path

from portal.guide.chapters import loading
from portal.guide.chapters.checking import ORIGINAL, languages
from portal.guide.chapters.shapes import CHAPTERS

_LINE = re.compile(r"^source_digest:.*\n", re.MULTILINE)


def mark_translations(folder: Path | None = None) -> list[str]:
    """Write `source_digest` into each translation; returns the files that changed.

    For who has just compared them with the English text: it says they fit.
    """
    folder = folder or loading.FOLDER
    changed = []
    for name in (*(f"{slug}.md" for slug in CHAPTERS), loading.CARDS_FILE):
        source = folder / ORIGINAL / name
        for language in languages()[1:]:
            path = folder / language / name
            if source.exists() and path.exists() and _mark(path, source):
                changed.append(f"{language}/{name}")
    return changed


def _mark(path: Path, source: Path) -> bool:
    """Whether the file was changed. A chapter's line goes before its checklist."""
    line = f"source_digest: {loading.digest_of(source)}\n"
    text = path.read_text(encoding="utf-8")
    if _LINE.search(text):
        marked = _LINE.sub(line, text, count=1)
    elif path.suffix == ".md":
        # The line with which the front matter begins stays the first.
        marked = re.sub(r"^(checklist:)", line + r"\1", text, count=1, flags=re.M)
    else:
        marked = line + text
    if marked != text:
        path.write_text(marked, encoding="utf-8")
    return marked != text
