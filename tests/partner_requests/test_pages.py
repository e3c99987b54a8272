"""Pages of partner requests: the list, one of them, the forms, and who sees which."""

import csv
import datetime
import io
from html import unescape

import pytest

from matching.partner_requests.models import PartnerRequest
from regions.models import Profile
from tests import factories
from tests.introductions.story import make_member
from tests.matching.factories import make_match, make_run
from tests.partner_requests.story import answer, in_days, page_of, publish

pytestmark = pytest.mark.django_db
SECRET = "Quiet search for cathodes"


def titles(response) -> list[str]:
    return [one.title for one in response.context["page"]]


# --- who sees which --------------------------------------------------------------


def leaks(client, one) -> list[str]:
    """Where this client comes upon the request."""
    paths = {
        "list": "/requests/",
        "csv": "/requests/?format=csv",
        "profile": "/requests/?profile=here",
        "page": one.get_absolute_url(),
        "api": "/api/v1/requests/",
        "api page": f"/api/v1/requests/{one.slug}/",
        "search": "/search/?q=cathodes",
        "home": "/",
        "record": "/priorities/here/",
        "matches": "/matches/here/",
    }
    return [name for name, path in paths.items() if SECRET in page_of(client.get(path))]


SHOWN = ["list", "csv", "profile", "page", "api", "api page"]


def test_registered_ones_are_not_shown_to_visitors(client, sign_in, story):
    one = publish(story, title=SECRET, audience="registered")
    publish(story, title="Open to all")
    factories.renew()
    assert leaks(client, one) == []
    assert client.get(one.get_absolute_url()).status_code == 404
    assert titles(client.get("/requests/")) == ["Open to all"]
    counts = client.get("/requests/").context["facets"]
    assert {o["count"] for group in counts for o in group["options"]} == {1}
    assert leaks(sign_in(factories.make_person("anybody")), one) == SHOWN


@pytest.mark.parametrize("status", ["withdrawn", "draft"])
def test_those_of_hidden_profiles_are_their_owners_only(client, sign_in, story, status):
    one = publish(story, title=SECRET)
    assert leaks(client, one) == SHOWN
    Profile.objects.filter(pk=story.profile.pk).update(status=status)
    factories.renew()
    assert leaks(client, one) == []
    assert leaks(sign_in(story.finder), one) == []
    assert sign_in(story.seeker).get(one.get_absolute_url()).status_code == 200


def test_one_that_is_over_is_found_by_its_address_only(client, sign_in, story):
    one = publish(story, title=SECRET)
    PartnerRequest.objects.filter(pk=one.pk).update(deadline=in_days(-1))
    assert leaks(client, one) == ["page", "api page"]
    page = page_of(client.get(one.get_absolute_url()))
    assert "Answer with an introduction" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert client.get(f"/api/v1/requests/{one.slug}/").json()["state"] == "expired"


# --- the list --------------------------------------------------------------------


@pytest.fixture
def three(story):
    north = factories.make_priority("SE11", ["10"], title="North", slug="north")
    factories.renew()
    editor = make_member("north", "editor", "SE11")
    publish(story, title="Soon", deadline=in_days(3))
    publish(story, title="Later", deadline=in_days(40), kinds=["skill", "market"])
    publish(
        story,
        by=editor,
        profile=north,
        title="Northern",
        topics=["10"],
        kinds=["facility"],
        roles=["end_user"],
        stages=["market"],
        deadline=in_days(20),
    )
    return story


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Soon", "Northern", "Later"]),
        ("?sort=new", ["Northern", "Later", "Soon"]),
        ("?topic=10", ["Northern"]),
        ("?kind=technology", ["Soon"]),
        ("?kind=skill&kind=facility", ["Northern", "Later"]),
        ("?role=end_user", ["Northern"]),
        ("?stage=pilot", ["Soon", "Later"]),
        ("?country=SE", ["Northern"]),
        ("?region=ES5", ["Soon", "Later"]),
        ("?due=week", ["Soon"]),
        ("?due=week&due=later", ["Soon", "Later"]),
        ("?due=month&country=ES", []),
        ("?profile=north", ["Northern"]),
    ],
)
def test_one_filter_for_page_api_and_export(client, three, query, found):
    assert titles(client.get(f"/requests/{query}")) == found
    api = client.get(f"/api/v1/requests/{query}").json()["results"]
    assert [row["title"] for row in api] == found
    separator = "&" if query else "?"
    sheet = page_of(client.get(f"/requests/{query}{separator}format=csv"))
    assert [row["title"] for row in csv.DictReader(io.StringIO(sheet))] == found


@pytest.mark.parametrize("query", ["?kind=gold", "?nonsense=1", "?due=never"])
def test_wrong_filter_is_an_error_on_all_three(client, three, query):
    for path in ("/requests/", "/api/v1/requests/"):
        assert client.get(path + query).status_code == 400
    answer = client.get(f"/requests/{query}&format=csv")
    assert (answer.status_code, answer["Content-Type"][:9]) == (400, "text/html")


def test_facets_count_what_they_would_show(client, three):
    groups = client.get("/requests/?kind=skill").context["facets"]
    found = {
        group["name"]: {one["value"]: one["count"] for one in group["options"]}
        for group in groups
        if group["name"] != "topic"
    }
    assert found == {
        "due": {"later": 1},
        "kind": {"skill": 1, "technology": 1, "facility": 1, "market": 1},
        "role": {"partner": 1, "pilot_site": 1},
        "country": {"ES": 1},
        "stage": {"pilot": 1},
    }


