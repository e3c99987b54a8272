"""What is kept of a profile that is merged into another follows it."""

import pytest

from matching.keeping.models import (
    Dismissal,
    Follow,
    SavedSearch,
    SearchHit,
    ShortlistEntry,
)
from matching.keeping.services import dismiss, follow, save_search, shortlist
from portal.notices.kinds import kind_named
from portal.notices.models import Notice
from regions.moderation.merge_services import merge_records
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides():
    """Two clusters that are one, and two others."""
    made = [
        factories.make_cluster("ES51", ["10"], title=name, slug=name)
        for name in ("kept", "gone", "first", "second")
    ]
    factories.renew()
    return made


@pytest.fixture
def person():
    return factories.make_person("editor", region="ES51")


def merge(kept, gone):
    curator = factories.make_person("curator", is_staff=True)
    merge_records(kept=kept, gone=gone, chosen={}, by=curator)


def pairs(model) -> list[tuple[str, str]]:
    rows = model.objects.values_list("profile__slug", "partner__slug")
    return sorted(rows)


def test_rows_on_either_side_follow_and_none_is_doubled(sides, person):
    kept, gone, first, second = sides
    for profile, partner, note in (
        (first, gone, "A"),
        (first, kept, "B"),
        (gone, second, "C"),
        (gone, first, "D"),
        (kept, first, "D"),
        (gone, kept, "E"),
        (kept, gone, "F"),
    ):
        shortlist(profile=profile, partner=partner, by=person, note=note)
        dismiss(profile=profile, partner=partner, by=person, reason="other")
    merge(kept, gone)
    expected = [("first", "kept"), ("kept", "first"), ("kept", "second")]
    assert pairs(ShortlistEntry) == expected
    assert pairs(Dismissal) == expected
    notes = ShortlistEntry.objects.order_by("profile__slug", "partner__slug")
    assert list(notes.values_list("note", flat=True)) == ["B\n\nA", "D", "C"]


def test_followers_follow_on_once(sides, person):
    kept, gone, *_others = sides
    other = factories.make_person("other")
    follow(profile=gone, by=person)
    follow(profile=gone, by=other)
    follow(profile=kept, by=other)
    merge(kept, gone)
    rows = Follow.objects.values_list("user__email", "profile__slug")
    assert sorted(rows) == [
        ("editor@example.org", "kept"),
        ("other@example.org", "kept"),
    ]


def test_searches_follow_and_the_merged_profile_is_no_news(sides):
    kept, gone, *_others = sides
    person = factories.make_person("both", cluster=gone)
    query = "country=ES"
    save_search(by=person, name="A", page="matches", query="", profile=gone)
    known, _is_new = save_search(by=person, name="C", page="clusters", query=query)
    SearchHit.objects.filter(search=known, key=kept.pk).delete()
    merge(kept, gone)
    assert list(SavedSearch.objects.values_list("name", "profile__slug")) == [
        ("A", "kept"),
        ("C", None),
    ]
    assert SearchHit.objects.filter(search=known, key=kept.pk).exists()


def test_followers_are_told_into_what_a_profile_was_merged(sides, person):
    kept, gone, *_ = sides
    both = factories.make_person("both")
    for profile, by in ((gone, person), (gone, both), (kept, both)):
        follow(profile=profile, by=by)
    merge(kept, gone)
    rows = Notice.objects.filter(kind="followed-profile")
    told = {(one.user, one.facts["what"], one.path) for one in rows}
    assert told == {
        (person, "merged", "/clusters/kept/"),
        (both, "merged", "/clusters/kept/"),
        (both, "changed", "/clusters/kept/"),
    }
    words = kind_named("followed-profile").words(rows.get(user=person).facts)
    assert words.title == "“gone” was merged into “kept”"


def test_merger_of_what_is_not_public_is_told_to_nobody(sides, person):
    kept, gone, *_ = sides
    follow(profile=gone, by=person)
    for one in (kept, gone):
        type(one).objects.filter(pk=one.pk).update(status="draft")
    merge(kept, gone)
    assert Notice.objects.filter(kind="followed-profile").count() == 0
