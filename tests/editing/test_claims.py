"""Nobody makes the portal say what it has not derived, or names what is not shown."""

import pytest
from django.core.exceptions import ValidationError

from regions.editing import services
from regions.editing.documents import document_of
from tests import factories
from tests.editing.pages import form_data

pytestmark = pytest.mark.django_db
ITEM = {
    "kind": "technology",
    "text": "",
    "topics": ["10"],
    "trl_min": None,
    "trl_max": None,
    "stage": "",
    "is_confidential": False,
    "derivation": "",
    "facility": "",
}
DERIVED = ITEM | {"derivation": "region_strong"}


@pytest.fixture
def owner():
    return factories.make_person("owner", region="ES51")


@pytest.fixture
def priority(owner):
    """With one derived offer, and one of a facility that is a draft of others."""
    secret = factories.make_facility(
        "FI1C", slug="secret", name="Hidden hall", status="draft"
    )
    factories.make_facility("FI1C", slug="hall", name="Open hall")
    made = factories.make_priority("ES51", ["10"], title="Food", slug="food")
    factories.make_item(made, derivation="region_strong", topics=["10"])
    factories.make_item(made, "need", text="A hall", facility=secret)
    factories.make_topic("20")
    factories.renew()
    return made


def change(priority, by, **document):
    return services.change_record(
        record=priority, document=document, by=by, base_version=priority.version
    )


def faults(priority, by, **document) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        change(priority, by, **document)
    return sorted(caught.value.message_dict)


def test_what_is_there_already_may_stay(priority, owner):
    said = document_of(priority)
    assert said["needs"][0]["facility"] == "secret"
    new = ITEM | {"text": "Ours", "facility": "hall"}
    saved = change(priority, owner, offers=[new, *said["offers"]]).record
    assert document_of(saved)["offers"] == [new, *said["offers"]]


@pytest.mark.parametrize(
    "invented",
    [
        DERIVED | {"derivation": "region_facility"},
        DERIVED | {"kind": "skill"},
        DERIVED | {"topics": ["20"]},
        DERIVED | {"facility": "hall"},
    ],
)
def test_derivation_is_the_portals_own_word(priority, owner, invented):
    assert faults(priority, owner, offers=[DERIVED, invented]) == [
        "offers-1-derivation"
    ]
    assert faults(priority, owner, needs=[DERIVED]) == ["needs-0-derivation"]


def test_facility_of_others_that_is_not_public_cannot_be_named(priority, owner):
    named = ITEM | {"text": "Mine", "facility": "secret"}
    assert faults(priority, owner, offers=[named]) == ["offers-0-facility"]
    unknown = ITEM | {"text": "Mine", "facility": "nowhere"}
    assert faults(priority, owner, offers=[unknown]) == ["offers-0-facility"]
    curator = factories.make_person("curator", is_staff=True)
    assert change(priority, curator, offers=[named]).is_changed


def test_new_record_claims_nothing(priority, owner):
    with pytest.raises(ValidationError) as caught:
        services.create_record(
            kind="priority",
            document={"title": "New", "offers": [DERIVED]},
            by=owner,
            strategy=priority.strategy,
        )
    assert list(caught.value.message_dict) == ["offers-0-derivation"]


def test_adopting_tells_nothing_of_a_facility_that_is_not_public(
    client, priority, owner
):
    client.force_login(owner)
    for slug, name in (("secret", "Hidden hall"), ("hall", "Open hall")):
        forged = {"offers-0-facility": slug, "_do": "adopt:offers-0"}
        page = client.post("/edit/priority/food/edit/", form_data(priority, **forged))
        assert (name in page.content.decode()) == (slug == "hall")


def test_forged_derivation_is_told_on_the_page(client, priority, owner):
    client.force_login(owner)
    forged = form_data(priority, **{"offers-0-derivation": "region_related"})
    answer = client.post("/edit/priority/food/edit/", forged)
    assert answer.status_code == 400
    assert "does not suggest this any more" in answer.content.decode()
