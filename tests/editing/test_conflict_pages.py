"""Two officers write the same record: the second is told and loses nothing."""

import pytest

from regions.editing.services import change_record
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
    assert "Theirs again" in answer.content.decode()
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
