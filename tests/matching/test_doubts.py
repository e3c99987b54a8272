"""What the coach says of breadth: again on submission, and with topics to take over."""

import re
from html import unescape

import pytest

from regions.editing.doubts import doubts_about
from tests.editing.pages import form_data, hidden_fields
from tests.matching.factories import make_priority, make_user
from tests.matching.trials import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]


@pytest.mark.parametrize("is_scored", [True, False])
def test_coach_says_it_again_before_submission(divisions, is_scored):
    for place in range(10):
        make_priority(f"DE{place}", ("20", "26"))
    broad = make_priority("LT01", ("C",), title="Everything", status="draft")
    narrow = make_priority("LT01", ("13",), title="Textiles", status="draft")
    if is_scored:
        scored()
    found = doubts_about([narrow, broad], make_user("b@example.org"))
    assert [(one.record, str(one.word), one.text, one.target) for one in found] == [
        (
            broad,
            "broad",
            "Its topics cover 5 divisions of economic activity; nine in ten priorities"
            " cover at most 2.",
            "field-topics",
        )
    ]


def test_crowd_is_a_doubt_once_somebody_was_scored(divisions):
    for place in range(3):
        make_priority(f"DE{place}", ("20",))
    for place in range(3):
        make_priority(f"FR{place}", ("26",))
    mine = make_priority("LT01", ("20",), status="draft")
    assert doubts_about([mine], None) == []
    scored()
    (found,) = doubts_about([mine], None)
    assert found.text == (
        "In 3 of 6 regions somebody states nearly the same topics. Say what only you"
        " do."
    )


@pytest.mark.parametrize("count", [1, 3])
def test_doubts_of_many_cost_as_much_as_of_one(
    divisions, count, django_assert_num_queries
):
    for place in range(10):
        make_priority(f"DE{place}", ("20", "26"))
    scored()
    drafts = [make_priority("LT01", ("C",), status="draft") for _ in range(count)]
    doubts_about(drafts, None)
    with django_assert_num_queries(9):
        found = doubts_about(drafts, None)
    assert len(found) == count


# --- narrower topics to take over ------------------------------------------------


@pytest.fixture
def everything(divisions, client):
    """A draft that is too broad, and its owner."""
    for place in range(10):
        make_priority(f"DE{place}", ("20", "26"))
    made = make_priority("LT01", ("C",), title="Everything", status="draft")
    scored()
    client.force_login(make_user("owner@example.org", "LT01"))
    return made


def ask(client, record, form="", **headers) -> str:
    data = form_data(record, title="Typed and not saved")
    path = f"/match-preview/?type=priority&record={record.slug}&form={form}"
    return unescape(client.post(path, data, headers=headers).content.decode())


def proposed(page: str) -> list[str]:
    return re.findall(r'name="_do" value="topic:([^"]*)"', page)


def edit_path(record) -> str:
    return f"/edit/priority/{record.slug}/edit/"


def test_proposed_topics_are_buttons_of_the_form(client, everything):
    page = ask(client, everything, edit_path(everything), **{"HX-Request": "true"})
    assert proposed(page) == ["20", "26", "10", "13", "22"]
    # They stand in the form that was asked for, so there is none around them.
    assert "<form" not in page
    assert 'data-add-topic="20" data-label="Topic 20" data-path=' in page


def test_topic_is_taken_over_without_script_and_nothing_typed_is_lost(
    client, everything
):
    path = edit_path(everything)
    page = ask(client, everything, path)
    form = page.partition(f'<form method="post" action="{path}">')[2]
    fields = hidden_fields(form.partition("</form>")[0])
    assert fields["title"] == ["Typed and not saved"]
    assert fields["topics"] == ["C"]
    answer = client.post(path, fields | {"_do": "topic:20"})
    assert answer.status_code == 200
    shown = answer.context["page"].values
    assert (shown["title"], shown["topics"]) == (["Typed and not saved"], ["C", "20"])
    assert set(everything.topics.values_list("code", flat=True)) == {"C"}
    again = client.post(path, fields | {"topics": ["C", "20"], "_do": "topic:20"})
    assert again.context["page"].values["topics"] == ["C", "20"]


@pytest.mark.parametrize("code", ["nonsense", ""])
def test_topic_that_there_is_not_is_not_taken_over(client, everything, code):
    data = form_data(everything) | {"_do": [f"topic:{code}"]}
    answer = client.post(edit_path(everything), data)
    assert answer.context["page"].values["topics"] == ["C"]


@pytest.mark.parametrize(
    "form", ["", "https://evil.example/edit/", "//evil.example/", "/accounts/login/"]
)
def test_what_was_typed_is_sent_to_no_other_address(client, everything, form):
    page = ask(client, everything, form)
    assert "This is broad" in page
    assert proposed(page) == []
    assert "Typed and not saved" not in page
    assert "evil.example" not in page.partition("<main")[2].partition("</main")[0]
