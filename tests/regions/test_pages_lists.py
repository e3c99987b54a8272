"""The five lists: rows, facets, map, pages, and what they cost."""

import re
from html import unescape

import pytest

from regions.models import Region
from tests import factories

pytestmark = pytest.mark.django_db

MAKERS = {
    "/priorities/": factories.make_priority,
    "/clusters/": factories.make_cluster,
    "/facilities/": factories.make_facility,
    "/cooperation/": factories.make_cooperation,
}
# Of a cold process, as visitor: versions (matches; register by page, list and filter),
# words (places, topics), index (rows, topics), the rows of the page.
QUERIES = {
    "/priorities/": 9,
    "/clusters/": 9,
    "/facilities/": 9,
    # The same with members in the index, and the programmes.
    "/cooperation/": 11,
}
# Index: what the profiles of regions say, their topics; and for the map two indexes
# of profiles (4).
REGION_QUERIES = 13


def titles(response) -> list[str]:
    """What the rows are called, in their order."""
    html = response.content.decode()
    rows = html[html.index('id="rows"') :] if 'id="rows"' in html else ""
    cards = re.findall(r'row-card__title"><a href="[^"]*">([^<]*)</a>', rows)
    cells = re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', rows)
    return [unescape(title) for title in cards or cells]


def facet_counts(response, name: str) -> dict[str, int]:
    """The counts beside the options of one parameter."""
    html = response.content.decode()
    options = re.findall(
        rf'name="{name}" value="([^"]*)".*?facet__count">([^<]*)<', html
    )
    return {value: int(number) for value, number in options}


@pytest.mark.parametrize("number", [1, 3, 60])
@pytest.mark.parametrize("address", MAKERS)
def test_list_costs_the_same_for_any_length(
    client, django_assert_num_queries, address, number
):
    for _ in range(number):
        MAKERS[address](topics=["10"])
    factories.renew()
    with django_assert_num_queries(QUERIES[address]):
        response = client.get(address)
    assert len(titles(response)) == min(number, 25)


@pytest.mark.parametrize("number", [1, 3, 60])
def test_region_list_costs_the_same_for_any_length(
    client, django_assert_num_queries, number
):
    for place in range(number):
        factories.make_region(f"ES{place // 10}{place % 10}")
    factories.make_priority("ES", topics=["10"])
    factories.renew()
    with django_assert_num_queries(REGION_QUERIES):
        response = client.get("/regions/")
    assert len(titles(response)) == min(Region.objects.count(), 25)


@pytest.mark.parametrize("address", ["/regions/", *MAKERS])
def test_list_with_nothing_in_it_says_what_to_do(client, address):
    page = client.get(address).content.decode()
    assert "Nothing is registered here yet" in page
    assert 'id="rows"' not in page


@pytest.mark.parametrize("address", ["/regions/", *MAKERS])
def test_list_where_nothing_fits_offers_the_way_back(client, address):
    MAKERS.get(address, factories.make_region)()
    factories.renew()
    page = client.get(address, {"q": "nowhere"}).content.decode()
    assert "Nothing fits all of these choices" in page
    assert f'href="{address}"' in page


@pytest.mark.parametrize("address", ["/regions/", *MAKERS])
@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        (
            {"colour": "red"},
            "<code>colour</code>",
            "There is no filter of this name.",
        ),
        ({"country": "XX"}, "Country", "There is no “XX” in this list."),
        (
            {"region": "ZZ99"},
            "Region (NUTS code)",
            "There is no region with this code.",
        ),
        ({"sort": "luck"}, "Order", "There is no “luck” in this list."),
        ({"page": "0"}, "<code>page</code>", "Write a whole number from 1 up."),
        ({"q": "x" * 201}, "Words", "Ensure this value has at most 200 characters"),
    ],
)
def test_list_with_a_wrong_parameter_shows_the_error_and_no_row(
    client, address, query, name, sentence
):
    MAKERS.get(address, factories.make_region)()
    factories.renew()
    response = client.get(address, query)
    page = unescape(response.content.decode())
    assert response.status_code == 400
    assert f"<li>{name}: {sentence}" in page
    assert titles(response) == []


@pytest.mark.parametrize("address", ["/regions/", *MAKERS])
def test_page_after_the_last_is_not_found_and_says_so(client, address):
    MAKERS.get(address, factories.make_region)()
    factories.renew()
    response = client.get(address, {"page": "999"})
    assert response.status_code == 404
    assert "There is no page 999: there is only one." in response.content.decode()
    assert titles(response) == []


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [(["true"], ["ES51"]), (["false"], ["ES", "ES5"]), (["true", "false"], 3)],
)
def test_regions_are_told_apart_by_profiles_of_their_own(client, wanted, codes):
    factories.make_priority("ES51")
    factories.make_priority("ES5", status="draft")
    factories.renew()
    query = {"with_profiles": wanted, "sort": "code"}
    found = client.get("/regions/", query).context
    rows = [row.code for row in found["page"]]
    assert (rows if isinstance(codes, list) else len(rows)) == codes
    assert found["total"] == len(rows)
    api = client.get("/api/v1/regions/", query).json()
    assert [row["code"] for row in api["results"]] == rows


