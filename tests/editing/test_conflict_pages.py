"""Two officers write the same record: the second is told and loses nothing."""

import re

import pytest

from regions.editing.documents import document_of
from regions.editing.services import change_record
from regions.editing.values import values_of
from regions.models import Draft, Priority, Version
from tests import factories
from tests.editing.pages import form_data, hidden_fields, make_people

pytestmark = pytest.mark.django_db
PATH = "/edit/priority/es51-food/edit/"


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def priority():
    return factories.make_priority(
        "ES51",
        ["10"],
        title="Food",
        slug="es51-food",
        summary="Before",
        keywords=["grain"],
    )


@pytest.fixture
def typed(client, people, priority):
    """What the second officer has typed when the first has already saved."""
    client.force_login(people["editor"])
    data = form_data(priority, summary="Mine,\nin two lines", title="Better food")
    change_record(
        record=priority,
        document={"summary": "Theirs"},
        by=people["owner"],
        base_version=1,
    )
    return data


def test_second_is_told_who_changed_what_and_sees_both_texts(client, typed):
    answer = client.post(PATH, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "owner@example.org saved this record on" in page
    for text in ("<p>Mine,<br>in two lines", "<p>Theirs"):
        assert text in page
    assert "Better food" in page
    assert Priority.objects.get().summary == "Theirs"


def test_who_leaves_the_choice_finds_the_text_again_as_a_draft(client, typed):
    client.post(PATH, typed)
    assert Draft.objects.get().data["summary"] == ["Mine,\nin two lines"]
    page = client.get(PATH).content.decode()
    assert "in two lines" in page
    assert "both are put together" in page


@pytest.mark.parametrize(
    ("choice", "summary"), [("mine", "Mine,\nin two lines"), ("theirs", "Theirs")]
)
def test_second_chooses_and_saves(client, typed, choice, summary):
    page = client.post(PATH, typed).content.decode()
    sent = hidden_fields(page) | {
        "_take-summary": [choice],
        "_do": ["resolve"],
    }
    answer = client.post(PATH, sent)
    assert answer.status_code == 302
    saved = Priority.objects.get()
    assert (saved.summary, saved.title) == (summary, "Better food")
    assert saved.keywords == ["grain"]
    assert not Draft.objects.exists()


def test_second_writes_on_with_a_choice(client, typed):
    page = client.post(PATH, typed).content.decode()
    sent = hidden_fields(page) | {"_take-summary": ["theirs"], "_do": ["resolve-edit"]}
    page = client.post(PATH, sent).content.decode()
    assert "Theirs</textarea>" in page
    assert 'value="Better food"' in page
    assert 'name="_base_version" value="2"' in page
    assert Version.objects.filter(act="changed").count() == 1


def test_third_edit_during_the_choice_is_told_again(client, people, priority, typed):
    page = client.post(PATH, typed).content.decode()
    change_record(
        record=priority,
        document={"summary": "Theirs again"},
        by=people["owner"],
        base_version=2,
    )
    sent = hidden_fields(page) | {
        "summary": ["Mine"],
        "_take-summary": ["mine"],
        "_do": ["resolve"],
    }
    answer = client.post(PATH, sent)
    assert answer.status_code == 409
    marked = re.sub(r"<span[^>]*>added: </span>|<[^>]*>", "", answer.content.decode())
    assert "Theirs again" in marked
    assert Priority.objects.get().summary == "Theirs again"


def test_edits_of_different_fields_are_put_together_and_told(client, people, priority):
    client.force_login(people["editor"])
    data = form_data(priority, title="Better food")
    change_record(
        record=priority,
        document={"summary": "Theirs", "keywords": ["flour"]},
        by=people["owner"],
        base_version=1,
    )
    page = client.post(PATH, data, follow=True).content.decode()
    assert "they are kept: Summary, Keywords" in page
    saved = Priority.objects.get()
    assert (saved.title, saved.summary) == ("Better food", "Theirs")


@pytest.fixture
def cluster(people):
    return factories.make_cluster(
        "ES51",
        title="Textile",
        slug="textile",
        summary="Before",
        phone="+34 911",
        contact_person="Pia Example",
    )


PRIVATE = ("+34 911", "Pia Example", "+34 922")


def holds_private(answer) -> list[str]:
    page = answer.content.decode()
    return [one for one in PRIVATE if one in page]


def test_curator_writes_a_cluster_without_reading_who_to_call(client, people, cluster):
    client.force_login(people["curator"])
    path = "/edit/clusters/textile/edit/"
    page = client.get(path)
    assert holds_private(page) == []
    assert 'name="phone"' not in page.content.decode()
    data = form_data(cluster, summary="Checked")
    kept = {"phone": [""], "contact_person": ["Somebody"]}
    client.post(path, data | kept | {"_do": ["draft"]})
    assert holds_private(client.get(path)) == []
    assert client.post(path, data | kept).status_code == 302
    cluster.refresh_from_db()
    assert (cluster.summary, cluster.phone) == ("Checked", "+34 911")
    assert cluster.contact_person == "Pia Example"


def test_curator_who_acts_for_the_cluster_writes_all_of_it(client, people, cluster):
    people["curator"].mandates.create(cluster=cluster, role="owner")
    client.force_login(people["curator"])
    page = client.get("/edit/clusters/textile/edit/")
    assert holds_private(page) == ["+34 911", "Pia Example"]


def test_conflict_page_of_a_curator_holds_no_contact_data(client, people, cluster):
    manager = factories.make_person("manager", cluster=cluster)
    client.force_login(people["curator"])
    data = form_data(cluster, summary="Mine")
    change_record(
        record=cluster,
        document={"summary": "Theirs", "phone": "+34 922"},
        by=manager,
        base_version=1,
    )
    path = "/edit/clusters/textile/edit/"
    answer = client.post(path, data)
    assert answer.status_code == 409
    assert holds_private(answer) == []
    taking = {"_take-phone": ["theirs"], "_take-contact_person": ["theirs"]}
    sent = hidden_fields(answer.content.decode()) | taking | {"_do": ["resolve-edit"]}
    assert holds_private(client.post(path, sent)) == []
    client.post(path, sent | {"_do": ["resolve"]})
    cluster.refresh_from_db()
    assert (cluster.summary, cluster.phone) == ("Mine", "+34 922")


# --- what differs, and lists ---------------------------------------------------------


def conflict_of(client, people, priority, mine: dict, theirs: dict) -> str:
    """The page after the owner has saved theirs, and the editor sends mine."""
    client.force_login(people["editor"])
    data = form_data(priority, **mine)
    change_record(record=priority, document=theirs, by=people["owner"], base_version=1)
    answer = client.post(PATH, data)
    assert answer.status_code == 409
    return answer.content.decode()


def test_words_that_each_took_out_and_put_in_are_marked(client, people):
    text = "We mill grain for bread and beer in three valleys of the north"
    priority = factories.make_priority("ES51", slug="es51-food", summary=text)
    page = conflict_of(
        client,
        people,
        priority,
        {"summary": text.replace("bread", "pasta")},
        {"summary": text.replace("three", "four")},
    )
    shown = page.split("conflict__side")
    for side, gone, new, other in (
        (shown[2], "bread", "pasta", "four"),
        (shown[3], "three", "four", "pasta"),
    ):
        assert re.findall(r"(?s)<del>.*?</span>(\w+)</del>", side) == [gone]
        assert re.findall(r"(?s)<ins>.*?</span>(\w+)</ins>", side) == [new]
        assert other not in side


def choice(page: str, name: str, take: str) -> dict:
    return hidden_fields(page) | {f"_take-{name}": [take], "_do": ["resolve"]}


@pytest.mark.parametrize(
    ("take", "kept"),
    [
        ("mine", ["grain", "pasta"]),
        ("theirs", ["grain", "flour"]),
        ("both", ["grain", "pasta", "flour"]),
    ],
)
def test_keywords_of_both_can_be_kept(client, people, priority, take, kept):
    page = conflict_of(
        client,
        people,
        priority,
        {"keywords": "grain, pasta"},
        {"keywords": ["grain", "flour"]},
    )
    assert client.post(PATH, choice(page, "keywords", take)).status_code == 302
    assert Priority.objects.get().keywords == kept


def test_both_together_takes_out_what_one_took_out(client, people):
    priority = factories.make_priority(
        "ES51", slug="es51-food", keywords=["grain", "bread", "beer"]
    )
    page = conflict_of(
        client,
        people,
        priority,
        {"keywords": "grain, beer, pasta"},
        {"keywords": ["grain", "bread", "flour"]},
    )
    client.post(PATH, choice(page, "keywords", "both"))
    assert Priority.objects.get().keywords == ["grain", "pasta", "flour"]


def test_offers_of_both_can_be_kept_and_topics_too(client, people):
    for code in ("10", "11", "12"):
        factories.make_topic(code)
    priority = factories.make_priority("ES51", ["10"], slug="es51-food")
    factories.make_item(priority, "offer", text="A mill", topics=["10"])
    before = document_of(priority)
    old = before["offers"][0]
    mine = values_of(
        {
            "topics": ["10", "11"],
            "offers": [old, old | {"text": "A bakery", "is_confidential": True}],
        }
    )
    theirs = {"topics": ["10", "12"], "offers": [old | {"text": "Two mills and a dam"}]}
    page = conflict_of(client, people, priority, mine, theirs)
    sent = hidden_fields(page) | {"_take-topics": ["both"], "_take-offers": ["both"]}
    client.post(PATH, sent | {"_do": ["resolve"]})
    saved = document_of(Priority.objects.get())
    assert saved["topics"] == ["10", "11", "12"]
    assert [(one["text"], one["is_confidential"]) for one in saved["offers"]] == [
        ("A bakery", True),
        ("Two mills and a dam", False),
    ]


def test_texts_are_mine_or_theirs_and_never_both(client, typed):
    page = client.post(PATH, typed).content.decode()
    assert 'name="_take-summary" value="both"' not in page


def test_both_lists_are_written_on_in_the_form(client, people, priority):
    page = conflict_of(
        client, people, priority, {"keywords": "pasta"}, {"keywords": ["flour"]}
    )
    sent = choice(page, "keywords", "both") | {"_do": ["resolve-edit"]}
    page = client.post(PATH, sent).content.decode()
    assert "pasta, flour</textarea>" in page
    assert Priority.objects.get().keywords == ["flour"]
