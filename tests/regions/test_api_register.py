"""The API of the register: the rows, order and filters of the pages."""

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests import factories
from tests.regions.test_pages_lists import titles

pytestmark = pytest.mark.django_db

PAIRS = {
    "/regions/": ("/api/v1/regions/", "name"),
    "/priorities/": ("/api/v1/priorities/", "title"),
    "/clusters/": ("/api/v1/clusters/", "title"),
    "/facilities/": ("/api/v1/facilities/", "name"),
    "/cooperation/": ("/api/v1/cooperation/", "name"),
}
PROVENANCE = {
    "source_name": "example.org",
    "source_url": "",
    "source_date": None,
    "confidence": "read",
    "confirmed": False,
}


@pytest.fixture
def register():
    """Two countries, two topics of one parent, all kinds of records."""
    for code in ("10", "20"):
        factories.make_topic(code, parent="C")
    for place, code in enumerate(("ES51", "FI1C", "ES21", "FI1B", "ES511")):
        topics = [("10", "20")[place % 2]]
        extra = {"confidence": ("read", "recalled")[place % 2]}
        factories.make_priority(code, topics, stage_bits=1 << place, **extra)
        factories.make_cluster(code, topics, stage_bits=1 << place, **extra)
        factories.make_facility(code, topics, **extra)
        factories.make_cooperation([code, "DE21"], topics, year=2015 + place, **extra)
    factories.make_region("ES51", cohesion_category="more", population=7_700_000)
    factories.make_region("FI1C", cohesion_category="transition", population=1_100_000)
    factories.renew()


@pytest.mark.parametrize("address", PAIRS)
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"country": "ES"},
        {"country": ["ES", "FI"]},
        {"region": "ES5"},
        {"topic": "10"},
        {"topic": "C"},
        {"topic": ["10", "20"], "country": "FI"},
        {"confidence": "recalled"},
        {"q": "00"},
        {"page": "2", "page_size": "2"},
    ],
)
def test_api_has_the_rows_and_order_of_the_page(client, register, address, query):
    api, name = PAIRS[address]
    rows = client.get(api, query).json()["results"]
    assert [row[name] for row in rows] == titles(client.get(address, query))


@pytest.mark.parametrize(
    ("address", "sorts"),
    [
        ("/regions/", ["profiles", "name", "code", "population"]),
        ("/priorities/", ["title", "region", "changed"]),
        ("/clusters/", ["title", "region", "changed"]),
        ("/facilities/", ["name", "region"]),
        ("/cooperation/", ["year", "name"]),
    ],
)
def test_api_sorts_like_the_page(client, register, address, sorts):
    api, name = PAIRS[address]
    for sort in sorts:
        rows = client.get(api, {"sort": sort}).json()["results"]
        shown = titles(client.get(address, {"sort": sort}))
        assert [row[name] for row in rows] == shown


@pytest.mark.parametrize("address", PAIRS)
@pytest.mark.parametrize(
    "query",
    [
        {"colour": "red"},
        {"country": "XX"},
        {"region": "ZZ"},
        {"topic": "99"},
        {"sort": "luck"},
        {"page_size": "many"},
    ],
)
def test_api_names_the_parameter_that_the_page_refuses(
    client, register, address, query
):
    answer = client.get(PAIRS[address][0], query)
    assert answer.status_code == 400
    assert list(answer.json()) == list(query)
    assert client.get(address, query).status_code == 400


# Each: versions (matches, register by answer and filter), words (places, topics), how
# many, rows.
COLLECTIONS = {
    "/api/v1/regions/": (factories.make_region, 7),
    "/api/v1/topics/": (factories.make_topic, 7),
    # With the periods that can be chosen.
    "/api/v1/strategies/": (factories.make_strategy, 8),
    # With topics, items and the topics of items.
    "/api/v1/priorities/": (factories.make_priority, 10),
    # And with target regions and confirmed links to priorities.
    "/api/v1/clusters/": (factories.make_cluster, 12),
    # With topics.
    "/api/v1/facilities/": (factories.make_facility, 8),
    # With programmes that can be chosen, topics, members and their regions.
    "/api/v1/cooperation/": (factories.make_cooperation, 11),
}


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize("api", COLLECTIONS)
def test_api_costs_the_same_for_any_length(
    client, django_assert_num_queries, api, number
):
    make, queries = COLLECTIONS[api]
    for place in range(number):
        _make_full(make, place)
    factories.renew()
    with django_assert_num_queries(queries):
        answer = client.get(api, {"page_size": "100"})
    assert len(answer.json()["results"]) >= number


