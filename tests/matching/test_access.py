"""Who sees which matches: what one may not read never shows, nor is it counted.

The owner and a colleague act for ES51, the stranger for another region, the visitor has
no account; a curator sees everything.
"""

import pytest

from matching.models import Match
from tests.matching.factories import (
    make_cluster,
    make_match,
    make_priority,
    make_run,
    make_user,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SECRET = "Hydrogen valley plan"
PEOPLE = ("visitor", "stranger", "owner", "colleague", "curator")
MAY_SEE = ("owner", "colleague", "curator")


@pytest.fixture
def people(client):
    """Sign a named person in."""
    make_priority("DE21")
    users = {
        "stranger": make_user("stranger@example.org", "DE21"),
        "owner": make_user("owner@example.org", "ES51"),
        "colleague": make_user("colleague@example.org", "ES51"),
        "curator": make_user("curator@example.org", is_staff=True),
    }

    def sign_in(name: str):
        client.logout()
        if name in users:
            client.force_login(users[name])
        return client

    return sign_in


@pytest.fixture(params=["draft", "withdrawn"])
def hidden(people, request):
    """A hidden priority of ES51, stored first and last in the list of a French one."""
    run = make_run()
    source = make_priority("FR10", title="Open source priority")
    secret = make_priority("ES51", ("20", "35"), title=SECRET, slug="secret-plan")
    seen = make_cluster("PL91", title="Seen by all")
    make_match(run, source, secret, 1, focus=6000)
    make_match(run, source, seen, 2)
    make_match(run, secret, source, 1, focus=6000)
    make_match(run, seen, secret, 1)
    secret.status = request.param
    secret.save()
    return source


PAGES = (
    "/matches/{slug}/",
    "/matches/{slug}/?sort=focus",
    "/matches/{slug}/top/",
    "/matches/region/FR10/",
    "/matches/region/FR/",
    "/api/v1/matches/?profile={slug}",
    "/api/v1/profiles/{slug}/matches/",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("person", PEOPLE)
def test_hidden_partner_shows_only_to_its_people(people, hidden, person, path):
    answer = people(person).get(path.format(slug=hidden.slug), headers=HTMX)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Seen by all" in text
    assert (SECRET in text) is (person in MAY_SEE)
    assert ("secret-plan" in text) is (person in MAY_SEE)


@pytest.mark.parametrize("person", PEOPLE)
def test_hidden_partner_leaves_no_trace_in_counts_and_ranks(people, hidden, person):
    client = people(person)
    found = client.get("/api/v1/matches/", {"profile": hidden.slug}).json()
    page = client.get(f"/matches/{hidden.slug}/").content.decode()
    number = 2 if person in MAY_SEE else 1
    assert found["count"] == number
    assert [row["rank"] for row in found["results"]] == list(range(1, number + 1))
    assert f"{number} of {number} partners" in page
    assert ('value="ES"' in page) is (person in MAY_SEE)
    assert ('value="35"' in page) is (person in MAY_SEE)


@pytest.mark.parametrize("person", PEOPLE)
def test_filters_do_not_find_a_hidden_partner(people, hidden, person):
    query = {"profile": hidden.slug, "topic": "35", "country": "ES"}
    found = people(person).get("/api/v1/matches/", query).json()
    assert found["count"] == (1 if person in MAY_SEE else 0)


@pytest.mark.parametrize(
    "path",
    [
        "/matches/secret-plan/",
        "/matches/secret-plan/top/",
        "/matches/secret-plan/{slug}/",
        "/matches/{slug}/secret-plan/",
        "/api/v1/matches/?profile=secret-plan",
        "/api/v1/profiles/secret-plan/matches/",
    ],
)
@pytest.mark.parametrize("person", PEOPLE)
def test_hidden_profile_has_no_address_for_others(people, hidden, person, path):
    answer = people(person).get(path.format(slug=hidden.slug), headers=HTMX)
    assert answer.status_code == (200 if person in MAY_SEE else 404)
    if person not in MAY_SEE:
        assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("person", PEOPLE)
def test_matches_of_a_hidden_profile_do_not_count_for_its_region(
    people, hidden, person
):
    text = people(person).get("/matches/region/ES51/").content.decode()
    assert ("Open source priority" in text) is (person in MAY_SEE)
    assert ("No partner region yet" in text) is (person not in MAY_SEE)


def test_visitor_gets_no_page_that_was_kept_for_somebody_else(people, hidden):
    path = f"/matches/{hidden.slug}/"
    assert SECRET in people("owner").get(path).content.decode()
    assert SECRET not in people("visitor").get(path).content.decode()
    assert SECRET not in people("stranger").get(path).content.decode()


def test_matches_of_another_run_are_shown_to_nobody(people, hidden):
    other = make_run(current=False)
    partner = make_cluster("SE11", title="Not switched in")
    make_match(other, hidden, partner)
    assert Match.objects.filter(partner_id=partner.pk).count() == 1
    for person in PEOPLE:
        text = people(person).get(f"/matches/{hidden.slug}/").content.decode()
        assert "Not switched in" not in text


CURATION = ("/curation/runs/", "/curation/runs/{run}/cancel/")


@pytest.mark.parametrize("path", CURATION)
@pytest.mark.parametrize("person", PEOPLE)
def test_curation_is_for_curators(people, person, path):
    run = make_run()
    path = path.format(run=run.pk)
    answer = people(person).get(path)
    expected = {"visitor": 302, "curator": 200}.get(person, 403)
    assert answer.status_code == expected
    if person == "visitor":
        assert answer["Location"] == f"/accounts/login/?next={path}"
