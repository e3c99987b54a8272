"""From a draft to the curators and back, on the pages of those who write."""

import pytest

from regions.models import Case, Priority, Strategy
from regions.moderation.services import decide_case
from tests import factories
from tests.editing.pages import make_people

pytestmark = pytest.mark.django_db
PATH = "/edit/strategy/es51-ris3/"


@pytest.fixture
def people(client):
    people = make_people()
    client.force_login(people["editor"])
    return people


@pytest.fixture
def strategy():
    made = factories.make_strategy("ES51", slug="es51-ris3", status="draft")
    for title in ("Food", "Energy", "Wood"):
        factories.make_priority(
            "ES51",
            ["10"],
            strategy=made,
            title=title,
            slug=title.lower(),
            status="draft",
        )
    factories.renew()
    return made


def states() -> dict[str, str]:
    return dict(Priority.objects.values_list("title", "status"))


def text_of(client, path=PATH) -> str:
    return client.get(path).content.decode()


def test_strategy_is_submitted_with_its_priorities_and_taken_back(
    client, people, strategy
):
    page = text_of(client)
    assert "Submit the strategy and 3 priorities" in page
    assert "Nobody else sees this yet" in page
    page = client.post(f"{PATH}submit/", follow=True).content.decode()
    assert "4 records are with the curators now" in page
    assert "Take it back" in page
    assert Case.objects.get().submitted_by == people["editor"]
    assert set(states().values()) == {"submitted"}

    page = client.post(f"{PATH}take-back/", follow=True).content.decode()
    assert "draft again" in page
    assert set(states().values()) == {"draft"}
    page = client.post(f"{PATH}take-back/", follow=True).content.decode()
    assert "Nothing of this waits for a curator." in page


def test_returned_strategy_shows_the_reasons_to_its_people(client, people, strategy):
    client.post(f"{PATH}submit/")
    decide_case(
        case=Case.objects.get(),
        outcome="returned",
        reasons="Food is too broad.",
        by=people["curator"],
    )
    page = text_of(client)
    assert page.count("Food is too broad.") == 4
    assert "Returned to you" in page
    assert "Food is too broad." in text_of(client, "/priorities/food/")
    for name in ("reader", "colleague"):
        client.force_login(people[name])
        answer = client.get("/priorities/food/")
        is_told = "Food is too broad." in answer.content.decode()
        assert is_told is (name == "reader")


def test_new_priority_of_a_public_strategy_goes_by_itself(client, people, strategy):
    Strategy.objects.update(status="published")
    Priority.objects.exclude(title="Wood").update(status="published")
    assert "Submit 1 priority" in text_of(client)
    client.post(f"{PATH}submit/")
    assert [(one.kind, one.title) for one in Case.objects.all()] == [
        ("priority", "Wood")
    ]
    assert "Everything is public" in text_of(client)
    page = client.post(f"{PATH}submit/", follow=True).content.decode()
    assert "There is nothing to submit." in page


def test_withdrawing_asks_why_and_takes_the_priorities_along(client, people, strategy):
    Strategy.objects.update(status="published")
    Priority.objects.exclude(title="Wood").update(status="published")
    page = text_of(client, f"{PATH}withdraw/")
    assert "2 public priorities are withdrawn with it." in page
    answer = client.post(f"{PATH}withdraw/", {"reasons": " "})
    assert answer.status_code == 400
    assert "Say in a few words why." in answer.content.decode()
    client.post(f"{PATH}withdraw/", {"reasons": "A new one is made"})
    assert Strategy.objects.get().status == "withdrawn"
    assert states() == {"Food": "withdrawn", "Energy": "withdrawn", "Wood": "draft"}


def test_what_waits_for_a_curator_is_not_withdrawn(client, people, strategy):
    client.post(f"{PATH}submit/")
    answer = client.post(f"{PATH}withdraw/", {"reasons": "Changed our minds"})
    assert "Take it back first" in answer.content.decode()
    assert Strategy.objects.get().status == "submitted"


def test_edit_links_are_for_those_who_may_write(client, people, strategy):
    Strategy.objects.update(status="published")
    Priority.objects.update(status="published")
    paths = {
        "/priorities/food/": "/edit/priority/food/edit/",
        "/regions/ES51/": "/edit/region/ES51/",
    }
    for path, link in paths.items():
        found = {}
        for name, person in people.items():
            client.force_login(person)
            found[name] = f'href="{link}"' in text_of(client, path)
        client.logout()
        found["visitor"] = f'href="{link}"' in text_of(client, path)
        assert found == {
            "owner": True,
            "editor": True,
            "reader": False,
            "colleague": False,
            "curator": True,
            "visitor": False,
        }


def test_desk_shows_what_was_begun_and_is_not_saved(client, people, strategy):
    key = "0b2b9d0e-6b0d-4f6e-9f0e-3d5b8d3a8f11"
    data = {"_kind": "priority", "_owner": "es51-ris3", "title": "Half a priority"}
    client.post(f"/edit/drafts/{key}/", data)
    assert "Half a priority" in text_of(client)
    client.force_login(people["owner"])
    assert "Half a priority" not in text_of(client)