def _make_full(make, place: int) -> None:
    if make is factories.make_region:
        make(f"ES{place // 10}{place % 10}")
    elif make is factories.make_topic:
        make(f"{place:02}")
    elif make is factories.make_strategy:
        make("ES51", period=f"{place}")
    else:
        record = make(topics=["10", "20"])
        if hasattr(record, "items"):
            lab = factories.make_facility("ES51")
            factories.make_item(record, topics=["10"], facility=lab)


def test_priority_record_holds_everything(client):
    priority = factories.make_priority(
        "ES51", ["20", "10"], slug="food", title="Food", keywords=["a"], stage_bits=3
    )
    item = factories.make_item(priority, text="Lab", trl_min=3, topics=["10"])
    factories.renew()
    record = client.get("/api/v1/priorities/food/").json()
    assert record.pop("updated_at")
    assert record == {
        "slug": "food",
        "type": "priority",
        "title": "Food",
        "url": "/priorities/food/",
        "region": {"code": "ES51", "name": "Region ES51", "country": "ES"},
        "summary": "",
        "keywords": ["a"],
        "topics": ["10", "20"],
        "stages": ["research", "development"],
        "items": [
            {
                "id": item.pk,
                "side": "offer",
                "kind": "technology",
                "text": "Lab",
                "topics": ["10"],
                "facility": None,
                "trl_min": 3,
                "trl_max": None,
                "stage": "",
                "derivation": "",
                "provenance": PROVENANCE,
            }
        ],
        "status": "published",
        "provenance": PROVENANCE,
        "strategy": priority.strategy.slug,
        "title_original": "",
    }


def test_cooperation_record_names_its_members(client):
    factories.make_cooperation(["ES51"], slug="both", name="Both")
    factories.renew()
    record = client.get("/api/v1/cooperation/both/").json()
    assert record["members"] == [
        {
            "region": {"code": "ES51", "name": "Region ES51", "country": "ES"},
            "name": "Member ES51",
            "is_cluster": False,
            "role": "",
            "provenance": PROVENANCE,
        }
    ]


def test_topic_is_found_by_a_code_with_points(client):
    factories.make_topic("NABS.4.5", parent="NABS.4")
    record = client.get("/api/v1/topics/NABS.4.5/").json()
    assert (record["scheme"], record["parent"]) == ("scientific", "NABS.4")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_api_only_reads(client, method):
    client.force_login(factories.make_person("curator", is_superuser=True))
    factories.make_region("ES51")
    answer = getattr(client, method)("/api/v1/regions/ES51/", {"name": "Other"})
    assert answer.status_code in (403, 405)
    assert client.get("/api/v1/regions/ES51/").json()["name"] == "Region ES51"


def test_api_answers_a_visitor_with_304_until_the_data_change(client):
    factories.make_region("ES51")
    factories.renew()
    etag = client.get("/api/v1/regions/")["ETag"]
    again = client.get("/api/v1/regions/", headers={"If-None-Match": etag})
    assert again.status_code == 304
    factories.make_region("FI1C")
    factories.renew()
    later = client.get("/api/v1/regions/", headers={"If-None-Match": etag})
    assert [row["code"] for row in later.json()["results"]] == [
        "ES",
        "ES5",
        "ES51",
        "FI",
        "FI1",
        "FI1C",
    ]


def test_schema_of_the_register_is_made_without_a_warning(capsys):
    schema = SchemaGenerator(patterns=None).get_schema(request=None, public=True)
    assert capsys.readouterr().err == ""
    parameters = {
        one["name"]
        for one in schema["paths"]["/api/v1/priorities/"]["get"]["parameters"]
    }
    assert {"q", "country", "region", "topic", "stage", "sort"} <= parameters
