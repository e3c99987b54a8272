"""What happens to a record that people write: checked, announced, remembered."""

import pytest
from django.core.exceptions import ValidationError

from matching.models import ListEdit
from portal.web.errors import PortalError
from regions.editing import services
from regions.editing.documents import document_of, empty_document, fields_of
from regions.models import (
    Act,
    ExchangeItem,
    Priority,
    RecordKind,
    RegisterVersion,
    SearchEntry,
    Status,
    Version,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.make_person("owner", region="ES51")


@pytest.fixture
def priority(owner):
    made = factories.make_priority("ES51", ["10"], title="Food", summary="Before")
    factories.make_item(made, "offer", text="A pilot line", topics=["10"])
    factories.renew()
    return made


def change(priority, by, base_version=1, **fields):
    return services.change_record(
        record=priority, document=fields, by=by, base_version=base_version
    )


def acts_of(record) -> list[tuple]:
    rows = Version.objects.filter(kind=record.record_kind, key=record.pk)
    return list(rows.order_by("number").values_list("number", "act", "role"))


@pytest.mark.parametrize("kind", RecordKind.values)
def test_empty_document_has_all_fields_and_says_nothing(kind):
    document = empty_document(kind)
    assert list(document) == list(fields_of(kind))
    said = {name for name, value in document.items() if value not in ("", None, [], {})}
    assert said == ({"kind"} if kind == RecordKind.FACILITY else set())


def test_document_holds_what_a_priority_says(priority):
    document = document_of(priority)
    assert document == {
        "title": "Food",
        "summary": "Before",
        "keywords": [],
        "title_original": "",
        "topics": ["10"],
        "stages": [],
        "offers": [
            {
                "kind": "technology",
                "text": "A pilot line",
                "topics": ["10"],
                "trl_min": None,
                "trl_max": None,
                "stage": "",
                "is_confidential": False,
                "derivation": "",
                "facility": "",
            }
        ],
        "needs": [],
    }


def test_owner_changes_a_record_and_thereby_confirms_it(priority, owner):
    factories.make_topic("20")
    before = RegisterVersion.objects.get().number
    saved = change(
        priority, owner, summary="After", topics=["20"], stages=["pilot"]
    ).record
    assert (saved.summary, saved.version, saved.updated_by) == ("After", 2, owner)
    assert (saved.confidence, saved.confirmed_by) == ("confirmed", owner)
    assert document_of(saved)["topics"] == ["20"]
    assert saved.items.get().confidence == "confirmed"
    assert acts_of(saved) == [(1, "loaded", "portal"), (2, "changed", "owner")]
    assert RegisterVersion.objects.get().number == before + 1
    assert list(ListEdit.objects.values_list("profile_key", "what")) == [
        (saved.pk, "changed")
    ]


def test_versions_hold_what_the_record_said_then(priority, owner):
    change(priority, owner, summary="After")
    change(priority, owner, base_version=2, summary="Later")
    said = Version.objects.order_by("number").values_list(
        "document__summary", flat=True
    )
    assert list(said) == ["Before", "After", "Later"]


def test_curator_changes_a_record_without_confirming_it(priority):
    curator = factories.make_person("curator", is_staff=True)
    saved = change(priority, curator, summary="After").record
    assert (saved.confidence, saved.confirmed_at) == ("read", None)
    assert acts_of(saved)[-1] == (2, "changed", "curator")


def test_search_finds_the_new_words_and_not_the_old(priority, owner):
    change(priority, owner, title="Timber", summary="Forests")
    entry = SearchEntry.objects.get(kind="priority", key=priority.slug)
    assert entry.folded_title == "timber"
    assert "before" not in entry.text


def test_change_that_says_nothing_new_is_a_confirmation(priority, owner):
    saved = change(priority, owner, summary="Before")
    assert not saved.is_changed
    assert acts_of(priority)[-1] == (2, "confirmed", "owner")


def test_items_are_changed_in_place_added_and_removed(priority, owner):
    first = document_of(priority)["offers"][0]
    changed = first | {"text": "A pilot line for drying", "trl_min": 4, "trl_max": 6}
    second = first | {"text": "A laboratory", "topics": [], "is_confidential": True}
    kept = priority.items.get().pk
    saved = change(priority, owner, offers=[changed, second], needs=[first]).record
    document = document_of(saved)
    assert document["offers"] == [changed, second]
    assert document["needs"] == [first]
    assert priority.items.get(side="offer").pk == kept
    change(saved, owner, base_version=2, offers=[], needs=[])
    assert not ExchangeItem.all_items.filter(profile=priority).exists()


def test_colleagues_who_change_different_fields_both_get_their_way(priority, owner):
    other = factories.make_person("colleague", region="ES51")
    change(priority, owner, summary="After")
    saved = change(priority, other, title="Better food")
    assert saved.taken == ("summary",)
    assert (saved.record.title, saved.record.summary) == ("Better food", "After")


def test_colleagues_who_change_the_same_field_are_told(priority, owner):
    other = factories.make_person("colleague", region="ES51")
    change(priority, owner, summary="After")
    with pytest.raises(services.EditConflict) as told:
        change(priority, other, summary="Mine", title="Better food")
    conflict = told.value
    assert conflict.merge.conflicts == ("summary",)
    assert conflict.merge.document["summary"] == "Mine"
    assert conflict.merge.document["title"] == "Better food"
    assert conflict.theirs["summary"] == "After"
    assert (conflict.version, conflict.other.by) == (2, owner)
    assert Priority.objects.get().summary == "After"
    saved = change(priority, other, base_version=2, **conflict.merge.document)
    assert saved.record.summary == "Mine"


def test_same_change_by_both_is_no_conflict(priority, owner):
    other = factories.make_person("colleague", region="ES51")
    change(priority, owner, summary="After")
    assert change(priority, other, summary="After").record.summary == "After"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"topics": ["nonsense"]}, "topics"),
        ({"keywords": ["x" * 61]}, "keywords"),
        ({"title": ""}, "title"),
        ({"stages": ["someday"]}, "stages"),
        ({"summary": "x" * 5001}, "summary"),
        ({"needs": [{"kind": "wish", "text": "Money"}]}, "needs-0-kind"),
        ({"needs": [{"kind": "skill", "text": ""}]}, "needs-0-text"),
        (
            {"needs": [{"kind": "skill", "text": "x", "trl_min": 7, "trl_max": 2}]},
            "needs-0-trl_max",
        ),
    ],
)
def test_bad_document_is_refused_whole_and_names_the_field(
    priority, owner, fields, named
):
    with pytest.raises(ValidationError) as refused:
        change(priority, owner, **{"summary": "After"} | fields)
    assert list(refused.value.message_dict) == [named]
    priority.refresh_from_db()
    assert (priority.summary, priority.version) == ("Before", 1)
    assert not Version.objects.exists()


