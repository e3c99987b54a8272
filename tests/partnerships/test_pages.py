"""Pages of partnerships: what each person sees and can press."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from matching.partnerships import services
from matching.partnerships.models import Partnership, Pledge, Proposal, Report
from matching.partnerships.seeding import load_partnerships, load_seats
from tests import factories
from tests.partnerships.story import (
    ANSWERS,
    SCOPING,
    decide,
    in_days,
    make_active,
    make_draft,
    make_ready,
    page_of,
    pledge,
    review,
    said,
    seat_of,
    submit,
)

pytestmark = pytest.mark.django_db
SECRET = "Secret graphene plan"


def titles(response) -> list[str]:
    return [one.title for one in response.context["page"]]


# --- who sees which --------------------------------------------------------------


def test_drafts_are_seen_by_their_people_and_curators_only(client, sign_in, story):
    one = make_draft(story, title=SECRET)
    services.invite(by=story.ana, partnership=one, profile=story.finland)
    paths = (
        "/partnerships/",
        "/partnerships/?format=csv",
        "/partnerships/?q=graphene",
        "/api/v1/partnerships/",
        f"/api/v1/partnerships/{one.slug}/",
        one.get_absolute_url(),
        f"{one.get_absolute_url()}proposals/{Proposal.objects.get().pk}/",
    )
    for reader in (client, sign_in(story.rui)):
        assert all(SECRET not in page_of(reader.get(path)) for path in paths)
    for person in (story.ana, story.eero, story.curator):
        reader = sign_in(person)
        assert SECRET in page_of(reader.get(one.get_absolute_url()))
        assert SECRET not in page_of(reader.get("/partnerships/"))
    eero = sign_in(story.eero)
    assert eero.get(paths[-1]).status_code == 404


def test_invited_and_asking_profiles_are_not_public(client, story):
    one = make_active(story)
    services.ask_to_join(by=story.rui, profile=story.other, partnership=one)
    page = page_of(client.get(one.get_absolute_url()))
    assert "Cathodes" in page
    assert "Fish" not in page
    assert "Fish" not in page_of(client.get(f"/api/v1/partnerships/{one.slug}/"))


def test_letter_is_opened_by_members_and_curators(client, sign_in, story):
    one = make_active(story)
    letter = pledge(story, seat_of(one, story.spain), story.ana)
    path = f"{one.get_absolute_url()}letters/{letter.pk}/file/"
    page = page_of(client.get(one.get_absolute_url()))
    assert "letter signed until" in page
    assert "letter.pdf" not in page
    assert client.get(path).status_code == 302
    assert sign_in(story.rui).get(path).status_code == 404
    for person in (story.eero, story.curator):
        assert sign_in(person).get(path).content == b"%PDF-1.4 letter"


# --- the list --------------------------------------------------------------------


@pytest.fixture
def three(story):
    factories.make_cooperation(["PT11"], ["10"], slug="im-tex", keywords=["fibres"])
    load_partnerships(), load_seats()
    make_active(story)
    services.set_up_partnership(
        by=story.curator, said=said(title="Wood", topics=["10"]), phase="learn"
    )
    factories.renew()
    return story


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Battery cells", "Wood", "Innovative Textiles"]),
        ("?sort=title", ["Battery cells", "Innovative Textiles", "Wood"]),
        ("?sort=members", ["Battery cells", "Innovative Textiles", "Wood"]),
        ("?topic=20", ["Battery cells"]),
        ("?status=historical", ["Innovative Textiles"]),
        ("?phase=learn", ["Wood"]),
        ("?country=FI&country=PT", ["Battery cells", "Innovative Textiles"]),
        ("?region=SE1", ["Battery cells"]),
        ("?q=fibr", ["Innovative Textiles"]),
        ("?q=cathodes+recycling", ["Battery cells"]),
        ("?q=nothing", []),
    ],
)
def test_one_filter_for_page_api_and_export(client, three, query, found):
    assert titles(client.get(f"/partnerships/{query}")) == found
    api = client.get(f"/api/v1/partnerships/{query}").json()["results"]
    assert [row["title"] for row in api] == found
    separator = "&" if query else "?"
    sheet = page_of(client.get(f"/partnerships/{query}{separator}format=csv"))
    assert [row["title"] for row in csv.DictReader(io.StringIO(sheet))] == found


@pytest.mark.parametrize("query", ["?status=draft", "?phase=x", "?nonsense=1"])
def test_wrong_filter_is_an_error(client, three, query):
    for path in ("/partnerships/", "/api/v1/partnerships/"):
        assert client.get(path + query).status_code == 400


def test_facets_count_what_they_would_show(client, three):
    groups = client.get("/partnerships/?country=PT").context["facets"]
    found = {
        group["name"]: {one["value"]: one["count"] for one in group["options"]}
        for group in groups
        if group["name"] in ("status", "country")
    }
    assert found == {
        "status": {"historical": 1},
        "country": {"PT": 1, "ES": 1, "FI": 1, "SE": 1},
    }


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_many(client, story, count, django_assert_num_queries):
    for number in range(count):
        make_active(story, title=f"Number {number}")
    client.get("/partnerships/")
    with django_assert_num_queries(LIST_QUERIES):
        assert len(titles(client.get("/partnerships/"))) == count
    with django_assert_num_queries(API_QUERIES):
        assert client.get("/api/v1/partnerships/").json()["count"] == count


LIST_QUERIES, API_QUERIES = 8, 6


def test_empty_list_says_how_one_begins(client):
    page = page_of(client.get("/partnerships/"))
    assert "There is no partnership yet" in page


# --- one of them -----------------------------------------------------------------


def test_historical_partnership_says_so_with_its_source(client, three):
    page = page_of(client.get("/partnerships/textiles/"))
    assert "was not read" in page
    assert "Member PT11" in page
    assert "example.org" in page
    assert "Ask to join" not in page
    assert "Entry conditions" not in page


def test_page_shows_map_table_and_conditions(client, story):
    one = make_active(story)
    page = page_of(client.get(one.get_absolute_url()))
    assert 'data-code="ES51"' in page
    assert "3 regions take part" not in page
    assert "2 regions take part." in page
    assert "Invite a region of another member state." in page
    assert "present phase" in page


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_many(sign_in, story, count, django_assert_num_queries):
    one = make_active(story)
    for number in range(count):
        profile = factories.make_priority(f"PT1{number}", ["20"])
        person = factories.make_person(f"p{number}", region=profile.region_id)
        seat = services.invite(by=story.ana, partnership=one, profile=profile)
        services.answer_invitation(by=person, seat=seat, accepts=True)
    client = sign_in(story.ana)
    client.get(one.get_absolute_url())
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(one.get_absolute_url())


PAGE_QUERIES = 20


# --- what one presses ------------------------------------------------------------


def test_expression_from_form_to_active_partnership(sign_in, story):
    about = {"title": "Cells", "scope": "All of it", "topics": ["20"], **ANSWERS}
    ana = sign_in(story.ana)
    assert "cells" in page_of(ana.get("/partnerships/propose/"))
    response = ana.post("/partnerships/new/cells/", about)
    one = Partnership.objects.get()
    proposal = one.proposals.get()
    path = f"/partnerships/{one.slug}/proposals/{proposal.pk}/"
    assert response["Location"] == path
    page = page_of(ana.post(f"{path}submit/", follow=True))
    assert "An entry condition is not met yet" in page
    ana.post(f"/partnerships/{one.slug}/invite/cathodes/", {"role": "lead"})
    ana.post(f"/partnerships/{one.slug}/invite/recyclers/", {"role": "member"})
    for person, profile in ((story.eero, story.finland), (story.siri, story.sweden)):
        seat = seat_of(one, profile)
        sign_in(person).post(
            f"/partnerships/{one.slug}/seats/{seat.pk}/answer/", {"accept": "1"}
        )
    for person, profile in ((story.ana, story.spain), (story.eero, story.finland)):
        file = SimpleUploadedFile("letter.pdf", b"%PDF-1.4")
        sign_in(person).post(
            f"/partnerships/{one.slug}/seats/{seat_of(one, profile).pk}/letter/",
            {"step": "4", "file": file},
        )
    assert Pledge.objects.running().count() == 2
    sign_in(story.ana).post(f"{path}submit/")
    curator = sign_in(story.curator)
    assert "Cells" in page_of(curator.get("/partnerships/assessment/"))
    given = {
        f"{part}-{code}": value
        for code in ("idea", "commitment", "leadership", "balance", "stakeholders")
        for part, value in (("points", "4"), ("reason", "Good"))
    }
    for person in (story.curator, story.second):
        sign_in(story.curator).post(f"{path}assign/", {"reviewer": person.pk})
        assert sign_in(person).post(f"{path}review/", given).status_code == 302
    verdict = {"verdict": "accepted", "reason": "Well founded."}
    sign_in(story.curator).post(f"{path}decide/", verdict)
    one.refresh_from_db()
    assert (one.status, one.phase) == ("active", "set_up")
    page = page_of(sign_in(story.ana).get(path))
    assert "80 of 100" in page
    assert "Well founded." in page
    assert "second@example.org" not in page


def test_form_with_faults_names_them_and_keeps_what_was_typed(sign_in, story):
    response = sign_in(story.ana).post(
        "/partnerships/new/cells/", {"scope": "Typed", "topics": ["nonsense"]}
    )
    page = page_of(response)
    assert response.status_code == 400
    assert "Give it a name." in page
    assert "Typed" in page
    assert not Partnership.objects.exists()


def test_topic_is_found_without_a_script(sign_in, story):
    form = {"_do": "search:topics", "_q-topics": "10", "title": ""}
    page = page_of(sign_in(story.curator).post("/partnerships/set-up/", form))
    assert "Topic 10" in page
    assert "Give it a name." not in page


def test_review_with_gaps_is_not_stored(sign_in, story):
    proposal = submit(story)
    services.assign_reviewer(by=story.curator, proposal=proposal, reviewer=story.second)
    path = f"{proposal.partnership.get_absolute_url()}proposals/{proposal.pk}/review/"
    response = sign_in(story.second).post(path, {"points-idea": "3"})
    assert response.status_code == 400
    assert "Say why." in page_of(response)
    assert sign_in(story.curator).get(path).status_code == 404


def test_leads_do_not_read_reviews_before_the_decision(sign_in, story):
    proposal = submit(story)
    review(story, proposal, story.second)
    path = f"{proposal.partnership.get_absolute_url()}proposals/{proposal.pk}/"
    assert "Reason of second" not in page_of(sign_in(story.ana).get(path))
    assert "Reason of second" in page_of(sign_in(story.curator).get(path))
    decide(story, proposal, "returned")
    assert "Reason of second" in page_of(sign_in(story.ana).get(path))


def test_curator_sets_up_invites_and_region_joins(sign_in, story):
    curator = sign_in(story.curator)
    form = {"title": "Hydrogen", "topics": ["20"], "phase": "set_up"}
    response = curator.post("/partnerships/set-up/", form)
    assert response["Location"] == "/partnerships/hydrogen/manage/"
    found = page_of(curator.get("/partnerships/hydrogen/invite/?q=cell"))
    assert "/partnerships/hydrogen/invite/cells/" in found
    curator.post("/partnerships/hydrogen/invite/cells/", {"role": "lead"})
    one = Partnership.objects.get()
    ana = sign_in(story.ana)
    assert "Cells is invited to Hydrogen" in page_of(ana.get("/partnerships/mine/"))
    path = f"/partnerships/hydrogen/seats/{seat_of(one, story.spain).pk}/answer/"
    ana.post(path, {"accept": "1"})
    eero = sign_in(story.eero)
    eero.post("/partnerships/hydrogen/join/", {"profile": "cathodes", "role": "member"})
    ana = sign_in(story.ana)
    assert "Cathodes asks to join Hydrogen" in page_of(ana.get("/partnerships/mine/"))
    path = f"/partnerships/hydrogen/seats/{seat_of(one, story.finland).pk}/answer/"
    page = page_of(ana.post(path, {"accept": "0"}, follow=True))
    assert "Say why." in page
    ana.post(path, {"accept": "1"})
    assert one.members.active().count() == 2


def test_lead_steers_phases_and_milestones(sign_in, story):
    one = make_active(story)
    path, ana = one.get_absolute_url(), sign_in(story.ana)
    ana.post(f"{path}phase/", {"phase": "connect", "reason": "Map is done"})
    due = {"title": "Pilot", "phase": "connect", "due_on": in_days(9).isoformat()}
    ana.post(f"{path}milestones/", due)
    page = page_of(ana.post(f"{path}milestones/", {"phase": "connect"}))
    assert "Please check these fields" in page
    ana.post(f"{path}milestones/{one.milestones.get().pk}/")
    page = page_of(ana.get(path))
    assert "Pilot" in page
    assert "done on" in page
    assert sign_in(story.eero).get(f"{path}manage/").status_code == 403


def test_scoping_note_is_begun_and_written(sign_in, story):
    one = make_active(story)
    ana = sign_in(story.ana)
    assert "Write the scoping note" in page_of(
        ana.get(f"{one.get_absolute_url()}manage/")
    )
    ana.post(f"{one.get_absolute_url()}scoping/")
    note = one.proposals.get()
    path = f"{one.get_absolute_url()}proposals/{note.pk}/"
    assert ana.post(f"{path}write/", SCOPING).status_code == 302
    ana.post(f"{path}submit/")
    note.refresh_from_db()
    assert note.state == "submitted"


def test_report_is_written_submitted_and_shown(client, sign_in, story):
    one = make_active(story)
    facts = {"first_day": in_days(-9), "last_day": in_days(0), "due_on": in_days(9)}
    report = Report.objects.create(partnership=one, **facts)
    path = f"{one.get_absolute_url()}reports/{report.pk}/"
    assert client.get(path).status_code == 404
    assert sign_in(story.eero).get(f"{path}write/").status_code == 403
    ana = sign_in(story.ana)
    assert "Recyclers" in page_of(ana.get(f"{path}write/"))
    ana.post(f"{path}write/", {"progress": "We met.", "is_public": "on", "submit": "1"})
    client.logout()
    assert "We met." in page_of(client.get(path))
    Report.objects.update(is_public=False)
    assert client.get(path).status_code == 404


def test_leaving_lead_hands_over_on_the_page(sign_in, story):
    one = make_active(story)
    lead, member = seat_of(one, story.spain), seat_of(one, story.finland)
    path, ana = one.get_absolute_url(), sign_in(story.ana)
    page = page_of(ana.post(f"{path}seats/{lead.pk}/leave/", follow=True))
    assert "You are the last lead." in page
    ana.post(f"{path}seats/{lead.pk}/lead/", {"taker": member.pk})
    eero = sign_in(story.eero)
    assert "Cells offers you the lead." in page_of(eero.get(path))
    offer = member.handovers_received.get()
    eero.post(f"{path}leads/{offer.pk}/answer/", {"accept": "1"})
    sign_in(story.ana).post(f"{path}seats/{lead.pk}/leave/")
    assert [seat.pk for seat in one.members.leads()] == [member.pk]


def test_conditions_of_a_ready_draft_are_shown_beside_it(sign_in, story):
    proposal = make_ready(story)
    path = f"{proposal.partnership.get_absolute_url()}proposals/{proposal.pk}/"
    page = page_of(sign_in(story.ana).get(path))
    assert "3 regions take part." in page
    assert "1 of 1 leads have shown one." in page
    assert "expression-of-interest" in page
