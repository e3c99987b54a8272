"""The forms of strategies and priorities: who may open them, and what they do."""

import pytest

from regions.models import Case, Draft, ExchangeItem, Priority, Strategy, Version
from tests import factories
from tests.editing.pages import form_data, make_people

pytestmark = pytest.mark.django_db

NEW_STRATEGY = "/edit/region/ES51/strategy/new/"


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def strategy():
    return factories.make_strategy("ES51", slug="es51-ris3", title="Our strategy")


@pytest.fixture
def priority(strategy):
    made = factories.make_priority(
        "ES51", ["10"], strategy=strategy, title="Food", slug="es51-food"
    )
    factories.make_item(made, text="A mill", topics=["10"])
    factories.renew()
    return made


PATHS = (
    "/edit/region/ES51/",
    NEW_STRATEGY,
    "/edit/strategy/es51-ris3/",
    "/edit/strategy/es51-ris3/edit/",
    "/edit/strategy/es51-ris3/priority/new/",
    "/edit/strategy/es51-ris3/withdraw/",
    "/edit/priority/es51-food/edit/",
    "/edit/priority/es51-food/withdraw/",
)


@pytest.mark.parametrize("path", PATHS)
def test_form_pages_are_for_those_who_may_write(client, people, priority, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/accounts/login/?next={path}",
    )
    found = {}
    for name, person in people.items():
        client.force_login(person)
        answer = client.get(path)
        found[name] = answer.status_code
        if answer.status_code == 200:
            assert "no-store" in answer["Cache-Control"]
    assert found == {
        "owner": 200,
        "editor": 200,
        "reader": 403,
        "colleague": 404,
        "curator": 200,
    }


@pytest.mark.parametrize(
    "path",
    [
        "/edit/strategy/es51-ris3/edit/",
        "/edit/priority/es51-food/edit/",
        "/edit/priority/es51-food/withdraw/",
        "/edit/strategy/es51-ris3/submit/",
        "/edit/priority/es51-food/take-back/",
    ],
)
@pytest.mark.parametrize("name", ["reader", "colleague"])
def test_who_may_not_write_changes_nothing(client, people, priority, path, name):
    Priority.objects.update(status="draft")
    Strategy.objects.update(status="draft")
    client.force_login(people[name])
    answer = client.post(path, {"title": "Taken over", "reasons": "x", "period": "y"})
    assert answer.status_code == (403 if name == "reader" else 404)
    assert not Version.objects.exists()
    assert not Case.objects.exists()


def test_officer_registers_a_strategy(client, people):
    factories.make_region("ES51")
    client.force_login(people["editor"])
    answer = client.post(
        NEW_STRATEGY,
        {
            "period": "2021-2027",
            "title": "RIS3CAT",
            "document_url": "example.org/ris3",
            "responsible_body": "Ministry",
            "mailbox": "ris3@example.org",
            "visibility-responsible_body": "registered",
        },
    )
    made = Strategy.objects.get()
    assert answer["Location"] == f"/edit/strategy/{made.slug}/"
    assert (made.status, made.document_url) == ("draft", "https://example.org/ris3")
    assert made.visibility == {"responsible_body": "registered"}
    assert made.confirmed_by == people["editor"]
    page = client.get(answer["Location"]).content.decode()
    assert "No priority yet" in page
    assert "Submit the strategy" in page


