"""The page of one region: what it holds, and how codes lead to it."""

import pytest

from regions.models import NutsChange
from tests import factories

pytestmark = pytest.mark.django_db

# Versions (matches, register twice), the region, around it, below it, strategies (own,
# around), three lists and their lengths (6), strengths, projects and how many, partners
# (members, regions), words (places, topics).
QUERIES = 22


@pytest.mark.parametrize("number", [1, 3])
def test_region_page_costs_the_same_for_any_content(
    client, django_assert_num_queries, number
):
    for _ in range(number):
        factories.make_priority("ES51", ["10"])
        factories.make_cluster("ES511", ["10"])
        factories.make_facility("ES51")
        factories.make_cooperation(["ES51", "FI1C"])
    factories.make_strength("ES51", "10", 0.8)
    factories.renew()
    with django_assert_num_queries(QUERIES):
        response = client.get("/regions/ES51/")
    assert response.context["found"].clusters.total == number


def test_region_page_says_where_everything_comes_from(client):
    factories.make_strategy(
        "ES51",
        title="RIS3 of Catalonia",
        document_url="https://example.org/ris3.pdf",
        responsible_body="Government of Catalonia",
    )
    factories.make_region("ES51", population=7_700_000, cohesion_note="uncertain")
    factories.make_region("ES51", cohesion_category="more")
    factories.renew()
    page = client.get("/regions/ES51/").content.decode()
    for words in (
        "RIS3 of Catalonia",
        "https://example.org/ris3.pdf",
        "Government of Catalonia",
        "Read in a public source",
        "not confirmed by the region",
        "7,700,000",
        "uncertain",
    ):
        assert words in page


def test_small_region_names_the_strategy_and_strengths_around_it(client):
    factories.make_strategy("ES51")
    factories.make_strength("ES51", "10", 0.8)
    factories.make_region("ES511")
    factories.renew()
    response = client.get("/regions/ES511/")
    page = response.content.decode()
    assert "No strategy of this region itself is registered." in page
    assert "It lies in a region that has one:" in page
    assert "Figures of the surrounding region ES51" in page
    assert "Derived by the portal" in page


def test_region_without_profiles_shows_those_of_the_region_around_it(client):
    factories.make_priority("ES51", title="Of Catalonia")
    factories.make_priority("ES511", title="Hidden", status="draft")
    factories.make_cluster("ES512", title="Of Girona")
    factories.make_priority("ES", title="Of Spain")
    factories.make_region("ES511")
    factories.renew()
    response = client.get("/regions/ES511/")
    found = response.context["found"]
    assert [one.title for one in found.priorities.rows] == ["Of Catalonia"]
    assert [one.title for one in found.clusters.rows] == ["Of Girona"]
    assert found.partners_for.code == "ES51"
    page = response.content.decode()
    assert "those of the region around it, Region ES51 (ES51)." in page
    assert '<a class="btn btn-secondary" href="/matches/region/ES51/"' in page
    assert "/priorities/?region=ES511" not in page


def test_region_takes_from_its_country_only_what_is_the_countrys_own(client):
    factories.make_priority("ES61", title="Of Andalusia")
    factories.make_priority("ES", title="Of Spain")
    factories.make_region("ES51")
    factories.renew()
    found = client.get("/regions/ES51/").context["found"]
    assert [one.title for one in found.priorities.rows] == ["Of Spain"]
    assert (found.clusters.rows, found.clusters.around) == ([], None)


def test_region_shows_priorities_of_the_present_period_first(client):
    for period, title in (("2014-2020", "A past one"), ("2091-2097", "Z present")):
        strategy = factories.make_strategy("ES51", period=period)
        factories.make_priority("ES51", title=title, strategy=strategy)
    factories.renew()
    response = client.get("/regions/ES51/")
    rows = response.context["found"].priorities.rows
    assert [one.title for one in rows] == ["Z present", "A past one"]
    page = response.content.decode()
    assert "2014-2020, past period" in page
    assert "2091-2097, past period" not in page


def test_region_page_shows_projects_of_its_parts_and_partners_outside(client):
    factories.make_cooperation(["ES511", "ES512", "FI1C", "ES"], name="Both sides")
    factories.make_cooperation(["FI1C", "DE21"], name="Elsewhere")
    factories.renew()
    found = client.get("/regions/ES51/").context["found"]
    assert [one.name for one in found.projects.rows] == ["Both sides"]
    assert [(one.region.code, one.projects) for one in found.partners] == [("FI1C", 1)]


def test_region_page_of_an_empty_region_says_so(client):
    factories.make_region("ES51")
    factories.renew()
    page = client.get("/regions/ES51/").content.decode()
    assert "No priority is registered here." in page
    assert "No cluster is registered here." in page
    assert "No joint project of this region is registered." in page
    assert "The statistics hold no figures for this region." in page


@pytest.mark.parametrize("code", ["es51", "Es51"])
def test_region_in_lower_case_leads_to_its_page(client, code):
    factories.make_region("ES51")
    response = client.get(f"/regions/{code}/")
    assert (response.status_code, response["Location"]) == (302, "/regions/ES51/")


def test_code_of_2024_leads_to_where_most_of_its_people_lived(client):
    for code, share in (("PT16", 0.3), ("PT17", 0.7)):
        NutsChange.objects.create(
            code_2024="PT1D", region=factories.make_region(code), share=share
        )
    for code in ("PT1D", "pt1d"):
        response = client.get(f"/regions/{code}/")
        assert (response.status_code, response["Location"]) == (302, "/regions/PT17/")


@pytest.mark.parametrize("code", ["XX99", "<b>", "ES5 1"])
def test_unknown_region_is_not_found_and_helps(client, code):
    factories.make_region("ES51")
    response = client.get(f"/regions/{code}/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "No region has this code" in page
    assert "Search for a region by name" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("language", "name"), [("de", "Katalonien"), ("fr", "Catalogne")]
)
def test_region_page_is_shown_in_other_languages(client, language, name):
    factories.make_region("ES51", name_de="Katalonien", name_fr="Catalogne")
    factories.renew()
    page = client.get("/regions/ES51/", headers={"Accept-Language": language})
    assert f"<h1>{name}</h1>" in page.content.decode()
