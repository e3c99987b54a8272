"""What a file would do: new, changed, unchanged; and what it may not do."""

import pytest

from portal.web.errors import PortalError
from regions.editing import services
from regions.editing.documents import document_of
from regions.models import Act, Case, Cluster, Priority, Status, Strategy, Version
from regions.sheets.applying import Then, apply_plan
from regions.sheets.exporting import export_records
from tests import factories
from tests.sheets.files import csv, faults, plan, xlsx

pytestmark = pytest.mark.django_db
PRIORITY = ["id", "strategy", "title", "economic"]
ITEMS = ["of", "side", "kind", "text", "topics", "trl_min", "trl_max"]
WHOLE = {
    "strategies": [
        ["id", "region", "period", "title"],
        ["new:s", "ES51", "2028-2034", "RIS3 next"],
    ],
    "priorities": [
        PRIORITY,
        ["new:p", "new:s", "Wood", "16"],
        ["new:q", "es51-ris3", "Mines", 5],
    ],
    "offers_needs": [
        ITEMS,
        ["new:p", "offer", "facility", "A kiln", "16", 4.0, "7"],
        ["new:p", "need", "skill", "Fire safety", "", "", ""],
    ],
}


def one(*rows, header=PRIORITY) -> bytes:
    return xlsx(priorities=[header, *rows])


def change_by(person, record, **document) -> None:
    services.change_record(
        record=record, document=document, by=person, base_version=record.version
    )


def counts(data: bytes, user) -> dict:
    found = plan(data, user)
    assert found.faults == []
    return found.counts


# --- what it does -------------------------------------------------------------


def test_new_strategy_with_priorities_offers_and_needs(people):
    found = plan(xlsx(**WHOLE), people["editor"])
    assert found.faults == []
    assert {kind: each["new"] for kind, each in found.counts.items()} == {
        "strategy": 1,
        "priority": 2,
    }
    apply_plan(plan=found, by=people["editor"], note="file.xlsx")
    wood, mines = Priority.objects.order_by("-title")
    assert (wood.title, wood.strategy.title, wood.status) == (
        "Wood",
        "RIS3 next",
        "draft",
    )
    assert [item["trl_min"] for item in document_of(wood)["offers"]] == [4]
    assert document_of(mines)["topics"] == ["05"]
    versions = Version.objects.filter(act=Act.IMPORTED)
    assert set(versions.values_list("number", "by", "role", "note")) == {
        (1, people["editor"].pk, "owner", "file.xlsx")
    }


def test_what_was_exported_changes_nothing_when_it_is_imported(people, priority):
    for format in ("xlsx", "zip"):
        data = export_records(what="strategies", format=format, user=people["owner"])
        assert counts(data, people["owner"]) == {
            "strategy": {"new": 0, "changed": 0, "unchanged": 1},
            "priority": {"new": 0, "changed": 0, "unchanged": 1},
        }
    assert not Version.objects.exists()


def test_columns_and_tables_that_are_not_there_stay_as_they_are(people, priority):
    before = document_of(priority)
    data = csv("id,title", "food,Better food")
    found = plan(data, people["editor"], "priorities.csv")
    (change,) = found.changes
    assert [each.field for each in change.differences] == ["title"]
    apply_plan(plan=found, by=people["editor"])
    priority.refresh_from_db()
    assert document_of(priority) == before | {"title": "Better food"}


def test_offers_and_needs_alone_replace_those_of_their_records(people, priority):
    data = csv("of,side,kind,text", "food,offer,skill,Cooking")
    found = plan(data, people["editor"], "offers_needs.csv")
    assert found.faults == []
    apply_plan(plan=found, by=people["editor"])
    document = document_of(priority)
    assert [item["text"] for item in document["offers"]] == ["Cooking"]
    assert document["needs"] == []


def test_topics_of_a_scheme_without_column_are_kept(people, priority):
    priority.topics.add("NABS.6.1")
    found = plan(one(["food", "", "Food", "16"]), people["editor"])
    assert found.prepared[0].document["topics"] == ["16", "NABS.6.1"]


def test_owner_confirms_what_he_changes_and_a_curator_does_not(people, priority):
    for name, confidence in (("curator", "read"), ("owner", "confirmed")):
        found = plan(one(["food", "", f"By {name}", "10"]), people[name])
        apply_plan(plan=found, by=people[name])
        priority.refresh_from_db()
        assert (priority.title, priority.confidence) == (f"By {name}", confidence)


@pytest.mark.parametrize(
    ("then", "status", "cases"),
    [
        (Then.DRAFT, Status.DRAFT, []),
        (Then.SUBMIT, Status.SUBMITTED, ["Mines", "RIS3 next"]),
        (Then.PUBLISH, Status.PUBLISHED, []),
    ],
)
def test_new_records_become_what_was_chosen(people, then, status, cases):
    curator = people["curator"]
    apply_plan(plan=plan(xlsx(**WHOLE), curator), by=curator, then=then)
    assert set(Priority.objects.values_list("status", flat=True)) == {status}
    assert Strategy.objects.get(period="2028-2034").status == status
    assert list(Case.objects.order_by("title").values_list("title", flat=True)) == cases