def test_new_record_is_a_draft_that_matching_does_not_hear_of(owner):
    strategy = factories.make_strategy("ES51")
    made = services.create_record(
        kind="priority", document={"title": "Food"}, by=owner, strategy=strategy
    )
    assert (made.status, made.slug, made.region_id) == ("draft", "es51-food", "ES51")
    assert acts_of(made) == [(1, "created", "owner")]
    assert not ListEdit.objects.exists()
    assert not SearchEntry.objects.exists()


def test_same_title_gets_an_address_of_its_own(owner):
    strategy = factories.make_strategy("ES51")
    slugs = [
        services.create_record(
            kind="priority", document={"title": "Food"}, by=owner, strategy=strategy
        ).slug
        for _ in range(3)
    ]
    assert slugs == ["es51-food", "es51-food-2", "es51-food-3"]


def test_publishing_and_withdrawing_are_told_to_matching(priority, owner):
    services.set_status(
        record=priority, status=Status.WITHDRAWN, act=Act.WITHDRAWN, by=owner
    )
    assert not SearchEntry.objects.filter(kind="priority").exists()
    services.set_status(
        record=priority, status=Status.PUBLISHED, act=Act.PUBLISHED, by=owner
    )
    assert SearchEntry.objects.filter(kind="priority").count() == 1
    told = ListEdit.objects.order_by("pk").values_list("what", flat=True)
    assert list(told) == ["withdrawn", "published"]


def test_state_it_has_already_is_refused(priority, owner):
    with pytest.raises(PortalError, match="already published"):
        services.set_status(
            record=priority, status=Status.PUBLISHED, act=Act.PUBLISHED, by=owner
        )


def test_confirming_confirms_what_is_stated_and_not_what_is_derived(priority, owner):
    derived = factories.make_item(
        priority, "need", derivation="region_weak", confidence="derived"
    )
    services.confirm_records(records=[priority], by=owner)
    priority.refresh_from_db()
    derived.refresh_from_db()
    assert priority.confirmed_by == owner
    assert priority.items.get(side="offer").confidence == "confirmed"
    assert derived.confidence == "derived"


def test_confirming_brings_a_lapsed_record_back(priority, owner):
    Priority.objects.update(lapsed_at="2026-01-01T00:00:00Z")
    services.confirm_records(records=[priority], by=owner)
    priority.refresh_from_db()
    assert priority.lapsed_at is None
    assert ListEdit.objects.get().what == "published"
