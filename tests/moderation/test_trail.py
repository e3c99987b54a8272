"""The trail of a record in words, and the curators' list of changes."""

import pytest

from regions.editing.services import change_record
from regions.editing.wording_changes import item_changes, text_pieces, word_changes
from regions.models import Case, Cluster, Version
from regions.queries.vocabulary import vocabulary
from tests import factories
from tests.moderation.conftest import make_member

pytestmark = pytest.mark.django_db
ITEM = {
    "kind": "skill",
    "text": "Baking of rye bread",
    "topics": [],
    "trl_min": None,
    "trl_max": None,
    "stage": "",
    "is_confidential": False,
    "derivation": "",
    "facility": "",
}


@pytest.fixture
def cluster(people):
    factories.make_topic("10", label_en="Food")
    return factories.make_cluster("ES51", ["10"], title="Bakers", slug="bakers")


@pytest.fixture
def baker(cluster):
    return make_member("baker", "owner", cluster=cluster)


def change(record, by, **fields):
    record.refresh_from_db()
    return change_record(
        record=record, document=fields, by=by, base_version=record.version
    ).record


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


# --- wording -------------------------------------------------------------------------


def worded(kind="cluster", hidden=(), before=None, **after):
    changes = word_changes(kind, before or {}, after, vocabulary(), hidden)
    return {one.field: one for one in changes}


def states(pieces) -> list[tuple[str, str]]:
    return [(one.state, one.text) for one in pieces]


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        (
            "We bake bread.",
            "We bake good bread.",
            [("same", "We bake "), ("added", "good "), ("same", "bread.")],
        ),
        ("", "New", [("added", "New")]),
        ("Old", "", [("removed", "Old")]),
        (
            "Bread",
            "All else",
            [("removed", "Bread"), ("added", "All else")],
        ),
        ("", "", []),
    ],
)
def test_texts_are_compared_word_by_word(before, after, pieces):
    found = text_pieces(before, after)
    assert states(found) == pieces
    assert "".join(one.text for one in found if one.state != "added") == before
    assert "".join(one.text for one in found if one.state != "removed") == after


def test_topics_and_regions_are_named_by_label(cluster):
    factories.make_topic("11", label_en="Drinks")
    factories.make_region("FR10", name="Paris")
    found = worded(before={"topics": ["10"]}, topics=["11"], target_regions=["FR10"])
    assert (found["topics"].gained, found["topics"].lost) == (("Drinks",), ("Food",))
    assert found["target_regions"].gained == ("Paris (FR10)",)


def test_choices_and_visibility_are_worded(cluster):
    found = worded(
        stages=["pilot"],
        services=["training"],
        languages=["de"],
        visibility={"team_size": "registered"},
    )
    assert {name: one.gained for name, one in found.items()} == {
        "services": ("training and skills",),
        "languages": ("German",),
        "visibility": ("People in the management team: people who are signed in",),
        "stages": ("pilot",),
    }


def test_hidden_field_says_only_that_it_changed(cluster):
    found = worded(hidden=("phone",), phone="+34 1", city="Vic")
    assert (found["phone"].form, found["phone"].pieces) == ("hidden", ())
    assert states(found["city"].pieces) == [("added", "Vic")]


def test_offers_are_followed_one_by_one(cluster):
    changed = ITEM | {"text": "Baking of wheat bread", "trl_min": 4, "trl_max": 6}
    added = ITEM | {"text": "A mill"}
    before = [ITEM, ITEM | {"text": "Yeast"}]
    found = item_changes(before, [added, changed], vocabulary())
    assert [(one.state, one.words.text) for one in found] == [
        ("added", "A mill"),
        ("changed", "Baking of wheat bread"),
        ("removed", "Yeast"),
    ]
    assert found[1].gained == ("TRL 4 to 6",)


def test_offers_that_only_moved_are_one_sentence(cluster):
    items = [ITEM, ITEM | {"text": "Yeast"}]
    (field,) = worded(before={"offers": items}, offers=items[::-1]).values()
    assert (field.items, field.note) == ((), "Only the order has changed.")


# --- the page ------------------------------------------------------------------------


def test_trail_says_what_changed_and_who_did_it(client, cluster, baker, people):
    change(cluster, baker, title="Bakers of Vic")
    change(cluster, people["curator"], summary="Checked")
    client.force_login(baker)
    text = text_of(client.get("/edit/cluster/bakers/history/"))
    assert text.index("Version 3") < text.index("Version 2") < text.index("Version 1")
    assert "of Vic</ins>" in text
    assert "its owner · baker@example.org" in text
    assert "a curator" in text
    assert "curator@example.org" not in text


