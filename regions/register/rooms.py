"""Tables of rooms above the register, loaded with it: all of them, or nothing.

A room registers in its `ready()` how it loads its own table of facts; the register does
not know the room. It is called after the register's own tables, in their transaction.
"""

from collections.abc import Callable

from regions.register.upsert import Tally

Load = Callable[[], Tally]

_tables: dict[str, Load] = {}


def register_table(kind: str, load: Load) -> None:
    """Load a table of `kind` (the word in the report) after those of before.

    A second one of the same kind is a programming error.
    """
    if kind in _tables:
        raise ValueError(f"There is a table of the kind {kind!r} already.")
    _tables[kind] = load


def further_tables() -> dict[str, Load]:
    """The tables of rooms above, in the order in which they were registered."""
    return dict(_tables)
