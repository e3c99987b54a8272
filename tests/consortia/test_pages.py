"""Pages as the lead, a reader, a member, who is invited, and others see them."""

import pytest
from django.utils import translation
from django.utils.translation import pgettext

from matching.calls.models import Call
from matching.consortia import services
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.queries import open_consortia, waiting_invitations
from matching.consortia.services import Outsider, Part
from matching.keeping.models import ShortlistEntry
from matching.partnerships.models import Partnership, PartnershipMember
from regions.models import Profile
from tests import factories
from tests.consortia.story import (
    agree,
    composition,
    invite,
    make_call,
    member,
    page_of,
    start,
)

pytestmark = pytest.mark.django_db
LEAST = 'name="do" value="invite"'


def address(one, rest: str = "") -> str:
    return f"/consortia/{one.slug}/{rest}"


def messages_of(client, answer) -> str:
    return page_of(client.get(answer["Location"]))


# --- starting --------------------------------------------------------------------


def test_start_from_a_call_with_the_only_profile(sign_in, story):
    client = sign_in(story.editor)
    path = f"/consortia/new/?call={story.call.slug}"
    page = page_of(client.get(path))
    assert f'<option value="{story.call.slug}" selected>' in page
    sent = {"call": story.call.slug, "title": "Cells", "text": ""}
    answer = client.post(path, sent)
    one = Consortium.objects.get()
    assert answer["Location"] == one.get_absolute_url()
    assert composition(one) == {"Batteries": "agreed"}


def test_start_from_a_shortlist_ticks_it(sign_in, story):
    ShortlistEntry.objects.create(profile=story.lead, partner=story.finnish)
    other = factories.make_priority("ES51", title="Second")
    client = sign_in(story.editor)
    page = page_of(client.get("/consortia/new/?from=shortlist"))
    assert "profile=here&amp;from=shortlist" in page
    assert f"profile={other.slug}" in page
    path = "/consortia/new/?profile=here&from=shortlist"
    page = page_of(client.get(path))
    assert 'value="finnish" checked' in page
    sent = {"call": story.call.slug, "title": "Cells", "partners": ["finnish"]}
    client.post(path, sent)
    one = Consortium.objects.get()
    assert composition(one) == {"Batteries": "agreed", "Cell hub": "considered"}


def test_bad_starts_name_the_field_and_write_nothing(sign_in, story):
    closed = make_call(slug="over", closes="2020-01-01")
    client = sign_in(story.editor)
    answer = client.post("/consortia/new/", {"call": closed.slug, "title": ""})
    assert answer.status_code == 400
    assert "Give it a title" in page_of(answer)
    assert not Consortium.objects.exists()
    # A partner that was not offered is refused, too.
    sent = {"call": story.call.slug, "title": "A", "partners": ["polish"]}
    client.post("/consortia/new/", sent)
    assert composition(Consortium.objects.get()) == {"Batteries": "agreed"}


def test_who_leads_nothing_is_told_how(sign_in, story):
    page = page_of(sign_in(story.reader).get("/consortia/new/"))
    assert "You have no profile that could lead a consortium" in page


# --- the page of one -------------------------------------------------------------


def test_lead_sees_rules_gaps_and_who_closes_them(sign_in, story):
    one = start(story, story.finnish)
    page = page_of(sign_in(story.editor).get(address(one)))
    assert "0 of 3 rules are met" in page
    assert "Who could close this gap" in page
    assert 'value="polish"' in page
    assert "https://example.org/call" in page
    answer = sign_in(story.editor).post(address(one, "add/"), {"profile": "polish"})
    page = messages_of(sign_in(story.editor), answer)
    assert "“Mines” is considered." in page
    assert "3 of 3 rules are met" in page
    assert "Who could close this gap" not in page


def test_rules_are_worked_out_as_the_register_is_now(sign_in, story):
    one = start(story, story.finnish, story.polish)
    client = sign_in(story.editor)
    assert "3 of 3 rules are met" in page_of(client.get(address(one)))
    story.polish.region.cohesion_category = "more"
    story.polish.region.save()
    assert "2 of 3 rules are met" in page_of(client.get(address(one)))
    story.call.rules.filter(kind="min_from").delete()
    assert "2 of 2 rules are met" in page_of(client.get(address(one)))