# --- what others changed ------------------------------------------------------


VERSIONED = ["id", "version", "title", "economic"]


def test_fields_that_only_others_changed_are_kept(people, priority):
    services.change_record(
        record=priority,
        document={"summary": "Theirs"},
        by=people["owner"],
        base_version=1,
    )
    found = plan(one(["food", 1, "Mine", "10"], header=VERSIONED), people["editor"])
    assert (found.faults, found.changes[0].taken) == ([], ("summary",))
    apply_plan(plan=found, by=people["editor"])
    priority.refresh_from_db()
    assert (priority.title, priority.summary) == ("Mine", "Theirs")


def test_field_that_others_changed_too_is_a_fault(people, priority):
    services.change_record(
        record=priority,
        document={"title": "Theirs"},
        by=people["owner"],
        base_version=1,
    )
    data = one(["food", 1, "Mine", "10"], header=VERSIONED)
    assert faults(data, people["editor"]) == [("priorities", 2, "title", "Mine")]


@pytest.mark.parametrize("version", [2, 0, -1])
def test_version_that_never_was_is_a_fault(people, priority, version):
    data = one(["food", version, "Mine", "10"], header=VERSIONED)
    assert faults(data, people["editor"]) == [
        ("priorities", 2, "version", str(version))
    ]


# --- who may ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reader", "colleague", "stranger"])
def test_nobody_changes_a_record_of_others(people, priority, name):
    data = one(["food", "", "Taken over", "10"])
    assert faults(data, people[name]) == [("priorities", 2, "id", "food")]
    items = csv("of,side,kind,text", "food,offer,skill,Mine")
    assert faults(items, people[name], "offers_needs.csv") == [
        ("offers_needs", 1, "of", "food")
    ]


@pytest.mark.parametrize("name", ["owner", "editor", "curator"])
def test_its_people_and_curators_change_a_record(people, priority, name):
    assert counts(one(["food", "", "Better", "10"]), people[name]) == {
        "priority": {"new": 0, "changed": 1, "unchanged": 0}
    }


def test_draft_of_others_is_not_told_from_what_is_not_there(people, priority):
    Priority.objects.update(status="draft")
    data = one(["food", "", "x", "10"], ["nowhere", "", "y", "10"])
    found = plan(data, people["colleague"]).faults
    assert len({one.reason for one in found}) == 1
    assert [one.row for one in found] == [2, 3]


def test_new_records_stay_within_ones_own_region(people):
    strategies = [["id", "region", "period"], ["new:s", "FI1C", "2028-2034"]]
    data = xlsx(
        strategies=strategies, priorities=[PRIORITY, ["", "fi1c-ris3", "Wood", "16"]]
    )
    assert faults(data, people["owner"]) == [
        ("priorities", 2, "strategy", "fi1c-ris3"),
        ("strategies", 2, "region", "FI1C"),
    ]


def test_only_curators_register_clusters_by_a_file(people):
    data = xlsx(clusters=[["id", "region", "title"], ["new:c", "ES51", "Wood"]])
    assert faults(data, people["owner"]) == [("clusters", 2, "id", "new:c")]
    apply_plan(plan=plan(data, people["curator"]), by=people["curator"])
    made = Cluster.objects.get()
    assert (made.status, made.confidence) == ("draft", "recalled")
    assert not made.mandates.exists()


def test_cluster_manager_changes_his_own_cluster_only(people):
    own = factories.make_cluster("ES51", slug="mine", title="Mine")
    factories.make_cluster("ES51", slug="theirs", title="Theirs")
    manager = factories.make_person("manager", cluster=own)
    data = xlsx(clusters=[["id", "title"], ["mine", "Still mine"], ["theirs", "Mine"]])
    assert faults(data, manager) == [("clusters", 3, "id", "theirs")]


def test_curator_neither_reads_nor_changes_who_to_call(people):
    made = factories.make_cluster("ES51", slug="wood", title="Wood", phone="+34 911")
    manager = factories.make_person("manager", cluster=made)
    header = ["id", "phone", "contact_person", "title"]
    data = xlsx(clusters=[header, ["wood", "+34 922", "Ada", "Timber"]])
    fields = {
        person: [one.field for one in plan(data, person).changes[0].differences]
        for person in (people["curator"], manager)
    }
    assert fields == {
        people["curator"]: ["title"],
        manager: ["title", "phone", "contact_person"],
    }


def test_record_of_another_kind_is_not_taken_over(people, priority):
    data = xlsx(clusters=[["id", "title"], ["food", "A cluster now"]])
    assert faults(data, people["curator"]) == [("clusters", 2, "id", "food")]


# --- faults by their place ----------------------------------------------------


