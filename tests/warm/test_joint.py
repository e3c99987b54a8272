"""Who has worked with whom: joint projects, third organisations, own partners."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from matching.introductions.models import Introduction
from matching.warm.joint import warm_paths
from regions.models import CooperationMember
from tests import factories
from tests.introductions.story import make_member

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def project(*members: tuple[str, str], **fields):
    """A project with these members: region and name as printed."""
    made = factories.make_cooperation((), **fields)
    for region, name in members:
        CooperationMember.objects.create(
            cooperation=made, region=factories.make_region(region), name=name
        )
    return made


def path_of(sides, user=VISITOR):
    factories.renew()
    found = warm_paths(user, sides.profile, [sides.partner])
    return found.get(sides.partner.pk)


def introduce(profile, partner, state="accepted"):
    return Introduction.objects.create(
        profile=profile,
        partner=partner,
        state=state,
        reply_by=timezone.localdate(),
        answered_at=timezone.now(),
    )


# --- joint projects --------------------------------------------------------------


def test_without_anything_there_is_no_path(sides):
    project(("ES51", "ACCIÓ"), ("SE11", "Elsewhere"))
    project(("FI1C", "Wood hub"), ("DK01", "Nobody's friend"))
    assert path_of(sides) is None


def test_projects_come_newest_first_with_names_and_source(sides):
    old = project(("ES51", "ACCIÓ"), ("FI1C", "Wood hub"), year=2016, name="Old")
    new = project(
        ("ES511", "Barcelona Activa"),
        ("FI1C", "WOOD-HUB"),
        ("SE11", "Other"),
        year=2021,
        name="New",
        source_url="https://example.org/new",
    )
    undated = project(("ES51", "X"), ("FI1C", "Wood hub"), year=None, name="Undated")
    found = path_of(sides)
    said = [(one.project.slug, one.own, one.other) for one in found.joint]
    assert said == [
        (new.slug, ["Barcelona Activa"], ["WOOD-HUB"]),
        (old.slug, ["ACCIÓ"], ["Wood hub"]),
        (undated.slug, ["X"], ["Wood hub"]),
    ]
    assert found.joint[0].project.source_url == "https://example.org/new"
    assert (found.years, found.is_both) == ((2016, 2021), True)


def test_cluster_is_not_said_to_have_worked_where_others_of_its_region_did(sides):
    project(("ES51", "ACCIÓ"), ("FI1C", "Another cluster"), year=2022, name="Others")
    found = path_of(sides)
    assert [(one.other, one.is_both) for one in found.joint] == [
        (["Another cluster"], False)
    ]
    assert found.is_both is False
    project(("ES51", "ACCIÓ"), ("FI1C", "Wood hub"), ("FI1C", "Third"), year=2015)
    found = path_of(sides)
    # What they did themselves comes first, though it is older.
    assert [(one.other, one.is_both) for one in found.joint] == [
        (["Wood hub"], True),
        (["Another cluster"], False),
    ]


def test_member_named_by_a_larger_unit_does_not_count(sides):
    project(("ES5", "East of Spain"), ("FI1C", "Wood hub"))
    assert path_of(sides) is None


# --- third organisations ---------------------------------------------------------


def test_top_three_third_organisations_by_number_of_projects(sides):
    for name, ours, theirs in (
        ("Alpha", 1, 1),
        ("Beta", 2, 1),
        ("Gamma", 1, 3),
        ("Delta", 1, 1),
    ):
        for _ in range(ours):
            project(("ES51", "ACCIÓ"), ("SE11", name))
        for _ in range(theirs):
            project(("FI1C", "Wood hub"), ("SE11", name.upper()))
    project(("ES51", "ACCIÓ"), ("SE11", "Only ours"))
    project(("FI1C", "Wood hub"), ("SE11", "Only theirs"))
    project(("FI1C", "Wood hub"), ("DK01", "Alpha"))
    found = path_of(sides)
    said = [(one.name.title(), one.place, one.projects) for one in found.thirds]
    assert said == [
        ("Gamma", "Region SE11", 4),
        ("Beta", "Region SE11", 3),
        ("Alpha", "Region SE11", 2),
    ]
    assert found.joint == []


def test_neighbours_of_either_side_are_no_third_organisation(sides):
    for side, name in (("ES51", "ACCIÓ"), ("FI1C", "Wood hub")):
        project((side, name), ("ES511", "Barcelona"), ("FI1", "Finland"))
    assert path_of(sides).thirds == []


# --- links and one's own introductions -------------------------------------------


@pytest.mark.parametrize(
    ("state", "is_known"),
    [("confirmed", True), ("proposed", False), ("refused", False)],
)
def test_only_confirmed_links_count(sides, state, is_known):
    factories.make_link(sides.partner, sides.profile, state)
    found = path_of(sides)
    assert (found is not None and found.is_linked) == is_known


def test_link_with_a_draft_is_nobodys_business(sides):
    draft = factories.make_priority("ES51", slug="draft", status="draft")
    other = factories.make_cluster("SE11", slug="other")
    factories.make_link(sides.partner, draft)
    factories.make_link(other, draft)
    assert warm_paths(VISITOR, other, [sides.partner]) == {}


def test_priority_for_which_two_clusters_work_is_said(sides):
    other = factories.make_cluster("SE11", slug="other")
    factories.make_link(sides.partner, sides.profile)
    factories.make_link(other, sides.profile)
    found = warm_paths(VISITOR, other, [sides.partner])
    assert [one.slug for one in found[sides.partner.pk].linked] == ["here"]


def test_own_partners_who_worked_with_them_are_for_own_people_only(sides):
    friend = factories.make_priority("SE11", slug="friend", title="Friend")
    asked = factories.make_priority("DK01", slug="asked", title="Asked only")
    introduce(sides.profile, friend)
    introduce(asked, sides.profile, state="asked")
    for region in ("SE11", "DK01"):
        project((region, "Somebody"), ("FI1C", "Wood hub"))
    found = path_of(sides, sides.asker)
    assert [(one.profile.slug, one.projects) for one in found.introduced] == [
        ("friend", 1)
    ]
    stranger = make_member("stranger", "owner", "PL91")
    curator = factories.make_person("curator", is_staff=True)
    for person in (VISITOR, sides.answerer, stranger, curator):
        assert path_of(sides, person) is None


def test_friend_without_work_in_common_leads_nowhere(sides):
    friend = factories.make_priority("SE11", slug="friend")
    introduce(sides.profile, friend)
    project(("SE11", "Somebody"), ("DK01", "Else"))
    assert path_of(sides, sides.asker) is None


@pytest.mark.parametrize("count", [1, 3, 20])
def test_queries_do_not_grow(sides, count, django_assert_num_queries):
    partners = [sides.partner]
    for number in range(1, count):
        region = f"SE{number:02}"
        partners.append(factories.make_cluster(region, slug=f"p-{number}"))
        project(("ES51", "ACCIÓ"), (region, "Somebody"))
        introduce(sides.profile, partners[-1])
    project(("ES51", "ACCIÓ"), ("FI1C", "Wood hub"))
    factories.make_link(sides.partner, sides.profile)
    path_of(sides, sides.asker)
    with django_assert_num_queries(4):
        found = warm_paths(sides.asker, sides.profile, partners)
    assert len(found) == count
