"""Pages of checklists, as visitor, reader, editor, stranger and curator see them."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from portal.accounts.models import Mandate
from portal.guide.checklists.models import Mark
from portal.guide.checklists.services import Said, save_checklist
from tests import factories
from tests.guide.checklists.conftest import typed, write_chapter

PAGE = "/guide/checklists/instruments/"
ALL = "/guide/checklists/"


@pytest.fixture
def as_editor(client, people):
    client.force_login(people.editor)
    return client


def mark(people, *said, chapter="instruments"):
    save_checklist(
        by=people.owner, organisation=people.region, chapter=chapter, said=said
    )


def test_visitors_read_the_points_and_are_invited_to_sign_in(client, people):
    mark(people, Said("choose", "done", note="Our secret"))
    html = client.get(PAGE).content.decode()
    assert "Choose two instruments." in html
    assert "Our secret" not in html
    assert "csrfmiddlewaretoken" not in html
    assert f'href="/accounts/login/?next={PAGE}"' in html


def test_an_organisation_in_a_visitors_address_says_nothing(client, people):
    mark(people, Said("choose", "done", note="Our secret"))
    answer = client.get(f"{PAGE}?for=region-ES51")
    assert answer.status_code == 200
    assert "Our secret" not in answer.content.decode()


def test_a_visitor_who_sends_the_form_signs_in_first(client, people):
    answer = client.post(PAGE, typed(choose={"standing": "done"}))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert not Mark.objects.exists()


def test_an_editor_ticks_off_dates_and_notes(as_editor, people):
    values = {"standing": "done", "done_on": "2026-03-01", "note": "In the plan"}
    answer = as_editor.post(PAGE, typed(choose=values), follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?for=region-ES51", 302)]
    html = answer.content.decode()
    assert "Saved: 1 point was changed." in html
    assert "1 of 2 points are done." in html
    assert 'value="2026-03-01"' in html
    assert 'value="In the plan"' in html
    assert "Last changed by editor@example.org, today" in html


def test_a_reader_sees_and_cannot_change(client, people):
    mark(people, Said("choose", "done", date(2026, 3, 1), "In the plan"))
    client.force_login(people.reader)
    html = client.get(PAGE).content.decode()
    assert "In the plan" in html
    assert "Save the checklist" not in html
    assert client.post(PAGE, typed()).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "curator"])
def test_others_are_not_given_an_organisations_marks(client, people, who):
    mark(people, Said("choose", "done", note="Our secret"))
    client.force_login(getattr(people, who))
    for path in (PAGE, ALL, f"{ALL}print/", f"{ALL}checklists.csv"):
        assert client.get(f"{path}?for=region-ES51").status_code == 404
        assert "Our secret" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("done_on", "9999-12-31", "This day is yet to come."),
        ("done_on", "0001-01-01", "Name a day from 1 January 1990 on."),
        ("done_on", "2026-02-30", "Enter a valid date."),
        ("done_on", "\x00", "Enter a valid date."),
        ("note", "a\x00b", "Null characters are not allowed."),
        ("note", "x" * 301, "Ensure this value has at most 300 characters"),
        ("standing", "perhaps", "Select a valid choice."),
        ("standing", "", "This field is required."),
    ],
)
def test_a_fault_names_its_field_and_nothing_is_saved(
    as_editor, people, field, value, said
):
    values = {"standing": "done", field: value}
    answer = as_editor.post(
        PAGE, typed(choose=values, write={"standing": "done", "note": "Kept"})
    )
    html = answer.content.decode()
    assert answer.status_code == 400
    assert said in html
    assert f'<a href="#id_choose-{field}">' in html
    assert 'value="Kept"' in html
    assert not Mark.objects.exists()


def test_tomorrow_is_refused_and_today_is_not(as_editor, people):
    tomorrow = timezone.localdate() + timedelta(days=1)
    values = {"standing": "done", "done_on": tomorrow.isoformat()}
    assert as_editor.post(PAGE, typed(choose=values)).status_code == 400
    values["done_on"] = timezone.localdate().isoformat()
    assert as_editor.post(PAGE, typed(choose=values)).status_code == 302


def test_a_day_without_done_is_asked_about(as_editor, people):
    answer = as_editor.post(PAGE, typed(choose={"done_on": "2026-03-01"}))
    assert answer.status_code == 400
    assert "You named a day" in answer.content.decode()


def test_a_day_of_before_goes_when_the_point_is_not_done_any_more(as_editor, people):
    mark(people, Said("choose", "done", date(2026, 3, 1)))
    values = {"standing": "open", "done_on": "2026-03-01", "revision": "1"}
    assert as_editor.post(PAGE, typed(choose=values)).status_code == 302
    assert Mark.objects.get().said == ("open", None, "")


def test_who_was_overtaken_sees_both_and_saves_with_the_next_press(as_editor, people):
    mark(people, Said("choose", "done", date(2026, 3, 1), "Owner's word"))
    mine = typed(choose={"standing": "not_for_us", "note": "My word"})
    answer = as_editor.post(PAGE, mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Owner&#x27;s word" in html
    assert 'value="My word"' in html
    assert Mark.objects.get().note == "Owner's word"
    again = mine | {"choose-revision": "1"}
    assert 'name="choose-revision" value="1"' in html
    assert as_editor.post(PAGE, again).status_code == 302
    assert Mark.objects.get().said == ("not_for_us", None, "My word")


def test_the_history_says_who_and_from_what_to_what(as_editor, people):
    mark(people, Said("choose", "done", date(2026, 3, 1)))
    mark(people, Said("choose", "not_for_us", None, "No", 1))
    changes = as_editor.get(PAGE).context["changes"]
    assert [
        (one.point, one.before and one.before.said, one.after.said, one.after.by)
        for one in changes
    ] == [
        (
            "Choose two instruments.",
            ("done", date(2026, 3, 1), ""),
            ("not_for_us", None, "No"),
            people.owner,
        ),
        ("Choose two instruments.", None, ("done", date(2026, 3, 1), ""), people.owner),
    ]


def test_the_overview_counts_and_says_what_is_old(as_editor, people):
    long_ago = timezone.localdate() - timedelta(days=366)
    mark(people, Said("choose", "done", long_ago), Said("write", "not_for_us"))
    found = as_editor.get(ALL).context["checklists"]
    assert [
        (one.chapter.slug, one.done, one.total, one.oldest, one.to_look_at)
        for one in found
    ] == [("instruments", 1, 1, long_ago, 1), ("financing", 0, 1, None, 0)]
    assert "1 point is older than a year" in as_editor.get(ALL).content.decode()


def test_a_year_to_the_day_is_not_old(as_editor, people):
    mark(people, Said("choose", "done", timezone.localdate() - timedelta(days=365)))
    assert as_editor.get(ALL).context["checklists"][0].to_look_at == 0


def test_what_the_guide_dropped_is_kept_and_shown_as_dropped(as_editor, people, guide):
    mark(people, Said("write", "done", date(2026, 3, 1), "Still ours"))
    mark(people, Said("add", "done", date(2026, 3, 1), "Counted"), chapter="financing")
    write_chapter(guide, "instruments", {"choose": "Choose two instruments."})
    (guide / "en" / "financing.md").unlink()
    page = as_editor.get(PAGE).content.decode()
    assert "No longer in the guide" in page
    assert "Write them down." in page
    assert "Still ours" in page
    everything = as_editor.get(ALL).content.decode()
    assert "In chapters that the guide no longer has" in everything
    assert "Counted" in everything


def test_who_acts_for_several_chooses(as_editor, people):
    cluster = factories.make_cluster("ES51", slug="wood", title="Wood")
    Mandate.objects.create(user=people.editor, cluster=cluster, role="editor")
    page = as_editor.get(f"{PAGE}?for=cluster-wood")
    assert [one.name for one in page.context["keepers"]] == ["Catalonia", "Wood"]
    as_editor.post(f"{PAGE}?for=cluster-wood", typed(choose={"standing": "done"}))
    assert Mark.objects.get().organisation == cluster


def test_the_file_holds_all_points_with_marks(as_editor, people):
    mark(people, Said("choose", "done", date(2026, 3, 1), "=1+1"))
    # In Brussels, and so in the file, it is the second already.
    Mark.objects.update(changed_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    answer = as_editor.get(f"{ALL}checklists.csv?for=region-ES51")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[1:] == [
        [
            *("All about instruments", "Choose two instruments.", "Done"),
            *("2026-03-01", "'=1+1", "owner@example.org", "2026-03-02", "yes"),
        ],
        ["All about instruments", "Write them down.", "Not done", *[""] * 4, "yes"],
        ["All about financing", "Add up the money.", "Not done", *[""] * 4, "yes"],
    ]


def test_on_paper_one_chapter_or_all(client, people):
    both = client.get(f"{ALL}print/").content.decode()
    one = client.get(f"{ALL}print/?chapter=financing").content.decode()
    assert ("Write them down." in both, "Add up the money." in both) == (True, True)
    assert ("Write them down." in one, "Add up the money." in one) == (False, True)
    assert client.get(f"{ALL}print/?chapter=nothing").status_code == 404
    assert client.get(f"{ALL}nothing/").status_code == 404


@pytest.mark.parametrize("changes", [1, 3])
def test_queries_do_not_grow_with_marks_and_changes(
    as_editor, people, changes, django_assert_num_queries
):
    for number in range(changes):
        notes = (Said(one, "done", note=f"{number}", revision=number) for one in ITEMS)
        mark(people, *notes)
    as_editor.get(PAGE)
    with django_assert_num_queries(6):
        as_editor.get(PAGE)
    with django_assert_num_queries(6):
        as_editor.get(ALL)


ITEMS = ("choose", "write")


def test_my_work_leads_to_what_is_old(as_editor, people):
    mark(people, Said("choose", "done", timezone.localdate() - timedelta(days=400)))
    todos = as_editor.get("/dashboard/").context["own_todos"]
    assert [(one.text, one.url) for one in todos] == [
        (
            "Look at 1 point of the guide’s checklists again: it was done more than a"
            " year ago (Catalonia).",
            f"{ALL}?for=region-ES51",
        )
    ]