def test_every_fault_is_told_with_its_place(people, priority):
    data = xlsx(
        priorities=[
            [*PRIORITY, "stages", "keywords"],
            ["food", "", "x" * 251, "10; 99", "someday", '"open'],
            ["new:a", "new:nowhere", "", "NABS.6.1", "", ""],
            ["new:a", "es51-ris3", "Twice", "", "", ""],
            ["", "es51-ris3", "Food", "", "", ""],
            ["example:priority", "example:strategy", "Wood", "16", "", ""],
        ],
        offers_needs=[
            [*ITEMS, "facility", "derivation"],
            ["food", "offer", "wish", "x", "10", 1, 2, "", ""],
            ["food", "offer", "skill", "", "10", 7, 2, "", ""],
            ["food", "gift", "skill", "x", "", "4.5", "x", "", ""],
            ["food", "need", "skill", "x", "", 1, 2, "nowhere", ""],
            ["food", "need", "skill", "", "", 1, 2, "", "region_strong"],
            ["nobody", "need", "skill", "x", "", 1, 2, "", ""],
            ["example:priority", "need", "skill", "x", "", 1, 2, "", ""],
        ],
    )
    assert [one[:3] for one in faults(data, people["owner"])] == [
        ("offers_needs", 2, "kind"),
        ("offers_needs", 3, "text"),
        ("offers_needs", 3, "trl_max"),
        ("offers_needs", 4, "side"),
        ("offers_needs", 4, "trl_min"),
        ("offers_needs", 4, "trl_max"),
        ("offers_needs", 5, "facility"),
        ("offers_needs", 6, "derivation"),
        ("offers_needs", 7, "of"),
        ("offers_needs", 8, "of"),
        ("priorities", 2, "keywords"),
        ("priorities", 2, "economic"),
        ("priorities", 2, "stages"),
        ("priorities", 2, "title"),
        ("priorities", 3, "economic"),
        ("priorities", 3, "strategy"),
        ("priorities", 3, "title"),
        ("priorities", 4, "id"),
        ("priorities", 5, "title"),
        ("priorities", 6, "id"),
    ]


def test_same_file_twice_does_not_register_twice(people):
    apply_plan(plan=plan(xlsx(**WHOLE), people["owner"]), by=people["owner"])
    assert faults(xlsx(**WHOLE), people["owner"]) == [
        ("priorities", 2, "strategy", "new:s"),
        ("priorities", 3, "title", "Mines"),
        ("strategies", 2, "period", "2028-2034"),
    ]


def test_period_that_another_strategy_has_is_a_fault(people):
    factories.make_strategy("ES51", slug="es51-old", period="2014-2020")
    data = xlsx(strategies=[["id", "period"], ["es51-ris3", "2014-2020"]])
    assert faults(data, people["owner"]) == [("strategies", 2, "period", "2014-2020")]


def test_two_strategies_do_not_get_the_same_period(people):
    factories.make_strategy("ES51", slug="es51-old", period="2014-2020")
    rows = [["id", "period"], ["es51-ris3", "2028-2034"], ["es51-old", "2028-2034"]]
    data = xlsx(strategies=rows)
    assert faults(data, people["owner"]) == [("strategies", 3, "period", "2028-2034")]


def test_records_are_not_moved(people, priority):
    data = xlsx(
        strategies=[["id", "region"], ["es51-ris3", "FI1C"]],
        priorities=[["id", "strategy"], ["food", "fi1c-ris3"]],
    )
    assert faults(data, people["curator"]) == [
        ("priorities", 2, "strategy", "fi1c-ris3"),
        ("strategies", 2, "region", "FI1C"),
    ]


def test_derived_item_is_kept_as_it_is_and_adopted_with_a_text(people, priority):
    factories.make_item(
        priority, "need", derivation="region_weak", confidence="derived"
    )
    header = ["of", "side", "kind", "text", "derivation", "is_confidential"]
    keep = ["food", "offer", "technology", "A pilot line", "", "no"]
    secret = ["food", "need", "technology", "Secret recipe", "", "yes"]
    derived = ["food", "need", "technology", "", "region_weak", "no"]
    kept = xlsx(offers_needs=[header, keep, secret, derived])
    assert faults(kept, people["owner"]) == []
    derived[3] = "Our own words"
    adopted = plan(xlsx(offers_needs=[header, keep, secret, derived]), people["owner"])
    assert adopted.prepared[0].document["needs"][1]["derivation"] == ""


def test_with_one_fault_nothing_is_written(people, priority):
    data = one(["food", "", "Better", "10"], ["", "es51-ris3", "Wood", "99"])
    found = plan(data, people["owner"])
    with pytest.raises(Exception, match="nothing was imported"):
        apply_plan(plan=found, by=people["owner"])
    assert list(Priority.objects.values_list("title", flat=True)) == ["Food"]
    assert not Version.objects.exists()


def test_priority_is_not_published_into_a_hidden_strategy(people, priority):
    Strategy.objects.update(status=Status.DRAFT)
    curator = people["curator"]
    found = plan(one(["new:q", "es51-ris3", "Mines", 5]), curator)
    assert found.faults == []
    with pytest.raises(PortalError, match="cannot be public while its strategy"):
        apply_plan(plan=found, by=curator, then=Then.PUBLISH)
    assert not Priority.objects.filter(title="Mines").exists()