def test_second_strategy_of_a_period_is_refused_beside_the_form(
    client, people, strategy
):
    client.force_login(people["editor"])
    answer = client.post(NEW_STRATEGY, {"period": strategy.period, "title": "Again"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "has a strategy for this period already" in page
    assert 'value="Again"' in page
    assert Strategy.objects.count() == 1


def test_officer_adds_a_priority_with_offers_and_needs(client, people, strategy):
    factories.make_topic("10", label_en="Food products")
    factories.renew()
    client.force_login(people["editor"])
    client.post(
        "/edit/strategy/es51-ris3/priority/new/",
        {
            "title": "Food",
            "topics": ["10"],
            "stages": ["pilot", "market"],
            "keywords": "grain, mills",
            "offers-0-kind": "facility",
            "offers-0-text": "A mill",
            "offers-0-topics": ["10"],
            "offers-0-trl_min": "4",
            "offers-0-trl_max": "6",
            "offers-1-kind": "technology",
            "offers-1-text": "",
            "needs-0-kind": "skill",
            "needs-0-text": "Bakers",
            "needs-0-is_confidential": "on",
        },
    )
    made = Priority.objects.get()
    assert (made.status, made.strategy, made.region_id) == ("draft", strategy, "ES51")
    assert made.keywords == ["grain", "mills"]
    items = ExchangeItem.all_items.order_by("-side").values_list(
        "side", "kind", "text", "trl_min", "trl_max", "is_confidential"
    )
    assert list(items) == [
        ("offer", "facility", "A mill", 4, 6, False),
        ("need", "skill", "Bakers", None, None, True),
    ]


def test_faults_are_told_beside_the_fields_and_on_top(client, people, strategy):
    client.force_login(people["editor"])
    answer = client.post(
        "/edit/strategy/es51-ris3/priority/new/",
        {
            "title": "",
            "summary": "Kept text",
            "needs-0-kind": "skill",
            "needs-0-text": "Bakers",
            "needs-0-trl_min": "nine",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert '<a href="#id_title">Title</a>: Give it a title.' in page
    assert '<a href="#id_needs-0-trl_min">Need 1, TRL from</a>' in page
    assert page.count("Give it a title.") == 2
    assert "Kept text" in page
    assert "Bakers" in page
    assert not Priority.objects.exists()


def test_change_of_a_public_record_is_seen_at_once(client, people, priority):
    client.force_login(people["editor"])
    page = client.get("/edit/priority/es51-food/edit/").content.decode()
    assert "Publish the changes" in page
    assert "seen by everybody at once" in page
    answer = client.post(
        "/edit/priority/es51-food/edit/", form_data(priority, summary="New words")
    )
    assert answer["Location"] == "/edit/strategy/es51-ris3/"
    client.logout()
    page = client.get("/priorities/es51-food/").content.decode()
    assert "New words" in page


def test_new_record_is_said_not_to_be_public(client, people, strategy):
    client.force_login(people["editor"])
    page = client.get("/edit/strategy/es51-ris3/priority/new/").content.decode()
    assert "Save as a draft" in page
    assert "Publish the changes" not in page


# --- without script ---------------------------------------------


def test_search_shows_matches_as_boxes_and_loses_nothing(client, people, priority):
    factories.make_topic("16", label_en="Wood and cork")
    factories.renew()
    client.force_login(people["editor"])
    data = form_data(priority, summary="Typed so far", **{"_do": "search:topics"})
    answer = client.post("/edit/priority/es51-food/edit/", data | {"_q-topics": "wood"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="topics" value="10" checked' in page
    assert 'name="topics" value="16">' in page
    assert "Typed so far" in page
    assert Version.objects.count() == 0


@pytest.mark.parametrize(
    ("act", "shown"),
    [("add:offers", 2), ("remove:offers-0", 1), ("add:needs", 1)],
)
def test_rows_are_added_and_removed_by_buttons(client, people, priority, act, shown):
    client.force_login(people["editor"])
    data = form_data(priority, **{"_do": act})
    page = client.post("/edit/priority/es51-food/edit/", data).content.decode()
    # Each side also holds the row that the page copies.
    assert page.count("<legend>Offer ") == shown + 1
    assert ("A mill" in page) is (act != "remove:offers-0")


def test_suggestion_is_adopted_in_its_words(client, people, priority):
    derived = factories.make_item(priority, "need", derivation="region_weak")
    derived.topics.set([factories.make_topic("20", label_en="Chemicals")])
    factories.renew()
    client.force_login(people["editor"])
    data = form_data(priority, **{"_do": "adopt:needs-0"})
    page = client.post("/edit/priority/es51-food/edit/", data).content.decode()
    assert ">\nChemicals</textarea>" in page
    assert "Adopt and edit" not in page


def test_draft_is_saved_without_script_and_shown_again(client, people, priority):
    client.force_login(people["editor"])
    path = "/edit/priority/es51-food/edit/"
    data = form_data(priority, title="", summary="Unfinished", **{"_do": "draft"})
    answer = client.post(path, data)
    draft = Draft.objects.get()
    assert answer["Location"] == f"{path}?draft={draft.pk}"
    page = client.get(path).content.decode()
    assert "Unfinished" in page
    assert "You see what you had typed by" in page
    priority.refresh_from_db()
    assert (priority.title, priority.version) == ("Food", 1)
    client.post(path, {"_do": "discard", "_draft": str(draft.pk)})
    assert "Unfinished" not in client.get(path).content.decode()
    assert not Draft.objects.exists()


def test_older_window_without_script_is_told_and_then_overwrites(
    client, people, priority
):
    client.force_login(people["editor"])
    path = "/edit/priority/es51-food/edit/"
    keep = form_data(priority, **{"_do": "draft"})
    client.post(path, keep | {"summary": ["First"]})
    answer = client.post(path, keep | {"summary": ["Second"], "_revision": ["0"]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "in another window" in page
    assert "Second" in page
    assert Draft.objects.get().data["summary"] == ["First"]
    client.post(path, keep | {"summary": ["Second"], "_revision": ["1"]})
    assert Draft.objects.get().data["summary"] == ["Second"]


def test_saving_the_record_ends_its_draft(client, people, priority):
    client.force_login(people["editor"])
    path = "/edit/priority/es51-food/edit/"
    client.post(path, form_data(priority, summary="Mine", **{"_do": "draft"}))
    draft = Draft.objects.get()
    data = form_data(priority, summary="Mine", _draft=str(draft.pk), _revision="1")
    client.post(path, data)
    assert not Draft.objects.exists()
    priority.refresh_from_db()
    assert priority.summary == "Mine"


# --- while one types ---------------------------------------------


def test_completeness_is_counted_for_what_is_typed(client, people):
    path = "/edit/completeness/priority/"
    assert client.post(path).status_code == 401
    client.force_login(people["editor"])
    page = client.post(path, {"title": "Food", "stages": ["pilot"]}).content.decode()
    assert "20 %" in page
    assert 'href="#field-offers"' in page
    assert 'href="#id_summary"' in page
    assert client.post("/edit/completeness/nonsense/").status_code == 404


def test_topics_are_suggested_as_json(client):
    factories.make_topic("16", label_en="Wood and cork")
    factories.renew()
    assert client.get("/edit/topics/", {"q": "wood"}).json() == {
        "topics": [
            {
                "code": "16",
                "label": "Wood and cork",
                "path": "Economic activity",
                "scheme": "Economic activity",
            }
        ]
    }


def test_form_asks_the_database_as_often_for_many_rows(
    client, people, priority, django_assert_num_queries
):
    client.force_login(people["editor"])
    path = "/edit/priority/es51-food/edit/"
    client.get(path)
    for _ in range(2):
        with django_assert_num_queries(11):
            client.get(path)
        for _ in range(2):
            factories.make_item(priority, text="More", topics=["10"])
