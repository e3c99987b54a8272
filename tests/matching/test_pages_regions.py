"""The page of a region's partner regions: map and table say the same."""

import re

import pytest

from matching.models import CurrentRun, Exposure
from regions.models import Profile
from tests.matching.factories import (
    make_cluster,
    make_match,
    make_priority,
    make_region,
    make_run,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    """Two profiles in ES51; partners in DE21 (twice), FR10, and near by."""
    run = make_run()
    priority = make_priority("ES51", title="Chemistry")
    cluster = make_cluster("ES511", title="Dyes")
    chemie, farben = make_cluster("DE21", title="Chemie"), make_cluster("DE21")
    make_match(run, priority, chemie, 1, focus=4000)
    make_match(run, priority, make_cluster("FR10", title="Chimie"), 2, focus=2500)
    make_match(run, cluster, farben, 1, focus=3000)
    make_match(run, cluster, make_cluster("ES30", title="Tintes"), 2, focus=2000)
    return priority.region


def table(answer) -> list[list[str]]:
    text = answer.content.decode()
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    rows = [re.split("</t[dh]>", row)[:-1] for row in body.split("</tr>")[:-1]]
    return [[_plain(cell) for cell in cells] for cells in rows]


def _plain(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_partner_regions_stand_best_first_with_best_pair_and_number(client, region):
    answer = client.get("/matches/region/ES51/")
    assert table(answer) == [
        ["1", "Region DE21 Country DE", "55", "Chemistry with Chemie", "2"],
        ["2", "Region FR10 Country FR", "40", "Chemistry with Chimie", "1"],
        ["3", "Region ES30 Country ES", "35", "Dyes with Tintes", "1"],
    ]


def test_within_the_margin_the_region_of_a_partner_seldom_shown_comes_first(
    client, region
):
    run = CurrentRun.objects.get().run
    run.exposure = {"margin": 6.0}
    run.save()
    before = client.get("/matches/region/ES51/").content.decode()
    for title, bonus in (("Tintes", 600), ("Chemie", 100)):
        profile = Profile.objects.get(title=title)
        Exposure.objects.create(
            run=run, profile_id=profile.pk, top10=0, top20=0, bonus=bonus, why=1
        )
    client.force_login(make_user("reader@example.org"))
    answer = client.get("/matches/region/ES51/")
    assert table(answer) == [
        ["1", "Region DE21 Country DE", "55", "Chemistry with Chemie", "2"],
        ["2", "Region ES30 Country ES", "35", "Dyes with Tintes", "1"],
        ["3", "Region FR10 Country FR", "40", "Chemistry with Chimie", "1"],
    ]
    said = "Fair order: within 6 points of score"
    assert said in answer.content.decode()
    assert said not in before


def test_region_stands_for_the_pair_that_its_place_is_due_to(client):
    run, priority = make_run(exposure={"margin": 1.0}), make_priority("ES51", title="A")
    first, second = (make_cluster("DE21", title=title) for title in ("B", "C"))
    make_match(run, priority, first, 1, focus=4000)
    make_match(run, priority, second, 2, focus=3950)
    Exposure.objects.create(
        run=run, profile_id=second.pk, top10=0, top20=0, bonus=100, why=1
    )
    # A bonus of another run does not count.
    other = make_run(current=False)
    Exposure.objects.create(
        run=other, profile_id=first.pk, top10=0, top20=0, bonus=900, why=1
    )
    ((_, _, score, pair, _),) = table(client.get("/matches/region/ES51/"))
    assert (score, pair) == ("54", "A with C")


def test_map_shows_the_regions_of_the_table_with_arcs(client, region):
    text = client.get("/matches/region/ES51/").content.decode()
    assert set(re.findall(r'class="map-arc" data-code="(\w+)"', text)) == {
        "DE21",
        "FR10",
        "ES30",
    }
    assert 'class="map-region subject" data-code="ES51"' in text
    assert 'id="partner-regions"' in text


def test_country_leaves_out_partners_within_itself(client, region):
    rows = table(client.get("/matches/region/ES/"))
    assert [row[1] for row in rows] == [
        "Region DE21 Country DE",
        "Region FR10 Country FR",
    ]


def test_fragment_is_the_part_without_the_frame(client, region):
    page = client.get("/matches/region/ES51/")
    part = client.get("/matches/region/ES51/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert table(part) == table(page)


def test_fragment_shows_the_best_ten_and_leads_to_more(client):
    run, priority = make_run(), make_priority("ES51")
    for rank in range(1, 13):
        make_match(run, priority, make_cluster(f"DE{rank:02}"), rank)
    path = "/matches/region/ES51/"
    part = client.get(path, headers={"HX-Request": "true"})
    assert [row[0] for row in table(part)] == [str(rank) for rank in range(1, 11)]
    assert "The best 10 of 12 partner regions" in part.content.decode()
    assert f'href="{path}">More partner regions' in part.content.decode()
    assert len(table(client.get(path))) == 12


def test_region_without_profiles_teaches_the_next_step(client, region):
    make_region("SE11")
    text = client.get("/matches/region/SE11/").content.decode()
    assert "No partner region yet" in text


def test_region_before_the_first_run_says_that_it_is_being_scored(client):
    make_priority("ES51")
    text = client.get("/matches/region/ES51/").content.decode()
    assert "The partners are being worked out" in text


def test_unknown_region_is_not_found(client):
    assert client.get("/matches/region/XX99/").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 60])
def test_partner_regions_ask_the_same_queries_for_any_number(
    client, django_assert_num_queries, number
):
    run, priority = make_run(), make_priority("ES51")
    for rank in range(1, number + 1):
        make_match(run, priority, make_cluster(f"DE{rank:02}"), rank)
    # 1-2 versions, 3 region, 4 run, 5 partner regions, 6 their best pairs,
    # 7 the regions, 8 version, 9 places and 10 topics for the words.
    with django_assert_num_queries(10):
        answer = client.get("/matches/region/ES51/")
    assert len(table(answer)) == min(number, 50)