def filled(story) -> Consortium:
    """The Finn has agreed, the Pole is asked; a note, a share, one only considered."""
    one = start(story)
    agreed = agree(story, one, story.finnish, story.finn)
    part = Part(note="slow to answer", share=12)
    services.describe_part(by=story.editor, member=agreed, part=part)
    invite(story, one, story.polish)
    secret = factories.make_cluster("PT18", title="Secret idea")
    services.add_partner(by=story.editor, consortium=one, profile=secret)
    return one


@pytest.mark.parametrize(
    ("person", "sees", "not_sees"),
    [
        ("editor", ["slow to answer", "12 %", "Secret idea", LEAST, "Mines"], []),
        ("curator", ["slow to answer", "12 %", "Secret idea", LEAST], []),
        ("reader", ["12 %", "Secret idea"], ["slow to answer", LEAST]),
        ("finn", ["12 %", "Secret idea", "Leave it"], ["slow to answer", LEAST]),
        (
            "pole",
            ["Does Mines take part?", "Cell hub", "1 further partner"],
            ["slow to answer", "12 %", "Secret idea", LEAST, "Rules of the call"],
        ),
    ],
)
def test_who_sees_what_of_it(sign_in, story, person, sees, not_sees):
    one = filled(story)
    answer = sign_in(getattr(story, person)).get(address(one))
    page = page_of(answer)
    assert answer.status_code == 200
    assert [words for words in sees if words not in page] == []
    assert [words for words in not_sees if words in page] == []


def test_strangers_see_nothing_until_it_is_public(client, sign_in, story):
    one = filled(story)
    Consortium.objects.update(visibility="public")
    assert client.get(address(one)).status_code == 404
    assert sign_in(story.stranger).get(address(one)).status_code == 404
    Consortium.objects.update(stage="submitted")
    client.logout()
    page = page_of(client.get(address(one)))
    assert "Cell hub" in page
    for words in ("Mines", "Secret idea", "slow to answer", "12 %", "further partner"):
        assert words not in page
    found = client.get("/api/v1/consortia/").json()["results"]
    assert [each["name"] for each in found[0]["members"]] == ["Batteries", "Cell hub"]
    Consortium.objects.update(visibility="members")
    assert client.get(address(one)).status_code == 404
    assert client.get("/api/v1/consortia/").json()["results"] == []


def test_hidden_profiles_are_not_shown_to_everybody(client, story):
    one = filled(story)
    Consortium.objects.update(visibility="public", stage="submitted")
    Profile.objects.filter(pk=story.finnish.pk).update(status="withdrawn")
    assert "Cell hub" not in page_of(client.get(address(one)))
    found = client.get("/api/v1/consortia/").json()["results"]
    assert [each["name"] for each in found[0]["members"]] == ["Batteries"]
    Profile.objects.filter(pk=story.lead.pk).update(status="withdrawn")
    assert client.get(address(one)).status_code == 404
    assert client.get("/api/v1/consortia/").json()["results"] == []


def test_the_invited_learn_nothing_from_the_page_of_leaving(sign_in, story):
    one = start(story, story.polish)
    found = invite(story, one, story.finnish)
    there = address(one, f"members/{found.pk}/leave/")
    assert sign_in(story.finn).get(there).status_code == 404


def test_a_call_that_was_hidden_is_named_without_a_link(sign_in, story):
    one = start(story)
    Call.objects.update(is_published=False)
    page = page_of(sign_in(story.editor).get(address(one)))
    assert story.call.title in page
    assert f'href="{story.call.get_absolute_url()}"' not in page


def test_an_odd_number_of_the_composition_adopts_nothing(sign_in, story):
    one = start(story)
    sent = {"partner": ["polish"], "revision": "9" * 5000}
    assert sign_in(story.editor).post(address(one, "proposals/adopt/"), sent)
    assert composition(one) == {"Batteries": "agreed"}


def test_who_was_only_considered_or_has_declined_sees_nothing(sign_in, story):
    one = start(story, story.finnish)
    assert sign_in(story.finn).get(address(one)).status_code == 404
    found = invite(story, one, story.finnish)
    services.answer_invitation(by=story.finn, member=found, agrees=False)
    assert sign_in(story.finn).get(address(one)).status_code == 404


def test_a_closed_call_is_said_and_read(sign_in, story):
    one = start(story)
    Call.objects.update(closes="2020-03-01")
    page = page_of(sign_in(story.editor).get(address(one)))
    assert "This call closed on 1 March 2020" in page