def test_list_for_htmx_is_the_same_part_without_the_frame(client):
    factories.make_priority(title="Blue growth")
    factories.renew()
    part = client.get("/priorities/", headers={"HX-Request": "true"}).content.decode()
    page = client.get("/priorities/").content.decode()
    assert part.lstrip().startswith('<div class="with-aside" id="listing"')
    assert "<html" not in part
    assert part.strip() in page


def test_list_says_its_length_aloud_for_htmx(client):
    for _ in range(3):
        factories.make_cluster()
    factories.renew()
    assert 'data-announce="3 clusters"' in client.get("/clusters/").content.decode()


def test_facets_count_what_each_choice_would_show_under_the_others(client):
    factories.make_priority("ES51", ["10"], confidence="read")
    factories.make_priority("ES51", ["20"], confidence="recalled")
    factories.make_priority("FI1C", ["10"], confidence="read")
    factories.renew()
    response = client.get("/priorities/", {"country": "ES"})
    assert facet_counts(response, "country") == {"ES": 2, "FI": 1}
    assert facet_counts(response, "topic") == {"10": 1, "20": 1}
    assert facet_counts(response, "confidence") == {"read": 1, "recalled": 1}


def test_facets_follow_the_words_searched_for(client):
    factories.make_cluster("ES51", title="Blue growth")
    factories.make_cluster("FI1C", title="Forest growth")
    factories.renew()
    response = client.get("/clusters/", {"q": "blue"})
    assert titles(response) == ["Blue growth"]
    assert facet_counts(response, "country") == {"ES": 1}


def test_facet_of_a_parent_topic_counts_its_parts_once(client):
    factories.make_topic("10", parent="C")
    factories.make_topic("20", parent="C")
    factories.make_priority("ES51", ["10", "20"])
    factories.renew()
    response = client.get("/priorities/")
    assert facet_counts(response, "topic") == {"C": 1, "10": 1, "20": 1}


def test_list_pages_hold_every_row_once(client):
    made = [factories.make_facility().name for _ in range(60)]
    factories.renew()
    shown = [
        title
        for page in (1, 2, 3)
        for title in titles(client.get("/facilities/", {"page": page}))
    ]
    assert shown == made


def test_length_known_from_the_index_is_that_of_the_database(client):
    for place in range(30):
        factories.make_cluster(("ES51", "FI1C")[place % 2], title=f"Wind {place}")
    factories.make_cluster("ES51", title="Draft wind", status="draft")
    factories.renew()
    for query in ({}, {"country": "ES"}, {"q": "wind"}, {"q": "wind", "region": "FI"}):
        page = client.get("/clusters/", query).context["page"]
        assert page.paginator.count == page.paginator.object_list.count()


def test_filters_in_force_can_each_be_taken_away(client):
    factories.make_priority("ES51", ["10"])
    factories.renew()
    response = client.get(
        "/priorities/", {"country": "ES", "region": "es51", "topic": "10"}
    )
    filters = {one["label"]: one for one in response.context["filters"]}
    assert filters["Country"]["value"] == "Region ES"
    assert filters["Country"]["remove_url"] == "?region=es51&topic=10"
    assert filters["Region (NUTS code)"]["remove_url"] == "?country=ES&topic=10"


def test_map_counts_profiles_by_level_2_region_and_links_to_it(client):
    factories.make_priority("ES51")
    factories.make_priority("ES511")
    factories.make_priority("FI1C")
    factories.renew()
    regions = client.get("/priorities/", {"sort": "region"}).context["map"]["regions"]
    shown = {one["code"]: (one["value"], one["url"]) for one in regions}
    assert shown == {
        "ES51": (2, "?sort=region&region=ES51"),
        "FI1C": (1, "?sort=region&region=FI1C"),
    }


def test_map_does_not_spread_a_country_over_its_regions(client):
    factories.make_priority("ES")
    factories.renew()
    assert client.get("/priorities/").context["map"]["regions"] == []


def test_rows_of_people_are_escaped(client):
    factories.make_priority(title="<b>Bold</b> & blue", keywords=["<i>x</i>"])
    factories.renew()
    page = client.get("/priorities/", {"q": "<b>"}).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; blue" in page
    assert "<b>Bold" not in page
    assert "<i>x" not in page
    assert 'value="&lt;b&gt;"' in page


@pytest.mark.parametrize(
    ("language", "heading"), [("de", '<html lang="de">'), ("fr", '<html lang="fr">')]
)
@pytest.mark.parametrize("address", ["/regions/", *MAKERS])
def test_lists_are_shown_in_other_languages(client, address, language, heading):
    MAKERS.get(address, factories.make_region)()
    factories.make_region("ES", name_de="Spanien", name_fr="Espagne")
    factories.renew()
    page = client.get(address, headers={"Accept-Language": language}).content.decode()
    assert heading in page
    assert {"de": "Spanien", "fr": "Espagne"}[language] in page


def test_regions_come_with_most_profiles_first(client):
    factories.make_priority("ES51")
    factories.make_cluster("FI1C")
    factories.make_cluster("FI1C")
    factories.make_cluster("FI1C", status="draft")
    factories.renew()
    rows = client.get("/regions/").context["page"]
    assert [(row.code, row.profile_count) for row in rows][:3] == [
        ("FI1C", 2),
        ("ES51", 1),
        ("ES", 0),
    ]
