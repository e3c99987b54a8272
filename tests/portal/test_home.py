"""The start page, and signing in."""

import re

import pytest

from regions.models import Facility
from tests.matching.factories import (
    make_cluster,
    make_priority,
    make_region,
    make_run,
    make_user,
)

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return answer.content.decode()


def test_home_counts_what_is_published_and_says_that_none_is_confirmed(client):
    make_priority("ES51")
    make_priority("ES51", status="draft", title="Not for everybody")
    make_cluster("DE21")
    Facility.objects.create(slug="f", name="F", region=make_region("FR10"))
    text = text_of(client.get("/"))
    values = re.findall(r'stat__value">(?:<a href="[^"]+">)?(\d+)', text)
    assert values == ["2", "1", "1", "1", "0"]
    assert "no region or cluster has confirmed its profile yet" in text
    assert "Not for everybody" not in text


def test_home_with_a_confirmed_profile_does_not_say_none_is(client):
    make_cluster("DE21", confidence="confirmed")
    text = text_of(client.get("/"))
    assert "has confirmed its profile yet" not in text


def test_home_map_and_table_lead_to_the_regions(client):
    make_priority("ES51")
    make_cluster("ES51")
    make_cluster("DE21")
    text = text_of(client.get("/"))
    table = text[text.index('id="region-table"') :]
    rows = re.findall(r'href="/regions/(\w+)/">[^<]+</a></th><td[^>]*>(\d+)<', table)
    assert rows == [("ES51", "2"), ("DE21", "1")]
    marks = re.findall(r'<a href="/regions/(\w+)/" tabindex="-1"><use', text)
    assert sorted(marks) == ["DE21", "ES51"]


def test_home_searches_for_an_idea(client):
    make_cluster("DE21")
    text = text_of(client.get("/"))
    assert re.search(r'action="/search/"[^>]*>.*?name="q"', text, re.DOTALL)


def test_home_names_the_newest_profiles_and_the_last_comparison(client):
    cluster = make_cluster("DE21", title="Chemie")
    make_run(rows_total=1886)
    text = text_of(client.get("/"))
    assert "All 1,886 profiles were compared with one another today." in text
    assert f'href="/clusters/{cluster.slug}/">Chemie' in text
    assert f'href="/matches/{cluster.slug}/"' in text


def test_home_of_an_empty_register_says_who_fills_it(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "load_register" in text_of(answer)
    assert "have not been compared with one another yet" in text_of(answer)


@pytest.mark.parametrize("number", [1, 3, 60])
def test_home_asks_the_same_queries_for_any_number(
    client, django_assert_num_queries, number
):
    for place in range(number):
        make_cluster(f"DE{place:02}")
    # 1-2 versions, 3 profiles by region, 4 regions, 5-8 figures, 9 run, 10 newest.
    with django_assert_num_queries(10):
        client.get("/")


def test_sign_in_leads_to_where_one_wanted_to_go(client):
    make_user("curator@example.org", is_staff=True)
    form = {"username": "curator@example.org", "password": "pass-word-1"}
    page = client.get("/accounts/login/?next=/curation/")
    assert 'name="next" value="/curation/"' in text_of(page)
    answer = client.post("/accounts/login/", form | {"next": "/curation/"})
    assert (answer.status_code, answer["Location"]) == (302, "/curation/")
    assert client.get("/curation/").status_code == 200


def test_wrong_password_is_announced_and_nobody_is_signed_in(client):
    make_user("curator@example.org", is_staff=True)
    form = {"username": "curator@example.org", "password": "wrong"}
    answer = client.post("/accounts/login/", form)
    text = text_of(answer)
    assert re.search(r'role="alert"[^>]*>.*do not go together', text, re.DOTALL)
    assert 'value="curator@example.org"' in text
    assert "wrong" not in text
    assert client.get("/curation/").status_code == 302


def test_person_who_is_signed_in_is_told_so(client):
    client.force_login(make_user("someone@example.org"))
    text = text_of(client.get("/accounts/login/?next=/curation/"))
    assert "You are signed in as someone@example.org." in text
    assert "This account may not open that page." in text


def test_matching_is_explained_with_the_weights_in_force(client):
    weights = {"focus": 0.4, "words": 0.3, "receive": 0.05, "give": 0.05}
    rest = {"chain": 0.05, "strength": 0.05, "track_record": 0.05, "reach": 0.05}
    content = {"version": "2031-01", "weights": weights | rest}
    make_run(weights=content, weights_version="2031-01")
    text = text_of(client.get("/about/matching/"))
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    points = re.findall(r'class="number">([\d.]+) %<', table)
    assert points == ["40", "30", "5", "5", "5", "5", "5", "5"]
    assert "weights of version 2031-01" in text


def test_matching_is_explained_before_the_first_run(client):
    text = text_of(client.get("/about/matching/"))
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    points = [float(one) for one in re.findall(r'class="number">([\d.]+) %<', table)]
    assert sum(points) == pytest.approx(100)
