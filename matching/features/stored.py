"""The index of a run on disk, so that all processes of a machine share one copy.

Written by the worker that ends a run, read by web processes and by workers that start:
the file is mapped into memory, so its arrays are shared and read when they are needed.
It belongs to the inputs of the run and to this very code; another one is not found, and
the index is then built from the database. Pickled, because only files that this
installation has written are read, from a folder as private as the database.
"""

import mmap
import os
import pickle  # nosec B403
from pathlib import Path

from django.conf import settings

from matching.engine import Index
from matching.models import CurrentRun, MatchRun

KEPT = 3  # the newest; the present lists and those before keep theirs in any case
ALIGNED = 64  # bytes; arrays begin at multiples of it
_LENGTH = 8


def store_index(run: MatchRun, index: Index) -> Path:
    """Write the index of a run, whole or not at all; older files go."""
    path = _path(run)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    buffers: list[pickle.PickleBuffer] = []
    _prepare(index)
    head = pickle.dumps(index, protocol=5, buffer_callback=buffers.append)
    views = [buffer.raw() for buffer in buffers]
    sizes = pickle.dumps([view.nbytes for view in views])
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        for text in (sizes, head):
            file.write(len(text).to_bytes(_LENGTH, "big") + text)
        for view in views:
            file.write(b"\0" * (-file.tell() % ALIGNED))
            file.write(view)
    part.replace(path)
    _drop_old(path.parent)
    return path


def is_stored(run: MatchRun) -> bool:
    """Whether there is an index of this run that this code could have written."""
    return bool(run.input_hash) and _path(run).exists()


def load_index(run: MatchRun) -> Index | None:
    """Map the stored index of a run; None where there is none that can be used."""
    if not is_stored(run):
        return None
    try:
        return _unpacked(_path(run))
    except (pickle.UnpicklingError, EOFError, OSError, ValueError):
        return None


def _unpacked(path: Path) -> Index:
    """Map a file; ValueError for one that is cut off."""
    with path.open("rb") as file:
        # A private mapping: pages are shared until somebody writes to them.
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    sizes, at = _text(whole, 0)
    head, at = _text(whole, at)
    views = []
    for size in pickle.loads(sizes):  # noqa: S301  # nosec B301
        at += -at % ALIGNED
        views.append(whole[at : at + size])
        at += size
    if at != len(whole):
        raise ValueError(f"{path.name} is cut off")
    return pickle.loads(head, buffers=views)  # noqa: S301  # nosec B301


def _prepare(index: Index) -> None:
    """Make what would otherwise be made by each process that reads the file."""
    _ = (index.keys, index.ground, index.lists)
    for segment in index.segments:
        _ = (segment.cells, segment.lists, segment.word_lists)


def _text(whole: memoryview, at: int) -> tuple[memoryview, int]:
    begin = at + _LENGTH
    end = begin + int.from_bytes(whole[at:begin], "big")
    return whole[begin:end], end


def _path(run: MatchRun) -> Path:
    name = f"{run.pk}-{run.input_hash[:16]}-{settings.ENGINE_CODE}.index"
    return Path(settings.INDEX_DIR, name)


def _drop_old(folder: Path) -> None:
    """Trials in a row must not take away the index that readers are answered from."""
    files = sorted(folder.glob("*.index"), key=lambda path: path.stat().st_mtime)
    pointer = CurrentRun.objects.values_list("run_id", "previous_id").first() or ()
    needed = tuple(f"{run_id}-" for run_id in pointer)
    usable = f"*-{settings.ENGINE_CODE}.index"
    for path in files[:-KEPT]:
        if not (path.name.startswith(needed) and path.match(usable)):
            path.unlink(missing_ok=True)
