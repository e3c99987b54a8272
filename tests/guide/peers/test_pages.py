"""The pages of questions to peers: what they say to whom, and what they refuse."""

import pytest
from django.urls import reverse

from matching.introductions import services as introductions
from matching.introductions.models import Introduction
from portal.guide.peers import services
from portal.guide.peers.models import (
    PeerIntroduction,
    PeerInvitation,
    PeerProposal,
    PeerQuestion,
)
from tests import factories
from tests.guide.peers.story import ANSWERS, WANTS, ask, keep, make_practice, page_of
from tests.introductions.story import make_member

pytestmark = pytest.mark.django_db
ASK = "/guide/peers/ask/"
SENT = {"wants": WANTS, "tried": "", "chapter": "instruments", "stage": "starting"}
EVERYBODY = ("visitor", "asker", "reader", "answerer", "curator")


def address(name: str, *args) -> str:
    return reverse(f"guide:peers:{name}", args=args)


def introduce(question, story) -> str:
    return address("introduce", question.pk, story.partner.slug)


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_can_try_a_question_and_nothing_is_stored(as_person, name):
    client = as_person(name)
    for response in (client.get(ASK, SENT), client.post(ASK, SENT)):
        page = page_of(response)
        assert response.status_code == 200
        assert "Has described a practice on this: Vouchers for hydrogen" in page
        assert "no-store" in response["Cache-Control"]
    assert PeerQuestion.objects.count() == PeerProposal.objects.count() == 0


def test_page_begins_without_peers_and_says_how_they_are_chosen(as_person):
    page = page_of(as_person("visitor").get(ASK))
    assert "How peers are chosen" in page
    assert "Peers that may have solved it" not in page


def test_visitor_reads_how_to_come_to_ask(as_person):
    page = page_of(as_person("visitor").post(ASK, SENT))
    assert "To ask them, sign in and act for a region or a cluster." in page
    assert "next=%2Fguide%2Fpeers%2Fask%2F%3Fchapter%3Dinstruments" in page
    assert "Keep the question" not in page


def test_visitor_who_sends_the_button_all_the_same_keeps_nothing(as_person):
    response = as_person("visitor").post(ASK, {**SENT, "keep": "yes"})
    assert (response.status_code, PeerQuestion.objects.count()) == (200, 0)


def test_chapter_and_practice_are_named(as_person, story):
    client = as_person("visitor")
    assert "About the chapter" in page_of(client.get(ASK, {"chapter": "instruments"}))
    page = page_of(client.get(ASK, {"practice": story.practice.slug}))
    assert story.practice.title in page


@pytest.mark.parametrize(
    "query", [{"chapter": "nothing"}, {"practice": "hidden"}, {"practice": "none"}]
)
def test_what_the_address_names_must_be_there(as_person, story, query):
    make_practice("PL91", "Secret", slug="hidden", status="draft")
    assert as_person("visitor").get(ASK, query).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"wants": ""}, "id_wants", "Say what you want to solve."),
        ({"wants": "Call +49 89 1234567 soon"}, "id_wants", "Leave telephone numbers"),
        ({"tried": "ada@example.org"}, "id_tried", "Leave e-mail addresses out"),
        ({"region": "XX"}, "id_region", "There is no such region in this list."),
        ({"stage": "late"}, "id_stage", "Select a valid choice"),
    ],
)
def test_faults_name_the_field(as_person, fields, field, sentence):
    response = as_person("visitor").post(ASK, {**SENT, **fields})
    page = page_of(response)
    assert response.status_code == 400
    assert f'<a href="#{field}">' in page
    assert sentence in page


def test_officer_keeps_a_question_and_comes_back_to_it(as_person, story):
    client = as_person("asker")
    response = client.post(ASK, {**SENT, "keep": "yes"})
    one = PeerQuestion.objects.get()
    assert response["Location"] == one.get_absolute_url()
    page = page_of(client.get(one.get_absolute_url()))
    assert "Nobody is asked yet." in page
    assert introduce(one, story) in page
    assert one.title in page_of(client.get(address("list")))


def test_one_button_keeps_the_question_and_leads_to_the_introduction(as_person, story):
    response = as_person("asker").post(ASK, {**SENT, "peer": story.partner.slug})
    one = PeerQuestion.objects.get()
    assert response["Location"] == introduce(one, story)


def test_several_organisations_are_chosen_from(as_person, story):
    cluster = factories.make_cluster("ES51", title="Cluster of the coast")
    story.both = make_member("both", "editor", "ES51", cluster=cluster)
    client = as_person("both")
    assert "On whose behalf?" in page_of(client.get(ASK))
    client.post(ASK, {**SENT, "whom": f"cluster:{cluster.pk}", "keep": "yes"})
    assert PeerQuestion.objects.get().organisation == cluster
    assert "On whose behalf?" not in page_of(as_person("asker").get(ASK))