@pytest.mark.parametrize("rest", ["facts/", "add/", "outside/", "proposals/"])
def test_desks_are_the_leads(client, sign_in, story, rest):
    one = filled(story)
    path = address(one, rest)
    assert client.get(path)["Location"].startswith("/accounts/login/")
    people = ("editor", "curator", "reader", "finn", "pole", "stranger")
    codes = {
        name: sign_in(getattr(story, name)).get(path).status_code for name in people
    }
    assert codes == {
        "editor": 200,
        "curator": 200,
        "reader": 403,
        "finn": 403,
        "pole": 403,
        "stranger": 404,
    }


@pytest.mark.parametrize("more", [1, 3])
def test_page_of_one_has_as_many_queries_for_more_partners(
    sign_in, story, more, django_assert_num_queries
):
    story.call = make_call([("min_partners", {"n": 9}), ("min_countries", {"n": 9})])
    extra = [factories.make_cluster("FI1C", title=f"{n}") for n in range(more)]
    one = start(story, *extra)
    client = sign_in(story.editor)
    client.get(address(one))
    with django_assert_num_queries(31):
        client.get(address(one))


# --- changing --------------------------------------------------------------------


def test_taking_out_says_what_breaks_and_who_could_come(sign_in, story):
    one = start(story, story.finnish, story.polish)
    other = factories.make_priority("PT18", ["20"], title="Tiles", slug="tiles")
    client = sign_in(story.editor)
    path = address(one, f"members/{member(one, story.polish).pk}/remove/")
    page = page_of(client.get(path))
    assert "These rules are met now, and would not be any more" in page
    assert f'value="{other.slug}"' in page
    answer = client.post(path, {"profile": "tiles"})
    page = messages_of(client, answer)
    assert "“Mines” is taken out." in page
    assert "No longer met" not in page
    assert composition(one) == {
        "Batteries": "agreed",
        "Cell hub": "considered",
        "Tiles": "considered",
    }


def test_taking_out_without_another_warns_afterwards(sign_in, story):
    one = start(story, story.finnish, story.polish)
    client = sign_in(story.editor)
    path = address(one, f"members/{member(one, story.polish).pk}/remove/")
    page = messages_of(client, client.post(path))
    assert page.count("No longer met:") == 3


def test_a_coordinator_who_breaks_a_rule_is_asked_about(sign_in, story):
    rules = [("coordinator_category", {"categories": ["more"]})]
    story.call = make_call(rules)
    one = start(story, story.polish)
    found = member(one, story.polish)
    client = sign_in(story.editor)
    path = address(one, f"members/{found.pk}/coordinate/")
    page = page_of(client.post(path))
    assert "This breaks a rule" in page
    assert member(one, story.lead).is_coordinator
    client.post(path, {"sure": "yes"})
    assert member(one, story.polish).is_coordinator


def test_a_share_that_breaks_a_rule_is_asked_about(sign_in, story):
    rules = [("max_share", {"of": "partner", "share": 0.5})]
    story.call = make_call(rules)
    one = start(story, story.polish)
    found = member(one, story.lead)
    for each in (found, member(one, story.polish)):
        services.describe_part(by=story.editor, member=each, part=Part(share=50))
    client = sign_in(story.editor)
    path = address(one, f"members/{found.pk}/")
    sent = {"share": "60", "roles": ["end_user"], "is_nonprofit": "yes", "note": "n"}
    page = page_of(client.post(path, sent))
    assert 'name="share" value="60"' in page
    found.refresh_from_db()
    assert found.share == 50
    answer = client.post(path, {**sent, "sure": "yes"})
    assert "No longer met" in messages_of(client, answer)
    found.refresh_from_db()
    assert (found.share, found.roles, found.is_nonprofit) == (60, ["end_user"], True)
    assert client.post(path, {"share": "170"}).status_code == 400


def test_outsiders_are_described_and_count(sign_in, story):
    one = start(story)
    client = sign_in(story.editor)
    sent = {"name": "Acme", "country": "PL", "region_code": "PL22", "actor": "company"}
    client.post(address(one, "outside/"), sent)
    page = page_of(client.get(address(one)))
    assert "Acme" in page
    assert "not in the register" in page
    wrong = {**sent, "name": "Other", "region_code": "FI1C"}
    answer = client.post(address(one, "outside/"), wrong)
    assert (answer.status_code, "in another country" in page_of(answer)) == (400, True)
    found = ConsortiumMember.objects.get(name="Acme")
    path = address(one, f"members/{found.pk}/organisation/")
    client.post(path, {**sent, "name": "Acme Ltd"})
    assert "Acme Ltd" in composition(one)
    assert "1 of 3 rules are met" in page_of(client.get(address(one)))


