"""Faults that show only between rows and tables: keys, references, trees, slugs."""

from regions.register.reading import Register, Row
from regions.register.tables import (
    CLUSTERS,
    CROSSWALK,
    PRIORITIES,
    REGIONS,
    RELATEDNESS,
    SOURCES,
    TABLES,
    TOPICS,
    Table,
)

_NOUNS = {"regions": "region", "topics": "code", "projects": "project"}


def check_tables(register: Register) -> None:
    """Add to the register's faults whatever is wrong between its rows.

    A faulty row was already left out, so a row that refers to it would be reported
    as well; references are therefore checked only where the table referred to is whole.
    """
    damaged = {fault.split(".csv", 1)[0] for fault in register.faults}
    for table in TABLES:
        _check_keys(register, table)
        _check_references(register, table, damaged)
    _check_tree(register, REGIONS, root_level=0)
    _check_tree(register, TOPICS, root_level=1)
    _check_nuts_codes(register)
    _check_profile_slugs(register)
    _check_relations(register)
    _check_crosswalk(register)
    _check_sources(register)


def _check_keys(register: Register, table: Table) -> None:
    seen: dict[tuple, int] = {}
    for row in register.rows[table.name]:
        key = tuple(row[name] for name in table.key)
        if key in seen:
            shown = ", ".join(str(part) for part in key)
            problem = f"{shown!r} is already in row {seen[key]}"
            register.report(table, row.number, table.key[-1], problem)
        seen.setdefault(key, row.number)


def _check_references(register: Register, table: Table, damaged: set[str]) -> None:
    for column in table.columns:
        if not column.refers or column.refers in damaged:
            continue
        known = _known(register, column.refers, column.scheme)
        for row in register.rows[table.name]:
            for code in _as_codes(row[column.name]):
                if code not in known:
                    problem = f"unknown {_NOUNS[column.refers]} {code!r}"
                    register.report(table, row.number, column.name, problem)


def _known(register: Register, name: str, scheme: str) -> set[str]:
    rows = register.rows[name]
    if scheme:
        rows = [row for row in rows if row["scheme"] == scheme]
    return {row["slug" if name == "projects" else "code"] for row in rows}


def _as_codes(value) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return list(value)


def _check_tree(register: Register, table: Table, root_level: int) -> None:
    """A parent stands one level higher, so no chain of parents can be a ring."""
    by_code = {row["code"]: row for row in register.rows[table.name]}
    for row in register.rows[table.name]:
        parent = by_code.get(row["parent"])
        if row["parent"] == "" and row["level"] != root_level:
            problem = f"empty, though level {row['level']} is not the highest"
        elif parent and parent["level"] != row["level"] - 1:
            problem = f"{parent['code']!r} is of level {parent['level']}"
        elif parent and table is TOPICS and parent["scheme"] != row["scheme"]:
            problem = f"{parent['code']!r} is of another scheme"
        else:
            continue
        register.report(table, row.number, "parent", problem)


def _check_nuts_codes(register: Register) -> None:
    for row in register.rows[REGIONS.name]:
        code, parent = row["code"], row["parent"]
        if len(code) != row["level"] + 2:
            problem = f"{code!r} is no code of level {row['level']}"
            register.report(REGIONS, row.number, "code", problem)
        elif parent and parent != code[:-1]:
            problem = f"{code!r} does not lie in {parent!r}"
            register.report(REGIONS, row.number, "parent", problem)


def _check_profile_slugs(register: Register) -> None:
    """Priorities and clusters share one space of addresses: both are profiles."""
    taken: dict[str, Row] = {row["slug"]: row for row in register.rows["priorities"]}
    for row in register.rows[CLUSTERS.name]:
        if row["slug"] in taken:
            other = f"{PRIORITIES.file}, row {taken[row['slug']].number}"
            problem = f"{row['slug']!r} is already in {other}"
            register.report(CLUSTERS, row.number, "slug", problem)


def _check_relations(register: Register) -> None:
    for row in register.rows[RELATEDNESS.name]:
        if row["first"] >= row["second"]:
            problem = f"{row['second']!r} must come after {row['first']!r}"
            register.report(RELATEDNESS, row.number, "second", problem)


def _check_crosswalk(register: Register) -> None:
    old = {row["code"] for row in register.rows[REGIONS.name]}
    for row in register.rows[CROSSWALK.name]:
        if row["code_2024"] in old:
            problem = f"{row['code_2024']!r} is a code of 2021 too"
            register.report(CROSSWALK, row.number, "code_2024", problem)


def _check_sources(register: Register) -> None:
    """Every file of facts names its source; a source names a file that is there."""
    files = {table.file for table in TABLES if table is not SOURCES}
    named = {row["file"] for row in register.rows[SOURCES.name]}
    for row in register.rows[SOURCES.name]:
        if row["file"] not in files:
            register.report(
                SOURCES, row.number, "file", f"no such file {row['file']!r}"
            )
    damaged = any(fault.startswith(SOURCES.file) for fault in register.faults)
    if not damaged:
        register.faults += [
            f"{SOURCES.file}: no source for {file}" for file in sorted(files - named)
        ]
