"""Search over everything, and regions side by side."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from regions.register.loading import read_register
from regions.register.reading import DATA_FOLDER
from regions.templatetags.register import highlighted
from tests import factories

pytestmark = pytest.mark.django_db


def hits(response) -> list[tuple[str, str]]:
    return [(hit.kind, hit.title) for hit in response.context["hits"]]


@pytest.fixture
def blue():
    """One thing of each kind that a search for "blue" finds, and one it does not."""
    factories.make_region("ES51", name="Blueland")
    factories.make_priority("FI1C", title="Blue growth", keywords=["sea"])
    factories.make_cluster("FI1C", title="Ships", keywords=["bluetech"])
    factories.make_facility("FI1C", name="Tank", host="Blue institute")
    factories.make_cooperation(["ES51"], name="BLUE together")
    factories.make_priority("FI1C", title="Forests")
    factories.renew()


def test_search_finds_all_kinds_titles_first(client, blue):
    found = hits(client.get("/search/", {"q": "blue"}))
    assert sorted(found) == [
        ("cluster", "Ships"),
        ("cooperation", "BLUE together"),
        ("facility", "Tank"),
        ("priority", "Blue growth"),
        ("region", "Blueland"),
    ]
    assert {kind for kind, _ in found[:3]} == {"region", "priority", "cooperation"}


def test_search_counts_each_kind_whatever_is_chosen(client, blue):
    response = client.get("/search/", {"q": "blue", "kind": ["cluster", "facility"]})
    assert sorted(hits(response)) == [("cluster", "Ships"), ("facility", "Tank")]
    groups = response.context["groups"]
    counts = {one["value"]: one["count"] for one in groups if one["count"]}
    assert counts == dict.fromkeys(
        ("region", "priority", "cluster", "facility", "cooperation"), 1
    )


def test_search_needs_every_word(client, blue):
    assert hits(client.get("/search/", {"q": "blue sea"})) == [
        ("priority", "Blue growth")
    ]


def test_search_shows_where_a_hit_is_and_what_it_says(client, blue):
    hit = client.get("/search/", {"q": "sea"}).context["hits"][0]
    assert (hit.place, hit.snippet, hit.code) == (
        "Region FI1C, Region FI",
        "sea",
        "FI1C",
    )


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}])
def test_search_for_nothing_teaches(client, blue, query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    assert "What are you looking for?" in response.content.decode()


@pytest.mark.parametrize("words", ["zzz", "!?", '"', "*", "AND NOT", "zzz NEAR(yyy"])
def test_search_without_a_hit_teaches(client, blue, words):
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    assert "Nothing was found" in response.content.decode()


def test_search_that_no_entry_fits_whole_shows_the_nearest(client):
    factories.make_cluster(title="Recycling of composite materials")
    factories.make_cluster(title="Composites")
    factories.make_cluster(title="Dairy", keywords=["we want milk"])
    factories.renew()
    response = client.get("/search/", {"q": "To recycle composite blades"})
    assert hits(response) == [
        ("cluster", "Recycling of composite materials"),
        ("cluster", "Composites"),
    ]
    page = response.content.decode()
    assert "What holds some of them, nearest first" in page
    assert "<mark>Recycling</mark>" in page


def test_search_that_some_entry_fits_whole_shows_no_others(client, blue):
    response = client.get("/search/", {"q": "blue sea"})
    assert "nearest first" not in response.content.decode()


def test_search_where_only_other_kinds_have_hits_says_so(client, blue):
    page = client.get("/search/", {"q": "sea", "kind": "region"}).content.decode()
    assert "Other kinds have results" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"q": "x" * 201},
            "Ensure this value has at most 200 characters (it has 201).",
        ),
        ({"q": "x", "kind": "secret"}, "Select a valid choice."),
        ({"q": "x", "colour": "red"}, "There is no filter “colour”."),
        ({"q": "x", "page": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"q": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_search_with_a_wrong_parameter_says_what_is_wrong(
    client, blue, query, sentence
):
    response = client.get("/search/", query)
    assert response.status_code == 400
    assert sentence in unescape(response.content.decode())


def test_search_pages_hold_every_hit_once(client):
    made = {factories.make_cluster(title=f"Wind {n:02}").title for n in range(30)}
    factories.renew()
    pages = [client.get("/search/", {"q": "wind", "page": n}) for n in (1, 2)]
    shown = [title for page in pages for _, title in hits(page)]
    assert (len(shown), set(shown)) == (30, made)


@pytest.mark.parametrize("number", [1, 3, 12])
def test_search_costs_the_same_for_any_number_of_hits(
    client, django_assert_num_queries, number
):
    for _ in range(number):
        factories.make_cluster("FI1C", title="Wind")
        factories.make_priority("ES51", title="Wind")
    factories.renew()
    # Versions (matches, register twice), counts, entries, words (places, topics),
    # priorities, clusters
    with django_assert_num_queries(9):
        client.get("/search/", {"q": "wind", "page": "1"})


def test_search_for_htmx_is_the_part_alone(client, blue):
    part = client.get("/search/", {"q": "sea"}, headers={"HX-Request": "true"})
    html = part.content.decode()
    assert html.lstrip().startswith('<div id="search-results"')
    assert "<html" not in html


def test_words_found_are_marked_and_everything_is_escaped():
    text = "Éolien <b>& énergie</b>"
    marked = "Éolien &lt;b&gt;&amp; <mark>énergie</mark>&lt;/b&gt;"
    assert highlighted(text, ["energ"]) == marked
    assert highlighted(text, []) == "Éolien &lt;b&gt;&amp; énergie&lt;/b&gt;"


def test_script_in_a_title_stays_text(client):
    factories.make_cluster(title="<script>wind()</script>")
    factories.renew()
    page = client.get("/search/", {"q": "wind"}).content.decode()
    assert "&lt;script&gt;<mark>wind</mark>()&lt;/script&gt;" in page
    assert not re.search(r"<script>\s*wind", page)


@pytest.mark.parametrize(
    ("regions", "sentence"),
    [
        (["ES51"], "Choose at least two regions to compare."),
        (["ES51", "FI1C", "ES", "FI", "ES5"], "Choose at most four regions"),
        (["ES51", "ZZ9"], "There is no region “ZZ9”."),
        (["ES51", "es51"], "Region ES51 is chosen more than once."),
        (["ES51", "<b>"], "There is no region “<b>”."),
    ],
)
def test_comparison_that_cannot_be_made_says_why(client, regions, sentence):
    for code in ("ES51", "FI1C"):
        factories.make_region(code)
    factories.renew()
    response = client.get("/regions/compare/", {"region": regions})
    assert response.status_code == 400
    assert sentence in unescape(response.content.decode())
    assert response.context["comparison"] is None


def test_comparison_without_a_choice_teaches(client):
    response = client.get("/regions/compare/")
    assert response.status_code == 200
    words = strip_tags(response.content.decode())
    assert "Type a name or a NUTS code of any level" in words


@pytest.fixture
def catalonia():
    """Catalonia with the names of the shipped table, a cluster in it, and others."""
    rows = {row["code"]: row for row in read_register(DATA_FOLDER).rows["regions"]}
    names = ("name", "name_de", "name_fr", "name_local")
    for code in ("ES51", "FRH0", "DE2"):
        factories.make_region(code, **{each: rows[code][each] for each in names})
    factories.make_cluster("ES51", title="Threads")
    factories.make_cluster("FRH0", title="Ropes")
    factories.renew()


@pytest.mark.parametrize("name", ["Catalonia", "Katalonien", "Catalogne", "Cataluña"])
def test_search_and_comparison_know_a_region_by_each_name(client, catalonia, name):
    response = client.get("/search/", {"q": name})
    found = [(hit.kind, hit.code) for hit in response.context["hits"]]
    assert sorted(found) == [("cluster", "ES51"), ("region", "ES51")]

    query = {"region": [name, "Brittany"]}
    comparison = client.get("/regions/compare/", query).context["comparison"]
    assert [column.region.code for column in comparison.columns] == ["ES51", "FRH0"]


@pytest.mark.parametrize(
    ("language", "title", "snippet"),
    [
        ("en", "Catalonia", "Cataluña, Katalonien, Catalogne, ES51"),
        ("de", "Katalonien", "Cataluña, Catalonia, Catalogne, ES51"),
    ],
)
def test_search_names_a_region_as_its_reader_does(
    client, catalonia, language, title, snippet
):
    client.cookies["django_language"] = language
    response = client.get("/search/", {"q": "catalonia", "kind": "region"})
    found = [(hit.title, hit.snippet) for hit in response.context["hits"]]
    assert found == [(title, snippet)]


def test_comparison_takes_names_and_empty_fields(client):
    factories.make_region("ES51", name="Cataluña", name_de="Katalonien")
    factories.make_region("FI1C")
    factories.renew()
    query = {"region": ["catalunA", "", "fi1c", ""]}
    comparison = client.get("/regions/compare/", query).context["comparison"]
    assert [column.region.code for column in comparison.columns] == ["ES51", "FI1C"]


def test_comparison_puts_topics_strengths_and_projects_side_by_side(client):
    factories.make_priority("ES51", ["10", "20"], title="Food")
    factories.make_priority("ES511", ["10"], title="Meat")
    factories.make_priority("FI1C", ["10", "30"], title="Fish")
    factories.make_strength("FI1C", "30", 0.9)
    factories.make_cooperation(["ES511", "FI1C"], name="Both")
    factories.make_cooperation(["ES51", "ES511"], name="One side")
    factories.make_cooperation(["FI1C", "DE21"], name="Other side")
    factories.renew()
    query = {"region": ["ES51", "FI1C"]}
    comparison = client.get("/regions/compare/", query).context["comparison"]
    shared = [
        (str(word), [(row.topic.code, row.counts) for row in rows])
        for word, rows in comparison.shared
    ]
    assert shared == [("Economic activity", [("10", [2, 1])])]
    single = {row.topic.code: row.counts for row in comparison.single}
    assert single == {"20": [1, 0], "30": [0, 1]}
    projects = [(one.name, codes) for one, codes in comparison.projects]
    assert projects == [("Both", ["ES51", "FI1C"])]
    assert [row.topic_id for row in comparison.columns[1].strengths] == ["30"]
