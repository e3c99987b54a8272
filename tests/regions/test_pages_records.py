"""The pages of one priority, cluster, facility and joint project; and of the data."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

ANCHORS = ("topics", "keywords", "stages", "offers", "needs", "cooperation", "region")
# Versions (matches, register twice), the profile, topics, items, their topics,
# facilities, joint projects and how many, words (places, topics); and the clusters of
# a priority, or the target regions, own facilities and priorities of a cluster.
QUERIES = {factories.make_priority: 14, factories.make_cluster: 16}


@pytest.mark.parametrize("make", QUERIES)
@pytest.mark.parametrize("number", [1, 3])
def test_profile_page_costs_the_same_for_any_content(
    client, django_assert_num_queries, make, number
):
    profile = make("ES51", ["10"])
    for _ in range(number):
        factories.make_item(profile, "offer", topics=["10"])
        factories.make_item(profile, "need", topics=["10"])
        factories.make_facility("ES51", ["10"])
        factories.make_cooperation(["ES51", "FI1C"])
    factories.renew()
    with django_assert_num_queries(QUERIES[make]):
        found = client.get(profile.get_absolute_url()).context["found"]
    assert (len(found.offers), len(found.facilities)) == (number, number)


@pytest.mark.parametrize("make", [factories.make_priority, factories.make_cluster])
def test_profile_page_has_the_anchors_that_reasons_link_to(client, make):
    profile = make("ES51", ["10"])
    items = [factories.make_item(profile), factories.make_item(profile, "need")]
    factories.renew()
    page = client.get(profile.get_absolute_url()).content.decode()
    for anchor in (*ANCHORS, *(f"item-{item.pk}" for item in items)):
        assert page.count(f'id="{anchor}"') == 1


def test_priority_page_shows_all_that_is_stored(client):
    priority = factories.make_priority(
        "ES51",
        ["10", "NABS.6.3", "PO.G.43"],
        title="Food",
        title_original="Aliments",
        summary="Healthy <food> for all.",
        keywords=["gourmet"],
        stage_bits=0b00101,
    )
    factories.make_item(
        priority, text="Meat lab", trl_min=3, trl_max=6, stage="pilot", topics=["10"]
    )
    factories.make_facility("ES51", ["10"], name="Sensor lab")
    factories.make_facility("ES51", ["20"], name="Steel lab")
    factories.make_facility("FI1C", ["10"], name="Far lab")
    factories.renew()
    response = client.get(priority.get_absolute_url())
    page = response.content.decode()
    for words in ("Food", "Aliments", "Healthy &lt;food&gt;", "gourmet", "Meat lab"):
        assert words in page
    assert ">TRL</a> 3–6" in page
    covered = [
        str(stage) for stage, is_covered in response.context["stages"] if is_covered
    ]
    assert covered == ["research", "pilot"]
    assert [str(word) for word, _ in response.context["topics"]] == [
        "Economic activity",
        "Scientific domain",
        "Policy objective",
    ]
    assert [one.name for one in response.context["found"].facilities] == ["Sensor lab"]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("region_strong", "The region is strong in this activity."),
        ("region_related", "The region is strong in this related activity."),
        ("region_weak", "The region is weak in this activity."),
        ("region_weak_related", "The region is weak in this closely related activity."),
    ],
)
def test_derived_item_says_that_nobody_stated_it(client, rule, sentence):
    priority = factories.make_priority()
    factories.make_item(priority, derivation=rule, topics=["10"], confidence="derived")
    factories.renew()
    page = client.get(priority.get_absolute_url()).content.decode()
    assert "Topic 10" in page
    assert sentence in page
    assert (
        "Derived by the portal from regional figures, not stated by the region." in page
    )


def test_derived_item_of_a_facility_links_to_it(client):
    cluster = factories.make_cluster()
    lab = factories.make_facility(name="Laser lab")
    factories.make_item(cluster, derivation="region_facility", facility=lab)
    factories.renew()
    page = client.get(cluster.get_absolute_url()).content.decode()
    assert f'<a href="{lab.get_absolute_url()}">Laser lab</a>' in page
    assert "not stated by the cluster." in page


def test_stated_item_is_not_called_derived(client):
    priority = factories.make_priority()
    factories.make_item(priority, text="Meat lab")
    factories.renew()
    page = client.get(priority.get_absolute_url()).content.decode()
    assert "not stated by the region" not in page


def test_profile_page_without_content_says_what_is_missing(client):
    priority = factories.make_priority()
    factories.renew()
    page = client.get(priority.get_absolute_url()).content.decode()
    for words in (
        "No topic is given",
        "No keywords are given.",
        "is not stated.",
        "Nothing is offered yet.",
        "No need is stated yet.",
    ):
        assert words in page


def test_profile_page_leads_to_its_partners(client):
    priority = factories.make_priority()
    factories.renew()
    page = client.get(priority.get_absolute_url()).content.decode()
    assert f'href="/matches/{priority.slug}/"' in page
    assert f'hx-get="/matches/{priority.slug}/top/"' in page


def test_cluster_page_shows_the_organisation(client):
    cluster = factories.make_cluster(
        acronym="WIN", city="Girona", founded=1998, members_total=1200, sme_members=80
    )
    factories.renew()
    page = client.get(cluster.get_absolute_url()).content.decode()
    for words in ("WIN", "Girona", "1998", "1200", "80 small and medium-sized members"):
        assert words in page


def test_long_names_are_shown_in_full(client):
    name = "Aß" * 125
    made = [
        factories.make_priority(title=name),
        factories.make_cluster(title=name),
        factories.make_facility(name=name),
    ]
    factories.renew()
    for record in made:
        page = client.get(record.get_absolute_url()).content.decode()
        assert f"<h1>{name}</h1>" in page


@pytest.mark.parametrize(
    "address",
    ["/priorities/no/", "/clusters/no/", "/facilities/no/", "/cooperation/no/"],
)
def test_unknown_record_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_priority_is_not_shown_as_a_cluster(client):
    priority = factories.make_priority()
    assert client.get(f"/clusters/{priority.slug}/").status_code == 404


def test_facility_page_names_the_profiles_it_could_serve(client):
    lab = factories.make_facility("ES51", ["10"], known_as_of=2018, host="Institute")
    factories.make_priority("ES511", ["10"], title="Food")
    factories.make_priority("ES51", ["20"], title="Steel")
    factories.make_priority("ES51", ["10"], title="Hidden food", status="draft")
    factories.renew()
    response = client.get(lab.get_absolute_url())
    assert [one.title for one in response.context["served"].rows] == ["Food"]
    assert "Institute" in response.content.decode()
    assert "not stated; ask the host" in response.content.decode()


@pytest.mark.parametrize(
    ("is_complete", "sentence"),
    [
        (True, "The source lists all members."),
        (False, "The source does not list all members"),
    ],
)
def test_cooperation_page_lists_members_and_says_if_they_are_all(
    client, is_complete, sentence
):
    project = factories.make_cooperation(["FI1C", "ES51"], is_complete=is_complete)
    factories.renew()
    response = client.get(f"/cooperation/{project.slug}/")
    names = [member.name for member, _country in response.context["members"]]
    assert names == ["Member ES51", "Member FI1C"]
    assert sentence in response.content.decode()


def test_about_data_counts_what_is_published(client):
    factories.make_priority("ES51", confidence="read")
    factories.make_priority("ES51", confidence="recalled")
    factories.make_priority("ES51", confidence="recalled", status="draft")
    factories.make_cooperation(["ES51", "FI1C", "FI1B"])
    factories.renew()
    response = client.get("/data/")
    holdings = response.context["holdings"]
    assert holdings.totals == {
        "priority": 2,
        "cluster": 0,
        "facility": 0,
        "cooperation": 1,
    }
    assert holdings.confidence["priority"] == {"read": 1, "recalled": 1}
    assert [(row.code, row.numbers) for row in holdings.countries] == [
        ("ES", [2, 0, 0, 1]),
        ("FI", [0, 0, 0, 1]),
    ]
    assert "CC BY 4.0" in response.content.decode()


@pytest.mark.parametrize("language", ["de", "fr"])
def test_record_pages_are_shown_in_other_languages(client, language):
    priority = factories.make_priority("ES51", ["10"])
    lab = factories.make_facility("ES51", ["10"])
    project = factories.make_cooperation()
    factories.make_region("ES51", name_de="Katalonien", name_fr="Catalogne")
    factories.renew()
    name = {"de": "Katalonien", "fr": "Catalogne"}[language]
    for address in (
        priority.get_absolute_url(),
        lab.get_absolute_url(),
        f"/cooperation/{project.slug}/",
    ):
        page = client.get(address, headers={"Accept-Language": language})
        assert name in page.content.decode()


def test_comparison_takes_priorities_of_the_region_around_where_there_are_none(client):
    factories.make_priority("ES51", ["10"], title="Food")
    factories.make_priority("FI1C", ["10"], title="Bread")
    factories.make_region("ES511")
    factories.renew()
    answer = client.get("/regions/compare/", {"region": ["ES511", "FI1C"]})
    columns = answer.context["comparison"].columns
    shown = [[one.title for one in column.priorities] for column in columns]
    assert shown == [["Food"], ["Bread"]]
    around = [column.priorities_around for column in columns]
    assert [one and one.code for one in around] == ["ES51", None]
    assert "(Region ES51)" in answer.content.decode()