def test_introduction_is_filled_in_from_the_question(as_person, story):
    one = keep(story)
    page = page_of(as_person("asker").get(introduce(one, story)))
    assert WANTS in page
    assert "What we have tried, or what stands in the way: A grant scheme" in page
    assert '<option value="experience" selected>' in page
    assert Introduction.objects.count() == 0


def test_letter_is_sent_once_and_stands_with_the_question(as_person, story):
    one, client = keep(story), as_person("asker")
    sent = {**ANSWERS, "reply_by": _usual_day(), "consent": "on"}
    first = client.post(introduce(one, story), sent)
    again = client.post(introduce(one, story), sent)
    made = PeerIntroduction.objects.get()
    assert first["Location"] == again["Location"]
    assert first["Location"] == made.introduction.get_absolute_url()
    assert made.introduction.get_absolute_url() in page_of(
        client.get(one.get_absolute_url())
    )


def test_preview_sends_nothing(as_person, story):
    one = keep(story)
    sent = {**ANSWERS, "reply_by": _usual_day(), "consent": "on", "preview": "yes"}
    page = page_of(as_person("asker").post(introduce(one, story), sent))
    assert "What the other side will see" in page
    assert Introduction.objects.count() == 0


def test_contact_data_in_the_letter_name_the_field(as_person, story):
    one = keep(story)
    sent = {**ANSWERS, "seeks": "ada@example.org", "reply_by": _usual_day()}
    response = as_person("asker").post(introduce(one, story), {**sent, "consent": "on"})
    assert response.status_code == 400
    assert '<a href="#id_seeks">' in page_of(response)


def test_organisation_without_a_profile_is_told_what_is_missing(as_person, story):
    one = keep(story)
    type(story.profile).objects.filter(pk=story.profile.pk).update(status="draft")
    page = page_of(as_person("asker").get(introduce(one, story)))
    assert "None of your profiles can ask" in page


def test_another_profile_of_ones_own_can_be_chosen(as_person, story):
    other = factories.make_priority("ES51", title="Food", slug="food")
    one, client = keep(story), as_person("asker")
    assert "?with=food" in page_of(client.get(introduce(one, story)))
    page = page_of(client.get(introduce(one, story), {"with": "food"}))
    assert f"You ask with {other.title}." in page


def test_nobody_acts_is_said_before_and_they_can_be_invited(as_person, story):
    one, client = keep(story), as_person("asker")
    chosen = one.proposals.get(region="SE11")
    page = page_of(client.get(one.get_absolute_url()))
    assert "Nobody acts for them in the portal yet" in page
    assert f"{reverse('claim-new')}?region=SE11" in page
    assert address("introduce", one.pk, story.lonely.slug) not in page
    for _press in range(2):
        response = client.post(address("invite", one.pk, chosen.pk))
        assert response["Location"] == f"{one.get_absolute_url()}#peer-{chosen.rank}"
    assert PeerInvitation.objects.count() == 1
    assert "asked to invite them" in page_of(client.get(one.get_absolute_url()))


def test_curator_sees_whom_to_invite_and_no_text(as_person, story):
    one = keep(story)
    chosen = one.proposals.get(region="SE11")
    services.invite_peer(by=story.asker, proposal=chosen)
    client = as_person("curator")
    page = page_of(client.get(address("invitations")))
    assert "Region SE11" in page
    assert "1 open, 0 answered, 0 closed" in page
    assert WANTS not in page
    wish = PeerInvitation.objects.get()
    client.post(address("settle", wish.pk), {"note": "Written to the office."})
    assert "Nobody waits for an invitation" in page_of(
        client.get(address("invitations"))
    )
    page = page_of(as_person("asker").get(one.get_absolute_url()))
    assert "Written to the office." in page


@pytest.mark.parametrize("name", ["answerer", "curator"])
def test_others_do_not_learn_of_a_question(as_person, story, name):
    one, client = keep(story), as_person(name)
    chosen = one.proposals.get(region="SE11")
    assert client.get(one.get_absolute_url()).status_code == 404
    assert client.get(introduce(one, story)).status_code == 404
    for path in (
        address("renew", one.pk),
        address("answer", one.pk),
        address("close", one.pk),
        address("invite", one.pk, chosen.pk),
        introduce(one, story),
    ):
        assert client.post(path).status_code == 404
    assert one.title not in page_of(client.get(address("list")))


def test_reader_of_the_organisation_reads_and_does_not_write(as_person, story):
    one, client = keep(story), as_person("reader")
    page = page_of(client.get(one.get_absolute_url()))
    assert WANTS in page
    assert "Close the question" not in page
    assert client.post(address("close", one.pk)).status_code == 403
    assert client.get(introduce(one, story)).status_code == 403


