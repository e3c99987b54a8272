"""The page of one pair: all numbers, both sides, or plainly why there is no score."""

import re

import pytest

from matching.models import Kind
from regions.models import Cooperation, CooperationMember
from tests.matching.factories import (
    make_cluster,
    make_item,
    make_match,
    make_priority,
    make_run,
)

pytestmark = pytest.mark.django_db
ALL_BUT_CHAIN = 0b11101111


@pytest.fixture
def pair():
    """A priority and a cluster that match; the cluster has a better partner."""
    run = make_run()
    profile = make_priority("ES51", ("20", "72"), title="Green chemistry")
    partner = make_cluster("DE21", ("20", "26"), title="Chemie", stage_bits=0b00100)
    other = make_cluster("FR10", title="Chimie")
    facts = {"kind": Kind.COMPLEMENTARY, "known": ALL_BUT_CHAIN}
    make_match(run, profile, partner, 1, receive=512, **facts)
    make_match(run, partner, other, 1)
    make_match(run, partner, profile, 2, give=512, **facts)
    return profile, partner, other


def text_of(client, profile, partner) -> str:
    answer = client.get(f"/matches/{profile.slug}/{partner.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_pair_shows_score_and_points_with_decimals_that_add_up(client, pair):
    text = text_of(client, *pair[:2])
    table = text[text.index("<tbody>") : text.index("</table>")]
    points = [float(one) for one in re.findall(r'"number">(\d+\.\d\d)<', table)]
    assert points == [20.0, 8.0, 5.12, 0.0, 3.0, 0.0, 3.99]
    assert re.findall(r"<strong>(\d+\.\d\d)</strong>", table) == ["40.11"]


def test_pair_without_evidence_says_not_known_instead_of_zero(client, pair):
    text = text_of(client, *pair[:2])
    table = text[text.index("<tbody>") : text.index("</table>")]
    assert table.count("not known") == 1
    assert "needs of either side" in text


def test_pair_gives_the_rank_on_both_sides_and_links_the_mirror(client, pair):
    profile, partner, _ = pair
    text = text_of(client, profile, partner)
    assert "Rank 1 in the list of Green chemistry" in text
    assert "Rank 2 in the list of Chemie" in text
    assert f'href="/matches/{partner.slug}/{profile.slug}/"' in text
    assert "Rank 1 in the list of Green chemistry" in text_of(client, partner, profile)


def test_pair_is_headed_by_both_and_each_side_leads_to_its_profile(client, pair):
    profile, partner, _ = pair
    text = text_of(client, profile, partner)
    assert "<h1>Green chemistry and Chemie (Region DE21)</h1>" in text
    links = re.findall(r'<h2 class="h3 mt-0"><a [^>]*href="([^"]+)">', text)
    assert links == [f"/priorities/{profile.slug}/", f"/clusters/{partner.slug}/"]


def test_pair_that_is_not_kept_says_so_and_still_compares(client, pair):
    profile, _, other = pair
    text = text_of(client, profile, other)
    assert "Not in the list of Green chemistry" in text
    assert "This pair is not among the " in text
    assert "Both work on “Topic 20”" in text


def test_pair_of_one_region_says_that_such_pairs_are_not_scored(client, pair):
    neighbour = make_cluster("ES511")
    text = text_of(client, pair[0], neighbour)
    assert "Both belong to the same region" in text


def test_pair_sets_offers_against_needs_and_marks_what_is_derived(client, pair):
    profile, partner, _ = pair
    make_item(profile, "need", text="solvent recovery")
    make_item(partner, "offer", text="", derivation="region_strong")
    text = text_of(client, profile, partner)
    assert "solvent recovery" in text
    assert "derived, not stated" in text
    assert text.count("meets the other side") == 2


def test_pair_lists_topics_and_stages_of_both_sides(client, pair):
    text = text_of(client, *pair[:2])
    grid = text[text.index("topics-title") :]
    rows = re.findall(r'<th scope="row" class="fw-normal">(.*?)</tr>', grid, re.DOTALL)
    marks = {
        re.sub("<[^>]+>", "", row.split("</th>")[0]): [
            "yes" in cell for cell in row.split("<td>")[1:]
        ]
        for row in rows
    }
    assert marks["Topic 20"] == [True, True]
    assert marks["Topic 26"] == [False, True]
    assert marks["Topic 72"] == [True, False]
    assert marks["Pilot"] == [False, True]
    assert marks["Market"] == [False, False]


def test_pair_names_joint_projects_with_their_year(client, pair):
    profile, partner, _ = pair
    project = Cooperation.objects.create(slug="x", name="SolventLoop", year=2021)
    for region in (profile.region, partner.region):
        CooperationMember.objects.create(
            cooperation=project, region=region, name=f"Member of {region.code}"
        )
    text = text_of(client, profile, partner)
    assert "The two regions worked together in SolventLoop (2021)" in text


def test_profile_has_no_pair_with_itself(client, pair):
    slug = pair[0].slug
    assert client.get(f"/matches/{slug}/{slug}/").status_code == 404
