"""Many records saved at once are as if they had been saved one by one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from matching.models import ListEdit
from regions.editing import bulk, services
from regions.editing.documents import MODELS, document_of
from regions.editing.many import documents_of
from regions.models import (
    ExchangeItem,
    RegisterVersion,
    SearchEntry,
    Status,
    Version,
)
from tests import factories

pytestmark = pytest.mark.django_db
TIMES = {"updated_at", "created_at", "confirmed_at", "at", "id", "profile_ptr"}
ITEM = {
    "kind": "skill",
    "text": "Welding",
    "topics": ["20", "10"],
    "trl_min": 3,
    "trl_max": 5,
    "stage": "pilot",
    "is_confidential": True,
    "derivation": "",
    "facility": "",
}
NEW = [
    {"title": "Food", "topics": ["20", "10"], "stages": ["market", "pilot"]},
    {"title": "Food", "summary": "Again", "offers": [ITEM], "needs": [ITEM, ITEM]},
    {"title": "Ünïcode & more", "keywords": ["a", "b"]},
]


@pytest.fixture
def owner():
    for code in ("10", "20"):
        factories.make_topic(code)
    person = factories.make_person("owner", region="ES51")
    factories.make_facility("ES51", slug="a-line")
    factories.make_strategy("ES51")
    factories.renew()
    return person


def state(kind: str) -> list:
    """All that is stored of these records, but for keys and times."""
    found = []
    for record in MODELS[kind].objects.order_by("slug"):
        items = ExchangeItem.all_items.filter(profile_id=record.pk)
        versions = Version.objects.filter(kind=kind, key=record.pk)
        found.append(
            (
                plain(record),
                document_of(record),
                [plain(one) for one in items.order_by("side", "position")],
                [plain(one, "key") for one in versions.order_by("number")],
                [
                    plain(one)
                    for one in SearchEntry.objects.filter(kind=kind, key=record.slug)
                ],
            )
        )
    return found


def plain(model, *but: str) -> dict:
    values = {one.attname: one for one in model._meta.concrete_fields}
    left_out = TIMES | set(but) | {"profile_id", "profile_ptr_id"}
    return {name: getattr(model, name) for name in values if name not in left_out} | {
        "is_confirmed": bool(getattr(model, "confirmed_at", None))
    }


def told() -> list:
    rows = ListEdit.objects.order_by("profile_key")
    return list(rows.values_list("what", flat=True))


def one_by_one_and_at_once(one_by_one, at_once, kind) -> None:
    """Do both from the same beginning and compare what is left."""
    outcomes = []
    for way in (one_by_one, at_once):
        savepoint = transaction.savepoint()
        way()
        outcomes.append((state(kind), told()))
        transaction.savepoint_rollback(savepoint)
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0]


def test_new_priorities(owner):
    strategy = factories.make_strategy("ES51", period="2014-2020")

    def one_by_one():
        for document in NEW:
            services.create_record(
                kind="priority", document=document, by=owner, strategy=strategy
            )

    def at_once():
        prepared = [
            bulk.prepare_new(kind="priority", document=document, strategy=strategy)
            for document in NEW
        ]
        bulk.save_prepared(prepared=prepared, by=owner, act="created")

    one_by_one_and_at_once(one_by_one, at_once, "priority")


def test_new_clusters_that_are_published_are_searched_and_told(owner):
    factories.make_region("FI1C")
    documents = [
        one | {"region": "FI1C", "target_regions": ["FI1C", "ES51"], "founded": 1999}
        for one in NEW
    ]

    def one_by_one():
        for document in documents:
            services.create_record(
                kind="cluster", document=document, by=owner, status=Status.PUBLISHED
            )

    def at_once():
        prepared = [bulk.prepare_new(kind="cluster", document=one) for one in documents]
        for one in prepared:
            one.record.status = Status.PUBLISHED
        bulk.save_prepared(prepared=prepared, by=owner, act="created")

    one_by_one_and_at_once(one_by_one, at_once, "cluster")


def test_new_strategies(owner):
    region = factories.make_region("ES51")
    documents = [{"period": one, "title": "RIS3"} for one in ("1990", "1991")]

    def one_by_one():
        for document in documents:
            services.create_record(
                kind="strategy", document=document, by=owner, region=region
            )

    def at_once():
        prepared = [
            bulk.prepare_new(kind="strategy", document=one, region="ES51")
            for one in documents
        ]
        bulk.save_prepared(prepared=prepared, by=owner, act="created")

    one_by_one_and_at_once(one_by_one, at_once, "strategy")


@pytest.mark.parametrize("is_curator", [False, True])
def test_changes(owner, is_curator):
    by = factories.make_person("curator", is_staff=True) if is_curator else owner
    records = [
        factories.make_priority("ES51", ["10"], title="One"),
        factories.make_priority("ES51", title="Two", status="draft"),
        factories.make_priority("ES51", title="Three"),
    ]
    factories.make_item(records[0], "offer", text="Kept", topics=["10"])
    factories.make_item(records[0], "offer", text="Gone")
    factories.make_item(
        records[0], "need", derivation="region_weak", confidence="derived"
    )
    services.confirm_records(records=[records[2]], by=owner)
    factories.renew()
    change = {"summary": "After", "topics": ["20"], "offers": [ITEM], "needs": [ITEM]}

    def fresh():
        return [type(one).objects.get(pk=one.pk) for one in records]

    def one_by_one():
        for record in fresh():
            services.change_record(
                record=record, document=change, by=by, base_version=record.version
            )

    def at_once():
        rows = fresh()
        before = documents_of(rows)
        prepared = [
            bulk.prepare_change(
                record=row, before=before[row.pk], document=before[row.pk] | change
            )
            for row in rows
        ]
        bulk.save_prepared(prepared=prepared, by=by)

    one_by_one_and_at_once(one_by_one, at_once, "priority")


@pytest.mark.parametrize("kind", ["strategy", "priority", "cluster", "facility"])
def test_documents_of_many_are_those_of_each(owner, kind):
    cluster = factories.make_cluster("ES51", ["10", "20"], stage_bits=5)
    priority = factories.make_priority("ES51", ["20"])
    factories.make_facility("ES51", ["10"], cluster=cluster)
    for one in (cluster, priority):
        factories.make_item(one, "need", topics=["20", "10"], is_confidential=True)
    cluster.target_regions.set(["ES51"])
    records = list(MODELS[kind].objects.order_by("pk"))
    assert documents_of(records) == {one.pk: document_of(one) for one in records}


def test_record_that_changed_after_it_was_prepared_stops_everything(owner):
    records = [factories.make_priority("ES51", title=one) for one in ("A", "B")]
    before = documents_of(records)
    prepared = [
        bulk.prepare_change(
            record=one, before=before[one.pk], document=before[one.pk] | {"title": "X"}
        )
        for one in records
    ]
    services.confirm_records(records=[records[1]], by=owner)
    with pytest.raises(bulk.ChangedMeanwhile) as stopped:
        bulk.save_prepared(prepared=prepared, by=owner)
    assert [one.pk for one in stopped.value.records] == [records[1].pk]
    assert set(MODELS["priority"].objects.values_list("title", flat=True)) == {"A", "B"}


def test_faults_of_document_and_model_are_told_together():
    with pytest.raises(ValidationError) as refused:
        bulk.prepare_new(
            kind="cluster",
            document={
                "title": "x" * 251,
                "region": "XX",
                "website": "nonsense",
                "mailbox": "nobody",
                "offers": [ITEM | {"text": ""}],
            },
        )
    assert sorted(refused.value.message_dict) == [
        *("mailbox", "offers-0-text", "offers-0-topics", "region", "title", "website")
    ]


def test_few_profiles_are_told_of_one_by_one_and_many_as_a_wide_change(
    owner, monkeypatch
):
    def publish():
        made = bulk.prepare_new(kind="cluster", document=NEW[0] | {"region": "ES51"})
        made.record.status = Status.PUBLISHED
        bulk.save_prepared(prepared=[made], by=owner)
        return RegisterVersion.objects.get()

    few = publish()
    assert (few.wide_number < few.number, told()) == (True, ["published"])
    monkeypatch.setattr(bulk, "MOST_TOLD", 0)
    many = publish()
    assert (many.wide_number > few.number, told()) == (True, ["published"])


def test_number_of_queries_does_not_depend_on_the_number_of_new_records(owner):
    def queries(count: int) -> int:
        documents = [
            NEW[1] | {"region": "ES51", "title": f"T{n}"} for n in range(count)
        ]
        prepared = [bulk.prepare_new(kind="cluster", document=d) for d in documents]
        # Who is no curator is made each cluster's owner, one by one.
        owner.is_staff = True
        with CaptureQueriesContext(connection) as asked:
            bulk.save_prepared(prepared=prepared, by=owner)
        return len(asked)

    assert queries(1) == queries(9)
