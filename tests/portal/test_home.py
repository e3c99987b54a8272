"""The start page, and signing in."""

import re

import pytest

from regions.models import Cooperation, Facility
from tests.matching.factories import (
    make_cluster,
    make_match,
    make_priority,
    make_region,
    make_run,
    make_user,
)

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return answer.content.decode()


def test_home_counts_what_is_published_and_says_how_sure_it_is(client):
    make_priority("ES51", confidence="read")
    make_priority("ES51", status="draft", confidence="confirmed", title="Not for all")
    make_cluster("DE21", confidence="recalled")
    Facility.objects.create(slug="f", name="F", region=make_region("FR10"))
    Cooperation.objects.create(slug="c", name="C")
    text = text_of(client.get("/"))
    values = re.findall(r'stat__value">(?:<a href="[^"]+">)?(\d+)', text)
    assert values == ["2", "1", "1", "1", "1", "0"]
    assert "1 of 2 profiles was read in a public source." in text
    assert "1 is general knowledge that nobody has checked yet." in text
    assert "No region or cluster has confirmed its profile yet." in text
    assert "Not for all" not in text


def test_home_leads_from_its_figure_to_the_regions_with_profiles(client):
    make_cluster("DE21")
    make_region("FR10")
    link = re.search(r'href="([^"]+)">1</a></dd>', text_of(client.get("/")))[1]
    answer = client.get(link)
    assert answer.status_code == 200
    assert "Region DE21" in text_of(answer)
    assert "Region FR10" not in text_of(answer)


def test_home_with_a_confirmed_profile_shows_it_and_does_not_say_none_is(client):
    run = make_run()
    confirmed = make_cluster("DE21", title="Chemie", confidence="confirmed")
    make_match(run, make_priority("ES51"), make_cluster("FR10"))
    text = text_of(client.get("/"))
    assert "has confirmed its profile yet" not in text
    news = text[text.index("Recently confirmed") :]
    assert re.findall(r'href="(/(?:clusters|priorities)/[^"]+/)"', news)[0] == (
        f"/clusters/{confirmed.slug}/"
    )
    assert "Strongest matches" not in text


def test_home_shows_the_strongest_pairs_across_borders_one_a_profile(client):
    run, near = make_run(), make_run(current=False)
    priority = make_priority("ES51", title="Chemistry")
    best = make_cluster("DE21", title="Chemie")
    make_match(run, priority, make_cluster("ES30", title="Home"), 1, focus=6000)
    make_match(run, priority, best, 2, focus=5000)
    make_match(run, best, priority, 1, focus=5000, reach=398)
    make_match(run, priority, make_cluster("FR10", title="Second"), 3, focus=4000)
    draft = make_cluster("PL91", title="Draft", status="draft")
    make_match(run, make_cluster("IT11", title="Alone"), draft, 1, focus=6000)
    last = make_priority("IT12", title="Last")
    make_match(run, last, make_cluster("SE11", title="Sist"), 1, focus=100)
    make_match(near, last, make_cluster("SE12", title="Old"), 1, focus=9000)
    text = text_of(client.get("/"))
    news = text[text.index("Strongest matches of the latest run") :]
    pairs = re.findall(r'href="(/matches/[^"]+)">([^<]+)</a></h3>', news)
    assert [words for _, words in pairs] == ["Chemistry and Chemie", "Last and Sist"]
    assert pairs[0][0] == f"/matches/{priority.slug}/{best.slug}/"


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
    assert re.search(r'action="/search/"[^>]*>(?:(?!</form>).)*name="idea"', text, re.S)


def test_home_says_when_the_profiles_were_last_compared(client):
    make_cluster("DE21")
    make_run(rows_total=1886)
    text = text_of(client.get("/"))
    assert "All 1,886 profiles were compared with one another today." in text


def test_home_leads_people_to_what_they_act_for_and_nobody_else(client):
    own = make_priority("ES51", title="Green chemistry", status="draft")
    other = make_priority("DE21", title="Steel")
    assert "You act for" not in text_of(client.get("/"))
    client.force_login(make_user("someone@example.org"))
    assert "You act for" not in text_of(client.get("/"))
    client.force_login(make_user("officer@example.org", "ES51"))
    text = text_of(client.get("/"))
    part = text[text.index("You act for") : text.index("Who is here")]
    assert 'href="/regions/ES51/"' in part
    assert 'href="/matches/region/ES51/"' in part
    assert f'href="/matches/{own.slug}/">Green chemistry' in part
    assert other.slug not in part


def test_home_of_an_empty_register_says_who_fills_it(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "load_register" in text_of(answer)
    assert "have not been compared with one another yet" in text_of(answer)


# 1-2 versions, 3 run, 4 version, 5-6 places and topics, 7-10 profiles and their topics
# for the map (kept until the register changes), 11 confirmed, 12-17 figures,
# 18 strongest matches, 19 their profiles.
HOME_QUERIES = 19


@pytest.mark.parametrize("number", [1, 3, 60])
def test_home_asks_the_same_queries_for_any_number(
    client, django_assert_num_queries, number
):
    for place in range(number):
        make_cluster(f"DE{place:02}")
    run, source = make_run(), make_priority("ES51")
    for rank in range(1, number + 1):
        make_match(run, source, make_cluster(f"FR{rank:02}"), rank)

    with django_assert_num_queries(HOME_QUERIES):
        client.get("/")


def test_sign_in_leads_to_where_one_wanted_to_go(client):
    make_user("curator@example.org", is_staff=True)
    form = {"login": "curator@example.org", "password": "pass-word-1"}
    page = client.get("/accounts/login/?next=/curation/cases/")
    assert 'name="next" value="/curation/cases/"' in text_of(page)
    answer = client.post("/accounts/login/", form | {"next": "/curation/cases/"})
    assert (answer.status_code, answer["Location"]) == (302, "/curation/cases/")
    assert client.get("/curation/cases/").status_code == 200


def test_sign_in_leads_to_what_needs_one_if_one_wanted_nothing_else(client):
    make_user("region@example.org", "ES51")
    form = {"login": "region@example.org", "password": "pass-word-1"}
    answer = client.post("/accounts/login/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")


def test_wrong_password_is_announced_and_nobody_is_signed_in(client):
    make_user("curator@example.org", is_staff=True)
    form = {"login": "curator@example.org", "password": "wrong"}
    answer = client.post("/accounts/login/", form)
    text = text_of(answer)
    assert re.search(r'role="alert"[^>]*>.*do not go together', text, re.DOTALL)
    assert 'value="curator@example.org"' in text
    assert "wrong" not in text
    assert client.get("/curation/cases/").status_code == 302


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
    points = re.findall(r'class="number"[^>]*>([\d.]+) %<', table)
    assert points == ["40", "30", "5", "5", "5", "5", "5", "5"]
    assert "weights of version 2031-01" in text


def test_matching_is_explained_before_the_first_run(client):
    text = text_of(client.get("/about/matching/"))
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    found = re.findall(r'class="number"[^>]*>([\d.]+) %<', table)
    points = [float(one) for one in found]
    assert sum(points) == pytest.approx(100)
