"""Bring the table of calls into the database, with the register's own tables.

A call that people have written is kept as it is, with its rules and cases; one that is
not in the table is left. Topics that the register at hand does not have are left out.
"""

from pathlib import Path
from typing import Any

from django.db import transaction

from matching.calls.models import Call, CallRule, RuleCase
from matching.calls.seed_reading import DATA_FILE, FACTS, SeedCall, read_calls
from regions.models import Topic
from regions.register.reading import RegisterError
from regions.register.rooms import register_table
from regions.register.upsert import Tally

TABLE = "calls"
COMPARED = sorted(FACTS | {"confidence", "is_published"})
OF_RULE = ("kind", "params", "source_url", "valid_from", "note", "verification")
OF_CASE = ("name", "partners", "project", "expected")


def register_calls() -> None:
    """Let the loader of the register load calls too; once, when the app is ready."""
    register_table(TABLE, load_calls)


@transaction.atomic
def load_calls(path: Path = DATA_FILE) -> Tally:
    """Make the database hold these calls; RegisterError with all faults before."""
    wanted, faults = read_calls(path)
    if faults:
        raise RegisterError(faults)
    known = set(Topic.objects.values_list("pk", flat=True))
    present = {one.slug: one for one in Call.objects.select_for_update(of=("self",))}
    tally = Tally()
    for seed in wanted:
        seed.topics &= known
        _load(seed, present.get(seed.call.slug), tally)
    slugs = {seed.call.slug for seed in wanted}
    tally.others = len(present.keys() - slugs)
    return tally


def _load(seed: SeedCall, found: Call | None, tally: Tally) -> None:
    if found is None:
        seed.call.save()
        _write_parts(seed, seed.call)
        tally.added += 1
    elif found.revision:
        tally.kept += 1
    elif _state_of(found) == _state_of_seed(seed):
        tally.left += 1
    else:
        for name in COMPARED:
            setattr(found, name, getattr(seed.call, name))
        found.save()
        found.rules.all().delete()
        found.cases.all().delete()
        _write_parts(seed, found)
        tally.changed += 1


def _write_parts(seed: SeedCall, call: Call) -> None:
    call.topics.set(seed.topics)
    cases: list[RuleCase] = []
    for position, one in enumerate(seed.rules):
        one.row.call, one.row.position = call, position
        one.row.save()
        for case in one.cases:
            case.rule = one.row
            cases.append(case)
    cases += seed.cases
    for position, case in enumerate(cases):
        case.call, case.position = call, position
    RuleCase.objects.bulk_create(cases)


def _state_of(call: Call) -> tuple[Any, ...]:
    beside: dict[int | None, list[RuleCase]] = {}
    for case in call.cases.all():
        beside.setdefault(case.rule_id, []).append(case)
    rules = [(row, beside.get(row.pk, [])) for row in call.rules.all()]
    topics = frozenset(call.topics.values_list("pk", flat=True))
    return _state(call, topics, rules, beside.get(None, []))


def _state_of_seed(seed: SeedCall) -> tuple[Any, ...]:
    rules = [(one.row, one.cases) for one in seed.rules]
    return _state(seed.call, seed.topics, rules, seed.cases)


def _state(
    call: Call,
    topics: frozenset[str],
    rules: list[tuple[CallRule, list[RuleCase]]],
    cases: list[RuleCase],
) -> tuple[Any, ...]:
    """All that the table says of a call, to be compared."""
    return (
        _values(call, COMPARED),
        topics,
        [
            (_values(row, OF_RULE), [_values(case, OF_CASE) for case in own])
            for row, own in rules
        ],
        [_values(case, OF_CASE) for case in cases],
    )


def _values(record: Any, names: Any) -> list[Any]:
    return [getattr(record, name) for name in names]
