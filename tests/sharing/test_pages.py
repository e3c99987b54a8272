"""The pages: directory, access, fitting facilities, and the main paths by forms."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from matching.sharing import services
from matching.sharing.models import MERGED, AccessRequest, FacilityTerms, Pool
from matching.sharing.needs import facilities_for
from regions.editing.writing import free_slug
from regions.models import Facility
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.introductions.story import make_member
from tests.sharing.story import ask, in_days, open_pool, open_wish, terms

pytestmark = pytest.mark.django_db


def names_in(response) -> list[str]:
    return [one.name for one in response.context["page"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Pilot line", "Lab"]),
        ("terms=stated", ["Pilot line"]),
        ("terms=open", ["Lab"]),
        ("capability=clean-room", ["Pilot line"]),
        ("access=open", ["Pilot line"]),
        ("access=industry", []),
        ("trl=6", ["Pilot line"]),
        ("trl=2", []),
        ("stage=pilot", ["Pilot line"]),
        ("stage=market", []),
        ("free=month", ["Pilot line"]),
        ("price=hour&country=FI", ["Pilot line"]),
        ("q=lab", ["Lab"]),
    ],
)
def test_directory_and_api_filter_alike(client, story, query, found):
    terms(story, price="hour", amount=90, trl_from=5, trl_to=7, stages=["pilot"])
    services.add_window(
        by=story.owner, facility=story.line, starts_on=in_days(9), ends_on=in_days(20)
    )
    page = client.get(f"{reverse('sharing:open')}?{query}")
    assert (page.status_code, names_in(page)) == (200, found)
    rows = client.get(f"/api/v1/open-facilities/?{query}").json()["results"]
    assert [one["name"] for one in rows] == found
    table = client.get(f"{reverse('sharing:open')}?{query}&format=csv")
    lines = table.content.decode().splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == found


def test_directory_counts_what_each_choice_would_show(client, story):
    terms(story)
    facets = client.get(reverse("sharing:open")).context["facets"]
    counts = {
        one["name"]: {each["value"]: each["count"] for each in one["options"]}
        for one in facets
    }
    assert counts["terms"] == {"stated": 1, "open": 1}
    assert counts["capability"] == {"clean-room": 1, "climate-chamber": 1}


def test_wrong_filter_is_an_error_on_page_and_api(client, story):
    for path in (reverse("sharing:open"), "/api/v1/open-facilities/"):
        assert client.get(f"{path}?access=nobody").status_code == 400


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/facilities/open/", 14),
        ("/facilities/wishes/", 8),
        ("/api/v1/open-facilities/", 7),
        ("/api/v1/wishes/", 6),
        ("/facilities/for/here/", 12),
    ],
)
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    client, story, path, queries, django_assert_num_queries
):
    """One row of each at first; what is asked does not grow with them."""
    terms(story)
    open_wish(story)
    Facility.objects.filter(slug="lab").delete()
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
    for number in range(2):
        open_wish(story, title=f"Another {number}")
        other = factories.make_facility("PT11", ["20"])
        FacilityTerms.objects.create(facility=other, access="open")
    factories.renew()
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


def test_mailbox_of_a_facility_is_on_no_public_page(client, story):
    terms(story, mailbox="office@hub.example")
    for path in (
        reverse("sharing:access", args=["line"]),
        reverse("sharing:open"),
        "/api/v1/open-facilities/line/",
        reverse("sharing:for", args=["here"]),
    ):
        assert "office@hub.example" not in client.get(path).content.decode()


def test_facility_page_loads_its_access(client, story):
    page = client.get(story.line.get_absolute_url()).content.decode()
    assert f'hx-get="{reverse("sharing:access", args=["line"])}"' in page
    part = client.get(reverse("sharing:access", args=["line"]), HTTP_HX_REQUEST="true")
    assert "<html" not in part.content.decode()


def test_page_of_a_facility_without_owner_says_so(client, story):
    page = client.get(reverse("sharing:access", args=["lab"])).content.decode()
    assert "Nobody acts for this facility in the portal yet" in page
    assert "claim" in page


def test_facilities_that_fit_add_up_and_leak_no_confidential_need(client, story):
    factories.make_item(
        story.here, "need", text="secretword", is_confidential=True, topics=[]
    )
    factories.make_facility("ES51", name="Secretword tower", slug="tower")
    terms(story, stages=["pilot"])
    found = facilities_for(story.asker, story.here)
    assert [one.facility.slug for one in found.rows] == ["line", "lab"]
    one = found.rows[0]
    assert one.fit.parts["topics"] == 3500
    assert sum(points for _, points in one.parts) == pytest.approx(one.points)
    page = client.get(reverse("sharing:for", args=["here"])).content.decode()
    assert "Pilot line" in page
    assert "secretword" not in page.lower()


def test_facilities_for_one_need_of_a_profile(client, story):
    need = factories.make_item(story.here, "need", text="magnetometer", topics=["99"])
    factories.make_facility("ES51", ["99"], name="Magnetometer hall", slug="hall")
    page = client.get(f"{reverse('sharing:for', args=['here'])}?need={need.pk}")
    slugs = [row["fit"].facility.slug for row in page.context["rows"]]
    assert slugs == ["hall"]


def test_profile_page_loads_the_best_facilities(client, story):
    path = reverse("sharing:top", args=["here"])
    assert path in client.get(story.here.get_absolute_url()).content.decode()
    part = client.get(path, HTTP_HX_REQUEST="true").content.decode()
    assert "Pilot line" in part


def test_asking_and_accepting_by_forms(client, story):
    client.force_login(story.asker)
    path = reverse("sharing:ask", args=["line", "here"])
    days = {"wished_from": in_days(30), "wished_to": in_days(35), "hours": 8}
    wrong = client.post(path, {"purpose": "Heat", **days})
    assert (wrong.status_code, AccessRequest.objects.count()) == (400, 0)
    sent = client.post(path, {"purpose": "Heat", "consent": "on", **days})
    one = AccessRequest.objects.get()
    assert sent.headers["Location"] == one.get_absolute_url()
    again = client.post(path, {"purpose": "Heat", "consent": "on", **days})
    assert again.headers["Location"] == one.get_absolute_url()
    client.force_login(story.owner)
    assert "Grant this time" in client.get(one.get_absolute_url()).content.decode()
    granted = {"first": in_days(30), "last": in_days(35), "hours": 8, "consent": "on"}
    client.post(reverse("sharing:accept", args=[one.pk]), granted)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "asker@example.org" in page
    client.force_login(story.clerk)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Withdraw" not in page


def test_terms_by_form_show_on_the_page_and_a_stale_tab_is_refused(client, story):
    client.force_login(story.owner)
    path = reverse("sharing:terms", args=["line"])
    said = {"access": "open", "price": "free", "capabilities": "Kiln, Oven"}
    assert client.post(path, {**said, "version": 0}).status_code == 302
    stale = client.post(path, {**said, "access": "academic", "version": 0})
    assert (stale.status_code, FacilityTerms.objects.get().access) == (400, "open")
    page = client.get(reverse("sharing:access", args=["line"])).content.decode()
    assert "Kiln" in page


def test_who_has_one_profile_asks_or_opens_a_pool_without_choosing(client, story):
    client.force_login(story.asker)
    choose = reverse("sharing:ask-choose", args=["line"])
    pool = reverse("sharing:pool-new", args=["here"])
    assert client.get(choose).url == reverse("sharing:ask", args=["line", "here"])
    assert client.get(f"{choose}?pool=1").url == f"{pool}?facility=line"


def test_pool_by_forms_from_opening_to_sending(client, story):
    client.force_login(story.asker)
    client.post(
        reverse("sharing:pool-new", args=["here"]),
        {
            "title": "Heat", "facility": "line", "purpose": "Heat", "hours": 5,
            "wished_from": in_days(30), "wished_to": in_days(35),
            "join_by": in_days(9), "consent": "on",
        },
    )  # fmt: skip
    pool = Pool.objects.get()
    client.force_login(story.norther)
    share = {"profile": "north", "hours": 4, "consent": "on"}
    client.post(reverse("sharing:pool-join", args=[pool.pk]), share)
    client.force_login(story.asker)
    assert "Send the request" in client.get(pool.get_absolute_url()).content.decode()
    client.post(reverse("sharing:pool-send", args=[pool.pk]), {})
    assert AccessRequest.objects.get().hours == 9
    assert client.get(pool.get_absolute_url()).status_code == 200
    assert client.get(AccessRequest.objects.get().get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["requests", "pools", "wishes"])
def test_lists_show_what_there_is(client, story, name):
    ask(story)
    open_pool(story)
    open_wish(story)
    client.force_login(story.asker)
    page = client.get(reverse(f"sharing:{name}")).content.decode()
    words = {"requests": "Pilot line", "pools": "Cells in the heat"}
    assert words.get(name, "A shared pilot line") in page


def test_wish_by_form(client, story):
    client.force_login(story.asker)
    path = reverse("sharing:wish-new", args=["here"])
    said = {
        "title": "A line", "text": "For all", "cost": "to5", "share": "open",
        "regions_needed": 3, "countries_needed": 3, "until": in_days(30),
    }  # fmt: skip
    assert client.get(path).status_code == 200
    assert client.post(path, said | {"regions_needed": 2}).status_code == 400
    assert client.post(path, said).status_code == 302


def test_unowned_request_shows_curators_a_form_and_an_address(client, story):
    one = ask(story, facility=story.lab)
    client.force_login(story.curator)
    assert "Lab" in client.get(reverse("sharing:unowned")).content.decode()
    client.post(reverse("sharing:note", args=[one.pk]), {"note": "Wrote to the host."})
    client.force_login(story.asker)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Wrote to the host." in page


def test_new_facility_takes_no_address_of_other_pages():
    assert free_slug(Facility, "facility", "Open") == "open-2"


def test_what_is_merged_follows_the_record_that_stays(story):
    gone = factories.make_cluster("PL21", ["20"], title="Anode", slug="anode")
    make_member("other", "owner", cluster=gone)
    person = make_member("third", "owner", cluster=gone)
    both = {"facility": story.line}
    older = ask(story, by=story.easter, profile=story.east, **both)
    younger = ask(story, by=person, profile=gone, **both)
    pool, wish = open_pool(story), open_wish(story)
    for by, profile in ((story.easter, story.east), (person, gone)):
        services.join_pool(by=by, pool=pool, profile=profile, hours=1)
        services.join_wish(by=by, wish=wish, profile=profile, share="open")
    merge(story, story.east, gone)
    older.refresh_from_db()
    younger.refresh_from_db()
    assert (older.state, younger.state) == ("asked", "withdrawn")
    assert younger.profile_id == story.east.pk
    assert pool.members.present().count() == wish.members.present().count() == 2


def test_facility_reads_of_a_pool_without_a_link_to_it(client, story):
    pool = open_pool(story)
    services.join_pool(by=story.norther, pool=pool, profile=story.north, hours=1)
    one = services.send_pool(by=story.asker, pool=pool)
    link = f'href="{pool.get_absolute_url()}"'
    for person, is_linked in ((story.owner, False), (story.norther, True)):
        client.force_login(person)
        page = client.get(one.get_absolute_url()).content.decode()
        assert (pool.title in page, link in page) == (True, is_linked)


def test_free_times_that_are_past_stand_in_no_list(client, story):
    terms(story)
    past, ahead = ({"starts_on": in_days(n), "ends_on": in_days(n)} for n in (-1, 1))
    for days in (past, ahead):
        story.line.windows.create(**days)
    found = client.get("/api/v1/open-facilities/line/").json()
    assert [one["starts_on"] for one in found["windows"]] == [str(in_days(1))]
    table = client.get(reverse("sharing:open"), {"format": "csv"}).content.decode()
    assert (str(in_days(-1)) in table, str(in_days(1)) in table) == (False, True)


def test_what_the_portal_wrote_at_an_end_is_in_the_readers_language(story):
    one = AccessRequest(closing=MERGED)
    with translation.override("de"):
        assert one.closing_words == gettext(MERGED)
    assert AccessRequest(closing="Sorry").closing_words == "Sorry"


def merge(story, kept, gone) -> None:
    merge_records(kept=kept, gone=gone, chosen={}, by=story.curator)
