"""A region settles what the portal read or derived, without opening a form."""

import pytest

from portal.web.errors import PortalError
from regions.editing import facts
from regions.models import ExchangeItem, Facility, Priority, Region, Strategy, Version
from regions.moderation.owning import reject_record
from regions.queries.facts import fact_page
from tests import factories
from tests.editing.pages import make_people

pytestmark = pytest.mark.django_db
PATH = "/edit/region/ES51/facts/"


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def seed():
    """What a load leaves: a strategy, a priority with items, a facility."""
    factories.make_topic("20", label_en="Chemicals")
    strategy = factories.make_strategy("ES51", title="RIS3CAT", source_name="a page")
    priority = factories.make_priority("ES51", strategy=strategy, title="Food")
    stated = factories.make_item(priority, text="A mill")
    derived = factories.make_item(
        priority, "need", derivation="region_weak", topics=["20"], position=0
    )
    ExchangeItem.objects.filter(pk=derived.pk).update(confidence="derived")
    facility = factories.make_facility("ES51", name="Synchrotron")
    cluster = factories.make_cluster("ES51")
    factories.make_facility("ES51", name="Of a cluster", cluster=cluster)
    factories.make_facility("FI1C", name="Elsewhere")
    factories.renew()
    return {
        "strategy": f"strategy-{strategy.pk}",
        "priority": f"priority-{priority.pk}",
        "stated": f"item-{stated.pk}",
        "derived": f"item-{derived.pk}",
        "facility": f"facility-{facility.pk}",
    }


def open_keys() -> set[str]:
    page = fact_page(Region.objects.get(code="ES51"))
    return {fact.key for group in page.groups for fact in group.facts}


def send(client, act, *keys, **fields):
    return client.post(PATH, {"_do": act, "fact": list(keys)} | fields, follow=True)


def test_facts_are_those_of_the_region_that_nobody_confirmed(client, people, seed):
    assert open_keys() == set(seed.values())
    client.force_login(people["editor"])
    page = client.get(PATH).content.decode()
    assert "0 of 5 facts are confirmed" in page
    for text in ("RIS3CAT", "Food", "A mill", "Chemicals", "Synchrotron", "a page"):
        assert text in page
    assert "Of a cluster" not in page
    assert "Elsewhere" not in page


def test_only_the_regions_own_people_settle_its_facts(client, people, seed):
    assert client.get(PATH).status_code == 302
    seen, settled = {}, {}
    for name, person in people.items():
        client.force_login(person)
        seen[name] = client.get(PATH).status_code
        settled[name] = client.post(PATH, {"_do": "none"}).status_code
    rest = {"colleague": 404, "curator": 403}
    assert seen == {"owner": 200, "editor": 200, "reader": 200} | rest
    assert settled == {"owner": 400, "editor": 400, "reader": 403} | rest
    assert open_keys() == set(seed.values())


def test_reader_sees_the_facts_and_no_buttons(client, people, seed):
    client.force_login(people["reader"])
    page = client.get(PATH).content.decode()
    for text in ("RIS3CAT", "A mill", "0 of 5 facts are confirmed", "You may read"):
        assert text in page
    for text in ("data-facts", 'name="fact"', 'name="_do"', "/edit/priority/"):
        assert text not in page


def test_one_fact_is_confirmed_by_its_own_button(client, people, seed):
    client.force_login(people["editor"])
    page = send(client, f"confirm:{seed['derived']}").content.decode()
    assert "1 fact is confirmed" in page
    assert "1 of 5 facts are confirmed" in page
    item = ExchangeItem.objects.get(side="need")
    assert (item.text, item.derivation, item.confidence) == (
        "Chemicals",
        "",
        "confirmed",
    )
    assert item.confirmed_by == people["editor"]
    # The priority itself is another fact.
    assert Priority.objects.get().confidence == "read"
    assert open_keys() == set(seed.values()) - {seed["derived"]}


def test_all_are_confirmed_at_once(client, people, seed):
    client.force_login(people["editor"])
    page = send(client, "confirm:all").content.decode()
    assert "5 facts are confirmed" in page
    assert "Everything is settled" in page
    assert open_keys() == set()
    confirmed = {
        model.__name__: model.objects.get(confidence="confirmed").version
        for model in (Strategy, Priority, Facility)
    }
    assert confirmed == {"Strategy": 2, "Priority": 3, "Facility": 2}
    assert Facility.objects.filter(confidence="confirmed").get().name == "Synchrotron"


def test_ticked_facts_are_rejected_with_a_reason_and_can_come_back(
    client, people, seed
):
    client.force_login(people["editor"])
    before = ExchangeItem.objects.filter(text="A mill").values().get()
    chosen = (seed["stated"], seed["facility"])
    page = send(client, "reject", *chosen, reasons="Closed in 2020").content.decode()
    assert "2 facts are rejected" in page
    assert open_keys() == set(seed.values()) - set(chosen)
    assert Facility.objects.get(name="Synchrotron").status == "withdrawn"
    notes = Version.objects.filter(act="rejected").values_list("note", flat=True)
    assert sorted(notes) == ["Closed in 2020", "Closed in 2020 (A mill)"]

    page = client.post(f"{PATH}undo/", follow=True).content.decode()
    assert "is back" in page
    assert open_keys() == set(seed.values())
    assert ExchangeItem.objects.filter(text="A mill").values().get() == before


