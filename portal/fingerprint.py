"""Which code made a file: what it compiled or stored is of use to no other."""

import hashlib
from pathlib import Path


def fingerprint(folder: Path) -> str:
    """Return twelve hex digits that change with any of the folder's Python files."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