def test_table_has_no_formula(client, story):
    publish(story, title="=1+2", call="+cmd")
    (row,) = csv.DictReader(io.StringIO(page_of(client.get("/requests/?format=csv"))))
    assert (row["title"], row["call"]) == ("'=1+2", "'+cmd")


def test_table_has_the_days_of_the_portals_place(client, story):
    publish(story)
    night = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)
    PartnerRequest.objects.update(created_at=night)
    (row,) = csv.DictReader(io.StringIO(page_of(client.get("/requests/?format=csv"))))
    assert row["published_on"] == "2026-03-02"


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_api_ask_as_often_for_many(
    client, story, count, django_assert_num_queries
):
    for number in range(count):
        publish(story, title=f"Number {number}")
    client.get("/requests/")
    with django_assert_num_queries(7):
        assert len(titles(client.get("/requests/"))) == count
    with django_assert_num_queries(4):
        assert client.get("/api/v1/requests/").json()["count"] == count


def test_empty_list_says_what_requests_are(client):
    page = page_of(client.get("/requests/"))
    assert "No partner is sought just now" in page
    assert "Nothing fits all of these choices" not in page


# --- one request -----------------------------------------------------------------


def test_whose_it_is_sees_whom_it_fits_and_why(client, sign_in, story):
    one = publish(story)
    visitor = page_of(client.get(one.get_absolute_url()))
    finder = page_of(sign_in(story.finder).get(one.get_absolute_url()))
    for page in (visitor, finder):
        assert "Whom it fits" not in page
        assert "Change the request" not in page
        assert "20 days left" in page
    assert "Cell hub" not in visitor
    assert "It fits Cell hub with" in finder
    response = sign_in(story.seeker).get(one.get_absolute_url())
    (fit,) = response.context["fitting"]
    assert fit.profile.slug == "there"
    reasons = [reason.text for reason in fit.reasons]
    assert any("“cell recycling”" in text for text in reasons)
    page = page_of(response)
    assert reasons[0] in unescape(page)
    assert "Change the request" in page
    assert "Answer with an introduction" not in page


def test_profile_that_left_the_lists_is_not_shown_as_fitting(sign_in, story):
    one = publish(story)
    Profile.objects.filter(pk=story.partner.pk).update(status="withdrawn")
    factories.renew()
    response = sign_in(story.seeker).get(one.get_absolute_url())
    assert response.context["fitting"] == []
    assert "Cell hub" not in page_of(response)


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_the_own_request_asks_as_often_for_many(
    sign_in, story, count, django_assert_num_queries
):
    for number in range(1, count):
        other = factories.make_cluster(
            f"SE1{number}", ["20"], title=f"Cells {number}", slug=f"cells-{number}"
        )
        factories.make_item(other, "offer", text="recycling", topics=["20"])
    factories.renew()
    one = publish(story)
    for profile in Profile.objects.filter(type="cluster"):
        person = make_member(f"of-{profile.pk}", "owner", cluster=profile.cluster)
        answer(story, one, by=person, profile=profile)
    client = sign_in(story.seeker)
    client.get(one.get_absolute_url())
    with django_assert_num_queries(PAGE_QUERIES):
        response = client.get(one.get_absolute_url())
    found = (len(response.context["fitting"]), len(response.context["answers"]))
    assert found == (count, count)


PAGE_QUERIES = 23


# --- beside other pages ----------------------------------------------------------


def test_requests_that_fit_are_listed_for_the_profile(sign_in, story):
    publish(story, title="First")
    publish(story, title="Over")
    PartnerRequest.objects.filter(title="Over").update(deadline=in_days(-1))
    page = page_of(sign_in(story.finder).get("/requests/for/there/"))
    assert "First" in page
    assert "Over" not in page
    assert sign_in(story.seeker).get("/requests/for/there/").status_code == 404


def test_dashboard_tells_both_sides(sign_in, story):
    one = publish(story, deadline=in_days(5))
    answer(story, one)
    seeker = page_of(sign_in(story.seeker).get("/dashboard/"))
    assert "1 answer to your request “Recycler of battery cells” waits" in seeker
    assert "Your request “Recycler of battery cells” ends in 5 days." in seeker
    assert "Requests that fit you" not in seeker
    finder = page_of(sign_in(story.finder).get("/dashboard/"))
    assert "Requests that fit you" in finder
    assert f'<a href="{one.get_absolute_url()}">Recycler of battery cells</a>' in finder
    assert "ends in 5 days" not in finder


def test_dashboard_says_nothing_of_what_has_time_and_no_answer(sign_in, story):
    publish(story, deadline=in_days(6))
    page = page_of(sign_in(story.seeker).get("/dashboard/"))
    assert "Recycler of battery cells" not in page


def test_match_card_says_what_the_partner_seeks(sign_in, client, story):
    make_match(make_run(), story.partner, story.profile, 1)
    one = publish(story)
    factories.renew()
    line = f'<a href="{one.get_absolute_url()}">Recycler of battery cells</a>'
    assert line in page_of(sign_in(story.finder).get("/matches/there/"))
    client.logout()
    assert line not in page_of(client.get("/matches/there/"))


def test_profile_links_to_its_requests(client, sign_in, story):
    page = page_of(client.get("/priorities/here/"))
    assert 'href="/requests/?profile=here"' in page
    assert "/requests/new/here/" not in page
    page = page_of(sign_in(story.seeker).get("/priorities/here/"))
    assert 'href="/requests/new/here/"' in page
