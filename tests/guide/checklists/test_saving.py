"""A checklist is saved as a whole; nobody's change is lost, and all are remembered."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.accounts.models import Mandate
from portal.accounts.services import NotAllowed
from portal.guide.checklists.models import Mark, MarkChange
from portal.guide.checklists.services import Overtaken, Said, save_checklist
from tests import factories

DONE = {"standing": "done", "done_on": date(2026, 3, 1)}


def save(by, region, *said):
    return save_checklist(by=by, organisation=region, chapter="instruments", said=said)


def marks() -> list[tuple]:
    rows = Mark.objects.order_by("item")
    return [(one.item, *one.said, one.revision) for one in rows]


def test_only_what_was_changed_is_saved(people):
    save(people.editor, people.region, Said("choose", **DONE), Said("write", "open"))
    assert marks() == [("choose", "done", date(2026, 3, 1), "", 1)]
    mark = Mark.objects.get()
    assert (mark.organisation, mark.changed_by) == (people.region, people.editor)
    assert mark.text == "Choose two instruments."


def test_done_without_a_day_is_done_today(people):
    save(people.editor, people.region, Said("choose", "done"))
    assert marks() == [("choose", "done", timezone.localdate(), "", 1)]


def test_what_is_not_done_has_no_day(people):
    save(people.editor, people.region, Said("choose", **DONE))
    save(people.owner, people.region, Said("choose", "open", date(2026, 3, 1), "", 1))
    assert marks() == [("choose", "open", None, "", 2)]


def test_pressing_twice_changes_nothing_more(people):
    said = Said("choose", **DONE)
    assert len(save(people.editor, people.region, said)) == 1
    assert save(people.editor, people.region, said) == []
    assert marks() == [("choose", "done", date(2026, 3, 1), "", 1)]


def test_two_who_change_different_points_lose_nothing(people):
    """Both opened the form before anybody had said anything."""
    save(people.editor, people.region, Said("choose", **DONE), Said("write", "open"))
    save(people.owner, people.region, Said("choose", "open"), Said("write", **DONE))
    assert marks() == [
        ("choose", "done", date(2026, 3, 1), "", 1),
        ("write", "done", date(2026, 3, 1), "", 1),
    ]


def test_who_comes_second_at_one_point_is_told_and_nothing_is_saved(people):
    save(people.editor, people.region, Said("choose", **DONE))
    with pytest.raises(Overtaken) as told:
        save(
            people.owner,
            people.region,
            Said("choose", "not_for_us", note="Not ours"),
            Said("write", **DONE),
        )
    assert [one.item for one in told.value.marks] == ["choose"]
    assert marks() == [("choose", "done", date(2026, 3, 1), "", 1)]


def test_a_form_on_a_later_state_writes_over_it(people):
    save(people.editor, people.region, Said("choose", **DONE))
    save(people.owner, people.region, Said("choose", "not_for_us", None, "No", 1))
    save(people.owner, people.region, Said("choose", **DONE, revision=2))
    # Opened at the second change, left as it was, while a third was made.
    save(people.editor, people.region, Said("choose", "not_for_us", None, "No", 2))
    assert marks() == [("choose", "done", date(2026, 3, 1), "", 3)]


def test_each_change_is_kept(people):
    save(people.editor, people.region, Said("choose", **DONE))
    save(people.owner, people.region, Said("choose", "not_for_us", None, "No", 1))
    rows = MarkChange.objects.order_by("revision")
    assert [(one.by, *one.said) for one in rows] == [
        (people.editor, "done", date(2026, 3, 1), ""),
        (people.owner, "not_for_us", None, "No"),
    ]


@pytest.mark.parametrize("who", ["reader", "stranger", "curator"])
def test_only_owners_and_editors_save(people, who):
    with pytest.raises(NotAllowed):
        save(getattr(people, who), people.region, Said("choose", **DONE))
    assert marks() == []


def test_a_mandate_that_ended_saves_nothing(people):
    yesterday = timezone.localdate() - timedelta(days=1)
    Mandate.objects.filter(user=people.editor).update(ends_on=yesterday)
    with pytest.raises(NotAllowed):
        save(people.editor, people.region, Said("choose", **DONE))
    assert marks() == []


def test_region_and_cluster_have_their_own_marks(people):
    cluster = factories.make_cluster("ES51", slug="wood")
    Mandate.objects.create(user=people.editor, cluster=cluster, role="editor")
    save(people.editor, people.region, Said("choose", **DONE))
    save(people.editor, cluster, Said("choose", "not_for_us"))
    assert Mark.objects.of(people.region).get().standing == "done"
    assert Mark.objects.of(cluster).get().standing == "not_for_us"


@pytest.mark.parametrize(
    ("who", "sees"),
    [("owner", 1), ("editor", 1), ("reader", 1), ("stranger", 0), ("curator", 0)],
)
def test_marks_are_seen_by_the_people_of_the_organisation(people, who, sees):
    save(people.editor, people.region, Said("choose", **DONE))
    assert Mark.objects.visible_to(getattr(people, who)).count() == sees
