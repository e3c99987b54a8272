"""The table of calls: its cases pass, it loads once, and a fault names its place."""

import copy
import csv
import json

import pytest

from matching.calls.casework import checked_rules, failing
from matching.calls.models import Call, CallRule, RuleCase
from matching.calls.seed_reading import DATA_FILE, read_calls
from matching.calls.seeding import load_calls
from matching.calls.services import hide_call
from regions.register.reading import DATA_FOLDER, RegisterError
from regions.register.rooms import further_tables
from tests.factories import make_topic

pytestmark = pytest.mark.django_db
TABLE = json.loads(DATA_FILE.read_text(encoding="utf-8"))


def column(file: str, *names: str) -> dict[str, tuple[str, ...]]:
    with (DATA_FOLDER / file).open(encoding="utf-8") as rows:
        return {
            row["code"]: tuple(row[name] for name in names)
            for row in csv.DictReader(rows)
        }


@pytest.fixture
def table(tmp_path):
    """Write a changed table, and return its path."""

    def written(change):
        content = copy.deepcopy(TABLE)
        change(content)
        path = tmp_path / "calls.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return written


def test_every_seeded_case_comes_out_as_expected():
    load_calls()
    wrong = {
        call.slug: [(one.case.name, one.got, one.fault) for one in failed]
        for call in Call.objects.all()
        if (failed := failing(checked_rules(call)))
    }
    assert wrong == {}


def test_every_seeded_rule_has_a_case_that_meets_it_and_one_that_does_not():
    load_calls()
    untested = [
        (call.slug, one.sentence)
        for call in Call.objects.all()
        for one in checked_rules(call).untested
    ]
    assert untested == []


def test_every_seeded_fact_has_a_source_and_says_how_it_was_verified():
    load_calls()
    assert not Call.objects.filter(source_url="").exists()
    assert not CallRule.objects.filter(source_url="").exists()
    carried = CallRule.objects.filter(verification="carried")
    assert {row.call.slug for row in carried} == {"i3-2026-inv1"}
    assert {row.valid_from.isoformat() for row in carried} == {"2026-05-13"}
    assert carried.count() == 6


def test_partners_of_cases_are_as_the_register_has_their_regions():
    known = column("regions.csv", "cohesion_category", "is_outermost")
    for name, one in TABLE["cast"].items():
        if "region" in one:
            category, outermost = known[one["region"]]
            said = (one.get("category", ""), one.get("is_outermost", False))
            assert (name, *said) == (name, category, outermost == "1")


def test_topics_of_calls_are_topics_of_the_register():
    known = column("topics.csv", "scheme")
    assert {t for one in TABLE["calls"] for t in one.get("topics", ())} <= set(known)


def test_loading_twice_changes_nothing_and_new_topics_are_linked():
    first = load_calls()
    before = list(RuleCase.objects.values_list("pk", flat=True))
    second = load_calls()
    assert (first.added, second.added, second.changed, second.left) == (9, 0, 0, 9)
    assert list(RuleCase.objects.values_list("pk", flat=True)) == before
    make_topic("PO.J")
    assert load_calls().changed == 1
    call = Call.objects.get(slug="i3-2026-inv1")
    assert [topic.pk for topic in call.topics.all()] == ["PO.J"]


def test_what_a_curator_changed_is_kept_and_other_calls_are_left(curator, table):
    load_calls()
    hide_call(by=curator, call=Call.objects.get(slug="i3-2025-inv1"))

    def change(content):
        content["calls"] = [c for c in content["calls"] if "2025" in c["slug"]]
        for one in content["calls"]:
            one["title"] = "Changed"

    tally = load_calls(table(change))
    assert (tally.kept, tally.changed, tally.others) == (1, 1, 7)
    assert Call.objects.get(slug="i3-2025-inv1").title != "Changed"
    assert Call.objects.get(slug="i3-2025-inv2a").title == "Changed"


def _n(content):
    content["calls"][0]["rules"][0]["params"] = {"n": 0}


def _field(content):
    content["calls"][1]["colour"] = "blue"


def _day(content):
    content["calls"][2]["closes"] = "soon"


def _partner(content):
    content["calls"][0]["cases"][1]["partners"] = ["Atlantis"]


def _share(content):
    content["cast"]["Norte"]["share"] = 3


FIRST = "call i3-strand-1-2021-2022"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_n, f"calls.json, {FIRST}, rule 1, n: At least 1."),
        (_field, "calls.json, call i3-strand-2a-2021-2022, colour: there is no such"),
        (_day, "calls.json, call i3-2026-inv1, closes: “soon” value has an"),
        (_partner, f"calls.json, {FIRST}, case 2, partners: nobody in the cast"),
        (_share, f"calls.json, {FIRST}, rule 1, case 1, partners[3].share: Partner 4"),
    ],
)
def test_a_bad_table_names_entry_and_field_and_nothing_is_loaded(table, change, fault):
    with pytest.raises(RegisterError) as error:
        load_calls(table(change))
    assert any(one.startswith(fault) for one in error.value.faults), error.value.faults
    assert Call.objects.count() == 0


def test_a_table_that_is_no_table_is_a_fault(tmp_path):
    path = tmp_path / "calls.json"
    path.write_text("[", encoding="utf-8")
    assert read_calls(path)[1][0].startswith("calls.json: not a readable table")


def test_the_register_loads_calls_too():
    assert further_tables()["calls"] is load_calls