def test_partners_are_found_by_words(sign_in, story):
    one = start(story, story.finnish)
    factories.make_cluster("FI1C", title="Cell draft", status="draft")
    factories.renew()
    page = page_of(sign_in(story.editor).get(address(one, "add/?q=cell")))
    assert "Cell hub" in page
    assert "considered" in page
    assert "Cell draft" not in page


def test_buttons_do_what_they_say(sign_in, story):
    one = start(story, story.finnish)
    found = member(one, story.finnish)
    client = sign_in(story.editor)
    path = address(one, f"members/{found.pk}/do/")
    for what, state in (("pin", "pinned"), ("unpin", "considered")):
        client.post(path, {"do": what})
        assert composition(one)["Cell hub"] == state
    client.post(address(one, "exclude/"), {"profile": "finnish"})
    assert composition(one)["Cell hub"] == "excluded"
    client.post(address(one, "add/"), {"profile": "finnish"})
    client.post(path, {"do": "invite"})
    assert composition(one)["Cell hub"] == "invited"
    assert client.post(path, {"do": "nonsense"}).status_code == 404


def test_facts_are_changed(sign_in, story):
    one = start(story)
    client = sign_in(story.editor)
    sent = {"title": "New", "trl": "6", "months": "30", "visibility": "public"}
    client.post(address(one, "facts/"), sent)
    one.refresh_from_db()
    assert (one.title, one.trl, one.visibility) == ("New", 6, "public")
    assert client.post(address(one, "facts/"), {**sent, "trl": "12"}).status_code == 400


# --- answering -------------------------------------------------------------------


def test_the_invited_agree_and_leave(sign_in, story):
    one = start(story)
    found = invite(story, one, story.finnish)
    client = sign_in(story.finn)
    assert [each.pk for each in waiting_invitations(story.finn)] == [found.pk]
    answer = client.post(address(one, f"members/{found.pk}/answer/"), {"answer": "yes"})
    assert "Your side takes part." in messages_of(client, answer)
    assert list(waiting_invitations(story.finn)) == []
    path = address(one, f"members/{found.pk}/leave/")
    assert "Its lead is told" in page_of(client.get(path))
    answer = client.post(path)
    assert "Your side has left" in messages_of(client, answer)
    assert composition(one)["Cell hub"] == "left"


def test_nobody_answers_for_others(sign_in, story):
    one = filled(story)
    found = member(one, story.polish)
    path = address(one, f"members/{found.pk}/answer/")
    for person, code in (
        (story.editor, 404),
        (story.curator, 404),
        (story.finn, 404),
        (story.stranger, 404),
    ):
        answer = sign_in(person).post(path, {"answer": "yes"})
        assert answer.status_code == code
    assert composition(one)["Mines"] == "invited"


# --- proposals -------------------------------------------------------------------


def test_proposals_are_shown_and_adopted(sign_in, story):
    one = start(story)
    client = sign_in(story.editor)
    page = page_of(client.get(address(one, "proposals/")))
    assert "Proposal 1" in page
    assert "Proven: no other choice" in page
    assert "Mines" in page
    revision = Consortium.objects.get().revision
    sent = {
        "partner": ["here", "finnish", "polish"],
        "coordinator": "here",
        "revision": revision,
    }
    answer = client.post(address(one, "proposals/adopt/"), sent)
    assert "The proposal is adopted" in messages_of(client, answer)
    assert composition(one) == {
        "Batteries": "agreed",
        "Cell hub": "considered",
        "Mines": "considered",
    }
    sent["partner"] = ["here"]
    answer = client.post(address(one, "proposals/adopt/"), sent)
    assert answer["Location"] == address(one, "proposals/")
    assert "has changed meanwhile" in messages_of(client, answer)


def test_pinned_are_kept_and_excluded_are_not_named(sign_in, story):
    more = factories.make_cluster("PT18", ["20"], title="Pinned hub")
    one = start(story, more)
    services.pin_member(by=story.editor, member=member(one, more))
    services.exclude_profile(by=story.editor, consortium=one, profile=story.polish)
    services.add_outsider(
        by=story.editor, consortium=one, outsider=Outsider("Acme", "IE", "company")
    )
    page = page_of(sign_in(story.editor).get(address(one, "proposals/")))
    number = page.count("Adopt this one")
    assert number
    assert page.count(">Pinned hub</a>") == number
    assert page.count("Acme\n") == number
    assert "Mines" not in page


