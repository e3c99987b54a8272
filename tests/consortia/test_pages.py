"""Pages as the lead, a reader, a member, who is invited, and others see them."""

import pytest
from django.utils import translation
from django.utils.translation import pgettext

from matching.calls.models import Call
from matching.consortia import services
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.queries import waiting_invitations
from matching.consortia.services import Part
from regions.models import Profile
from tests import factories
from tests.consortia.story import (
    address,
    agree,
    composition,
    invite,
    make_call,
    member,
    messages_of,
    page_of,
    start,
)

pytestmark = pytest.mark.django_db
LEAST = 'name="do" value="invite"'


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
        (
            "finn",
            ["12 %", "Secret idea", "Leave this consortium"],
            ["slow to answer", LEAST],
        ),
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