def test_rejected_strategy_takes_its_priorities_and_brings_them_back(
    client, people, seed
):
    client.force_login(people["editor"])
    chosen = (seed["priority"], seed["strategy"], seed["stated"])
    page = send(client, "reject", *chosen, reasons="Not ours").content.decode()
    # The priority leaves with its strategy, and its offer and need with it.
    assert "4 facts are rejected" in page
    assert (Strategy.objects.get().status, Priority.objects.get().status) == (
        "withdrawn",
        "withdrawn",
    )
    assert "is back" in client.post(f"{PATH}undo/", follow=True).content.decode()
    assert open_keys() == set(seed.values())


def test_rejecting_one_asks_for_its_own_reason(client, people, seed):
    client.force_login(people["editor"])
    answer = send(client, f"reject:{seed['priority']}", reasons="for others")
    assert answer.status_code == 400
    assert "Say in a few words what is wrong." in answer.content.decode()
    assert Priority.objects.get().status == "published"
    field = {f"reasons-{seed['priority']}": "Never was one"}
    assert send(client, f"reject:{seed['priority']}", **field).status_code == 200
    assert Priority.objects.get().status == "withdrawn"
    assert open_keys() == {seed["strategy"], seed["facility"]}


@pytest.mark.parametrize(
    ("act", "sentence"), [("confirm", "Tick at least one"), ("none", "Tick at least")]
)
def test_nothing_ticked_is_told(client, people, seed, act, sentence):
    client.force_login(people["editor"])
    answer = send(client, act)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_facts_of_another_region_are_not_settled_here(client, people, seed):
    other = factories.make_priority("FI1C", title="Wood")
    item = factories.make_item(other, text="Timber")
    client.force_login(people["editor"])
    answer = send(client, "confirm", f"priority-{other.pk}", f"item-{item.pk}", "x-1")
    assert answer.status_code == 400
    other.refresh_from_db()
    assert other.confidence == "read"


def test_rejection_is_not_undone_over_a_later_change(people, seed):
    item = ExchangeItem.objects.get(text="A mill")
    (kept,) = facts.reject_items(items=[item], by=people["owner"], reasons="Closed")
    factories.make_item(Priority.objects.get(), text="In its place", position=0)
    with pytest.raises(PortalError, match="changed since"):
        facts.restore_item(kept=kept, by=people["owner"])


def test_next_load_leaves_what_was_settled(people, seed):
    derived = ExchangeItem.objects.filter(side="need")
    facts.reject_items(items=derived, by=people["owner"], reasons="Wrong")
    # The loader leaves alone what somebody has written.
    assert Priority.objects.get().updated_by == people["owner"]


def test_page_asks_the_database_as_often_for_many_facts(
    client, people, seed, django_assert_num_queries
):
    client.force_login(people["editor"])
    client.get(PATH)
    strategy = Strategy.objects.get()
    for _ in range(2):
        with django_assert_num_queries(15):
            client.get(PATH)
        for _ in range(2):
            more = factories.make_priority("ES51", ["20"], strategy=strategy)
            factories.make_item(more, text="More", topics=["20"])


def test_told_is_what_the_pages_count(client, people, seed):
    """With the priority its own statement is confirmed, and not what was derived."""
    client.force_login(people["editor"])
    region = "/regions/ES51/"
    assert "5 facts wait for your confirmation" in client.get(region).content.decode()
    page = send(client, f"confirm:{seed['priority']}").content.decode()
    assert "2 facts are confirmed. Thank you." in page
    assert "2 of 5 facts are confirmed" in page
    assert "Confirm all 3" in page
    assert "3 facts wait for your confirmation" in client.get(region).content.decode()
    (desk,) = client.get("/dashboard/").context["desks"]
    assert [one.text for one in desk.todos] == [
        "Check 3 facts that the portal took from elsewhere: confirm, correct or reject"
        " them."
    ]


def test_what_was_rejected_is_counted_no_more(client, people, seed):
    client.force_login(people["editor"])
    page = send(client, "reject", seed["stated"], reasons="Closed").content.decode()
    assert "0 of 4 facts are confirmed" in page
    page = client.post(f"{PATH}undo/", follow=True).content.decode()
    assert "0 of 5 facts are confirmed" in page


def test_rejecting_needs_reasons_and_withdraws(people):
    priority = factories.make_priority("ES51")
    with pytest.raises(PortalError, match="what is wrong"):
        reject_record(record=priority, by=people["owner"], reasons=" ")
    (left,) = reject_record(record=priority, by=people["owner"], reasons="Never ours")
    assert left.status == "withdrawn"
    assert Version.objects.latest("number").note == "Never ours"
