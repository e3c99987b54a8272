"""Marks follow a merged cluster, and stay without the person who made them."""

from datetime import date

import pytest

from portal.accounts.models import Mandate
from portal.accounts.personal_data import holdings
from portal.guide.checklists.models import Mark, MarkChange
from portal.guide.checklists.services import Said, save_checklist
from regions.models import Profile
from regions.signals import records_merged
from tests import factories


@pytest.fixture
def clusters(people):
    found = [factories.make_cluster("ES51", slug=slug) for slug in ("kept", "gone")]
    for one in found:
        Mandate.objects.create(user=people.editor, cluster=one, role="editor")
    return found


def mark(people, cluster, item, standing, note=""):
    save_checklist(
        by=people.editor,
        organisation=cluster,
        chapter="instruments",
        said=[Said(item, standing, note=note)],
    )


def merge(kept, gone) -> None:
    records_merged.send(sender=Profile, kept=kept, gone=gone, by=None)


def test_marks_of_a_merged_cluster_follow_it(people, clusters):
    kept, gone = clusters
    mark(people, gone, "choose", "done", "Theirs")
    merge(kept, gone)
    assert [(one.item, one.note) for one in Mark.objects.of(kept)] == [
        ("choose", "Theirs")
    ]
    assert not Mark.objects.of(gone).exists()


def test_where_both_marked_a_point_the_later_word_counts(people, clusters):
    kept, gone = clusters
    mark(people, kept, "choose", "open", "Earlier")
    mark(people, gone, "choose", "done", "Later")
    mark(people, gone, "write", "open", "Earlier")
    mark(people, kept, "write", "done", "Later")
    merge(kept, gone)
    found = Mark.objects.of(kept).order_by("item")
    assert [(one.item, one.note, one.revision) for one in found] == [
        ("choose", "Later", 2),
        ("write", "Later", 1),
    ]
    assert MarkChange.objects.filter(mark__in=found).count() == 3


def test_what_nobody_published_brings_nothing_along(people, clusters):
    kept, _gone = clusters
    draft = factories.make_cluster("ES51", slug="draft", status="draft")
    Mandate.objects.create(user=people.editor, cluster=draft, role="editor")
    mark(people, draft, "choose", "done", "Of nobody")
    merge(kept, draft)
    assert not Mark.objects.of(kept).exists()


def test_a_person_is_told_of_own_marks_and_they_stay_without_her(people):
    save_checklist(
        by=people.editor,
        organisation=people.region,
        chapter="instruments",
        said=[Said("choose", "done", date(2026, 3, 1))],
    )
    held = {one.model: one.rows.count() for one in holdings(people.editor)}
    assert (held[Mark], held[MarkChange]) == (1, 1)
    people.editor.delete()
    assert (Mark.objects.get().changed_by, MarkChange.objects.get().by) == (None, None)
