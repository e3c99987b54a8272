"""Mergers, candidates, and notices in words."""

import pytest

from matching.consortia import services
from matching.consortia.candidates import candidates_for
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services import Outsider
from matching.consortia.standing import standing_of
from matching.keeping.models import ShortlistEntry
from portal.notices.kinds import kind_named
from portal.notices.models import Notice
from regions.models import Profile
from regions.queries.vocabulary import vocabulary
from regions.signals import records_merged
from tests import factories
from tests.consortia.story import agree, composition, invite, member, start
from tests.matching.factories import make_match, make_run

pytestmark = pytest.mark.django_db


def merge(kept, gone) -> None:
    kept, gone = (Profile.objects.get(pk=one.pk) for one in (kept, gone))
    records_merged.send(sender=Profile, kept=kept, gone=gone, by=None)


# --- mergers ---------------------------------------------------------------------


def test_a_merged_lead_leads_on(story):
    one = start(story)
    kept = factories.make_priority("ES52", title="Kept")
    merge(kept, story.lead)
    one.refresh_from_db()
    assert one.lead_id == kept.pk
    assert composition(one) == {"Kept": "agreed"}
    assert member(one, kept).is_coordinator


def test_of_two_merged_members_the_one_that_goes_further_stays(story):
    one = start(story, story.polish)
    agree(story, one, story.finnish, story.finn)
    services.name_coordinator(by=story.editor, member=member(one, story.polish))
    merge(story.polish, story.finnish)
    assert composition(one) == {"Batteries": "agreed", "Mines": "agreed"}
    assert member(one, story.polish).is_coordinator
    assert Consortium.objects.get().revision == one.revision + 5


def test_other_consortia_stay_as_they_are(story):
    one = start(story, story.polish)
    before = Consortium.objects.get().revision
    merge(story.finnish, factories.make_cluster("PT18"))
    assert composition(one) == {"Batteries": "agreed", "Mines": "considered"}
    assert Consortium.objects.get().revision == before


# --- candidates ------------------------------------------------------------------


def keys_of(story, one) -> list[str]:
    members = list(one.members.with_who())
    return [each.key for each in candidates_for(story.editor, one, members)]


def test_candidates_are_from_list_shortlist_and_topics(story):
    run = make_run()
    listed = factories.make_cluster("PT18", title="Listed", slug="listed")
    kept = factories.make_cluster("PT18", title="Kept", slug="kept")
    factories.make_cluster("PT18", ["20"], title="Draft", status="draft")
    factories.make_cluster("PT18", ["10"], title="Other topic", slug="other")
    make_match(run, story.lead, listed, 1)
    ShortlistEntry.objects.create(profile=story.lead, partner=kept)
    one = start(story, story.polish)
    assert keys_of(story, one) == ["here", "polish", "kept", "listed", "finnish"]
    services.exclude_profile(by=story.editor, consortium=one, profile=kept)
    services.remove_member(by=story.editor, member=invite(story, one, story.finnish))
    assert keys_of(story, one) == ["here", "polish", "listed"]


def test_a_curator_does_not_learn_of_the_shortlist(story):
    kept = factories.make_cluster("PT18", title="Kept", slug="kept")
    ShortlistEntry.objects.create(profile=story.lead, partner=kept)
    one = start(story)
    members = list(one.members.with_who())
    found = [each.key for each in candidates_for(story.curator, one, members)]
    assert found == ["here", "finnish", "polish"]


def test_figures_of_a_candidate(story):
    run = make_run()
    make_match(run, story.lead, story.finnish, 1, focus=2501)
    make_match(run, story.polish, story.finnish, 1, focus=501)
    for _ in range(2):
        factories.make_cooperation(["FI1C", "ES51"])
    factories.renew()
    one = start(story, story.polish)
    services.pin_member(by=story.editor, member=member(one, story.polish))
    found = candidates_for(story.editor, one, list(one.members.with_who()))
    finn = next(each for each in found if each.key == "finnish")
    assert (finn.points, finn.strength, finn.projects) == (40.0, 0.3, 2)
    assert (finn.record, finn.is_fixed) == (0.2, False)
    assert [each.key for each in found if each.is_fixed] == ["here", "polish"]


@pytest.mark.parametrize("more", [1, 3])
def test_candidates_take_as_many_queries_for_more(
    story, more, django_assert_num_queries
):
    one = start(story)
    for number in range(more):
        factories.make_cluster("PT18", ["20"], title=f"More {number}")
    factories.renew()
    members, words = list(one.members.with_who()), vocabulary()
    candidates_for(story.editor, one, members, words)
    with django_assert_num_queries(QUERIES):
        candidates_for(story.editor, one, members, words)


QUERIES = 8


# --- partners --------------------------------------------------------------------


def test_partners_are_as_rules_see_them(story):
    deep = factories.make_cluster("FI1C1", ["20"], title="Deep")
    one = start(story, deep)
    services.add_outsider(
        by=story.editor,
        consortium=one,
        outsider=Outsider("Acme", "NO", "company", category="less"),
    )
    services.add_outsider(
        by=story.editor,
        consortium=one,
        outsider=Outsider("Mill", "PL", "research", "PL22", "more"),
    )
    found = {each.key: each for each in standing_of(one).composition.partners}
    lead, inner = found["here"], found[deep.slug]
    assert (lead.region, lead.category, lead.actor, lead.is_nonprofit) == (
        "ES51",
        "more",
        "authority",
        True,
    )
    assert (inner.region, inner.category, inner.actor, inner.is_nonprofit) == (
        "FI1C",
        "transition",
        "cluster",
        None,
    )
    acme, mill = (
        found[ConsortiumMember.objects.get(name=name).key] for name in ("Acme", "Mill")
    )
    assert (acme.country, acme.in_eu, acme.category) == ("NO", False, "less")
    # The register knows the region better than who typed it.
    assert (mill.country, mill.in_eu, mill.category) == ("PL", True, "less")


# --- notices ---------------------------------------------------------------------


def test_notices_name_organisations_and_no_person(story):
    one = start(story)
    found = agree(story, one, story.finnish, story.finn)
    services.leave_consortium(by=story.finn, member=found)
    invite(story, one, story.polish)
    services.remove_member(by=story.editor, member=member(one, story.polish))
    words = [
        kind_named(each.kind).worded(each.facts).title
        for each in Notice.objects.order_by("pk")
    ]
    assert words == [
        "“Batteries” (Region ES51) invites “Cell hub” into a consortium",
        "“Cell hub” takes part in “Cells for all”",
        "“Cell hub” has left “Cells for all”",
        "“Batteries” (Region ES51) invites “Mines” into a consortium",
        "“Mines” is no longer part of “Cells for all”",
    ]