def test_what_is_impossible_is_explained_by_what_contradicts(sign_in, story):
    rules = [
        ("min_partners", {"n": 3}),
        ("coordinator_category", {"categories": ["less"]}),
    ]
    story.call = make_call(rules)
    one = start(story)
    client = sign_in(story.editor)
    page = page_of(client.get(address(one, "proposals/")))
    assert "No choice of these candidates meets everything" in page
    assert "“Batteries” coordinates" in page
    assert "proposals/?lead=any" in page
    page = page_of(client.get(address(one, "proposals/?lead=any")))
    assert "Proposal 1" in page


def test_wishes_that_make_no_sense_are_said(sign_in, story):
    one = start(story)
    answer = sign_in(story.editor).get(address(one, "proposals/?low=9&high=3"))
    assert answer.status_code == 400
    assert "less than the least number" in page_of(answer)


# --- the list --------------------------------------------------------------------


def listed(client, query: str = "") -> list[str]:
    """The titles of a list, by the API, which has the same filter."""
    found = client.get(f"/api/v1/consortia/{query}").json()["results"]
    page = page_of(client.get(f"/consortia/{query}"))
    titles = [each["title"] for each in found]
    assert [title for title in titles if title not in page] == []
    return sorted(titles)


def test_list_holds_what_one_may_see(client, sign_in, story):
    mine = start(story, title="Mine")
    invite(story, mine, story.finnish)
    other = start(story, title="Shown")
    Consortium.objects.filter(pk=other.pk).update(
        visibility="public", stage="submitted"
    )
    assert listed(client) == ["Shown"]
    assert listed(sign_in(story.stranger)) == ["Shown"]
    assert listed(sign_in(story.finn)) == ["Mine", "Shown"]
    assert listed(sign_in(story.finn), "?mine=yes") == ["Mine"]
    assert listed(sign_in(story.editor), "?stage=submitted") == ["Shown"]
    assert listed(sign_in(story.editor), f"?call={story.call.slug}") == [
        "Mine",
        "Shown",
    ]
    assert client.get("/consortia/?stage=nonsense").status_code == 400
    assert client.get("/consortia/?what=ever").status_code == 400
    assert [each.title for each in open_consortia(story.editor)] == ["Mine"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_has_as_many_queries_for_more_rows(
    sign_in, story, rows, django_assert_num_queries
):
    for number in range(rows):
        start(story, title=f"Number {number}")
    client = sign_in(story.editor)
    client.get("/consortia/")
    with django_assert_num_queries(9):
        client.get("/consortia/")


def test_empty_list_says_what_to_do(client):
    page = page_of(client.get("/consortia/"))
    assert "No consortium to see yet" in page
    assert "/calls/" in page


# --- from a partnership ----------------------------------------------------------


def test_start_from_a_partnership_ticks_its_members(sign_in, story):
    one = Partnership.objects.create(slug="smart", title="Smart", status="active")
    one.topics.add(factories.make_topic("20"))
    factories.make_priority("PL22", ["10"], title="Elsewhere")
    rows = {"partnership": one, "state": "active"}
    place = factories.make_region("FI1C")
    PartnershipMember.objects.create(region=place, profile=story.finnish, **rows)
    PartnershipMember.objects.create(region=story.polish.region, name="Silesia", **rows)
    client = sign_in(story.editor)
    path = "/consortia/new/?partnership=smart"
    page = page_of(client.get(path))
    assert 'value="finnish" checked' in page
    assert 'value="polish" checked' in page
    assert "Elsewhere" not in page
    Partnership.objects.update(status="draft")
    assert 'value="finnish"' not in page_of(client.get(path))


def test_a_rule_that_is_met_has_not_met_anybody(sign_in, story):
    one = start(story, story.finnish, story.polish)
    with translation.override("de"):
        word = pgettext("rule", "met")
    page = page_of(sign_in(story.editor).get(address(one), HTTP_ACCEPT_LANGUAGE="de"))
    assert f"</svg> {word}</span>" in page


def test_a_nul_finds_nothing_on_any_database(sign_in, story):
    one, client = start(story), sign_in(story.editor)
    sent = {"profile": "fin\x00nish"}
    assert client.post(address(one, "add/"), sent).status_code in (400, 404)
    sent = {"partner": ["\x00"], "coordinator": "\x00", "revision": "0"}
    assert client.post(address(one, "proposals/adopt/"), sent).status_code in (302, 400)
    for path in ("/consortia/new/?call=%00&partnership=%00", "/consortia/?profile=%00"):
        assert client.get(path).status_code in (200, 400)
    assert composition(one) == {"Batteries": "agreed"}