def test_answer_is_noted_on_the_page(as_person, story):
    one, client = keep(story), as_person("asker")
    response = client.post(address("answer", one.pk), {"learned": ""})
    assert response.status_code == 400
    assert '<a href="#id_learned">' in page_of(response)
    client.post(address("answer", one.pk), {"learned": "Start small."})
    assert "Start small." in page_of(client.get(one.get_absolute_url()))
    client.post(address("close", one.pk))
    one.refresh_from_db()
    assert (one.state, one.learned) == ("closed", "Start small.")


def test_answer_to_a_question_that_was_closed_meanwhile_comes_back(as_person, story):
    one, client = keep(story), as_person("asker")
    services.close_question(by=story.asker, question=one)
    response = client.post(address("answer", one.pk), {"learned": "My long words"})
    page = page_of(response)
    assert response.status_code == 400
    assert "This question is closed." in page
    assert "My long words" in page
    reader = as_person("reader").post(address("answer", one.pk), {"learned": ""})
    assert 'id="id_learned"' not in page_of(reader)


def test_what_two_colleagues_note_is_shown_beside_one_another(as_person, story):
    one, client = keep(story), as_person("asker")
    services.note_answer(by=story.asker, question=one, learned="Hers")
    path, sent = address("answer", one.pk), {"learned": "Mine", "seen": ""}
    response = client.post(path, sent)
    page = page_of(response)
    assert (response.status_code, "Hers" in page, "Mine" in page) == (400, True, True)
    sent["seen"] = response.context["form"]["seen"].value()
    assert client.post(path, sent).status_code == 302
    one.refresh_from_db()
    assert one.learned == "Mine"


def test_practice_that_is_hidden_is_not_named_any_more(as_person, story):
    one = keep(story, practice=story.practice)
    client = as_person("asker")
    named = "About the practice"
    assert named in page_of(client.get(one.get_absolute_url()))
    type(story.practice).objects.update(status="draft")
    for path in (one.get_absolute_url(), introduce(one, story)):
        page = page_of(client.get(path))
        assert named not in page
        assert story.practice.title not in page


@pytest.mark.parametrize("slug", ["no such/peer", "", "nobody"])
def test_button_for_a_peer_that_is_none_keeps_the_question(as_person, story, slug):
    response = as_person("asker").post(ASK, {**SENT, "peer": slug})
    assert response["Location"] == PeerQuestion.objects.get().get_absolute_url()


def test_wish_for_a_proposal_of_before_leads_back_to_those_of_today(as_person, story):
    one, client = keep(story), as_person("asker")
    old = one.proposals.get(region="SE11").pk
    services.renew_proposals(by=story.asker, question=one)
    response = client.post(address("invite", one.pk, old), follow=True)
    assert "has had peers proposed anew" in page_of(response)
    assert PeerInvitation.objects.count() == 0


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("Ask ada@example.org", "Leave e-mail addresses out"),
        ("x" * 501, "at most 500 characters"),
    ],
)
def test_note_of_a_curator_that_cannot_be_kept_comes_back(
    as_person, story, note, sentence
):
    chosen = keep(story).proposals.get(region="SE11")
    wish = services.invite_peer(by=story.asker, proposal=chosen)
    client = as_person("curator")
    response = client.post(address("settle", wish.pk), {"note": note})
    page = page_of(response)
    assert response.status_code == 400
    assert f'<a href="#note-{wish.pk}">' in page
    assert sentence in page
    assert f'value="{note}"' in page
    services.settle_invitation(by=story.curator, invitation=wish, note="Called.")
    page = page_of(client.post(address("settle", wish.pk), {"note": "Wrote."}))
    assert "Another curator has settled this" in page
    assert "Wrote." in page


def test_empty_list_teaches_the_next_step(as_person):
    page = page_of(as_person("asker").get(address("list")))
    assert "You have kept no question yet" in page
    assert f'href="{ASK}"' in page
    page = page_of(as_person("curator").get(address("list")))
    assert "Questions are kept for regions and clusters" in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(
    as_person, story, number, django_assert_num_queries
):
    client = as_person("asker")
    for n in range(number):
        one = keep(story, wants=f"Question {n} about vouchers")
        services.renew_proposals(by=story.asker, question=one)
    made = ask(story, one)
    introductions.accept(by=story.answerer, introduction=made.introduction)
    client.get(address("list"))
    with django_assert_num_queries(8):
        page = page_of(client.get(address("list")))
    assert page.count("Question ") == number
    assert "1 introduction accepted" in page


def _usual_day() -> str:
    return introductions.reply_days()[1].isoformat()
