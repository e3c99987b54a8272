"""Writes into translations which state of the English terms they are made from."""

import re
from pathlib import Path

from portal.guide.glossary.loading import (
    FOLDER,
    SOURCE_LANGUAGE,
    is_outdated,
    read_terms,
)

_LINE = re.compile(r"^source_digest:.*\n", re.MULTILINE)


def mark_translations(folder: Path | None = None) -> list[str]:
    """Write `source_digest` into each translation; returns the files that changed.

    For who has just compared them with the English terms: it says they fit. A process
    that runs keeps what it has read.
    """
    folder = folder or FOLDER
    line = f'source_digest: "{read_terms(folder, SOURCE_LANGUAGE).digest}"\n'
    changed = []
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if path.stem == SOURCE_LANGUAGE:
            continue
        marked = _LINE.sub(line, text, count=1) if _LINE.search(text) else line + text
        if marked != text:
            path.write_text(marked, encoding="utf-8")
            changed.append(f"terms/{path.name}")
    return changed


def outdated_translations(folder: Path | None = None) -> list[str]:
    """A line for each translation that was made from an older English file."""
    folder = folder or FOLDER
    languages = sorted(path.stem for path in folder.glob("*.yaml"))
    return [
        f"terms/{one}.yaml: It is of an older English file."
        for one in languages
        if is_outdated(one, folder)
    ]