def test_curator_reads_names_but_no_contact_person(sign_in, cluster, baker):
    change(cluster, baker, contact_person="Ada Miller", mailbox="office@mill.eu")
    text = text_of(sign_in("curator").get("/edit/cluster/bakers/history/"))
    assert "baker@example.org" in text
    assert "office@mill.eu" in text
    assert "Ada Miller" not in text
    assert "Changed. Only the organisation's people read what it says." in text


def test_person_who_is_gone_leaves_the_role(client, cluster, baker, people):
    change(cluster, baker, summary="Mine")
    baker.delete()
    text = text_of(client_for(client, people).get("/edit/cluster/bakers/history/"))
    assert "its owner" in text
    assert "baker@example.org" not in text


def client_for(client, people):
    client.force_login(people["curator"])
    return client


def test_record_that_nobody_changed_has_no_history_yet(client, cluster, baker):
    client.force_login(baker)
    text = text_of(client.get("/edit/cluster/bakers/history/"))
    assert "Nobody has changed this record since it was loaded." in text


@pytest.mark.parametrize("count", [1, 3])
def test_trail_costs_the_same_for_one_and_three(
    client, cluster, baker, count, django_assert_num_queries
):
    for number in range(count):
        change(cluster, baker, summary=f"Text {number}", offers=[ITEM] * number)
    client.force_login(baker)
    client.get("/edit/cluster/bakers/history/")
    with django_assert_num_queries(13):
        answer = client.get("/edit/cluster/bakers/history/")
    assert len(answer.context["entries"]) == count + 1


# --- the list of changes -------------------------------------------------------------


@pytest.fixture
def desk(sign_in):
    return sign_in("curator")


def shown(desk, query="") -> list[str]:
    answer = desk.get(f"/curation/changes/?{query}")
    return [str(row["record"]) for row in answer.context["rows"]]


def test_list_holds_owners_changes_of_published_records(desk, cluster, baker, people):
    draft = factories.make_priority("ES51", title="Draft", status="draft")
    mine = factories.make_priority("ES51", title="Mine")
    checked = factories.make_priority("FR10", title="Checked")
    change(draft, people["owner"], summary="x")
    change(cluster, baker, summary="x")
    change(mine, people["owner"], summary="x")
    change(checked, people["curator"], summary="x")
    assert shown(desk) == ["Mine", "Bakers"]
    assert shown(desk, "kind=cluster") == ["Bakers"]
    assert shown(desk, "country=FR") == []
    assert shown(desk, "country=ES&act=changed") == ["Mine", "Bakers"]
    assert shown(desk, "act=confirmed") == []
    assert desk.get("/curation/changes/?act=loaded").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_changes_costs_the_same_for_one_and_three(
    desk, people, count, django_assert_num_queries
):
    for _ in range(count):
        change(factories.make_priority("ES51"), people["owner"], summary="x")
    desk.get("/curation/changes/")
    with django_assert_num_queries(12):
        assert len(shown(desk)) == count


def address_of(record) -> str:
    version = Version.objects.filter(key=record.pk).latest("number")
    return f"/curation/changes/{version.pk}/"


def test_change_is_read_and_the_record_withdrawn_with_reasons(desk, cluster, baker):
    change(cluster, baker, summary="Buy our cake")
    path = address_of(cluster)
    page = desk.get(path)
    assert "Buy our cake</ins>" in text_of(page)
    answer = desk.post(path, {"withdraw": "1", "reasons": "It sells cake."})
    assert "Choose the rule" in text_of(answer)
    data = {"rule": "advertising", "seen": page.context["form"]["seen"].value()}
    desk.post(path, data | {"withdraw": "1", "reasons": "It sells cake."})
    case = Case.objects.get()
    assert (case.outcome, case.rule) == ("withdrawn", "advertising")
    assert Cluster.objects.get().status == "withdrawn"


def test_owner_is_asked_about_a_change(desk, cluster, baker):
    change(cluster, baker, summary="Buy our cake")
    path = address_of(cluster)
    assert "This field is required." in text_of(desk.post(path, {"ask": "1"}))
    answer = desk.post(path, {"ask": "1", "ask-text": "Is that an offer?"})
    case = Case.objects.get()
    assert answer["Location"] == f"/curation/cases/{case.pk}/"
    assert case.messages.get().text == "Is that an offer?"
    assert Cluster.objects.get().status == "published"
