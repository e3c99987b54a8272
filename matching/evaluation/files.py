"""The published figures as a file: written whole or not at all, read by the page."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

REPORT_FILE = Path(__file__).parent / "report.json"


def read_report() -> dict | None:
    """Return the published figures; None where nobody has measured yet."""
    try:
        return json.loads(REPORT_FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def write_json(path: Path, content: Mapping) -> None:
    """Write a file as a whole or not at all; OSError leaves what was there."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(as_json(content))
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def as_json(content: Mapping) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
