"""Forms of partner requests: publishing, changing, closing, answering, choosing."""

import pytest

from matching.introductions.models import Introduction
from matching.introductions.services import accept
from matching.partner_requests.models import PartnerRequest, RequestAnswer
from portal.accounts.models import Mandate
from regions.models import Profile
from tests import factories
from tests.partner_requests.story import ANSWERS, answer, in_days, page_of, publish

pytestmark = pytest.mark.django_db


def form(**fields) -> dict:
    values = {
        "title": "Recycler of cells",
        "text": "We look for somebody who recycles cells.",
        "topics": ["20"],
        "kinds": ["technology"],
        "deadline": in_days(20).isoformat(),
        "audience": "public",
        "_do": "save",
    }
    return values | fields


# --- writing ---------------------------------------------------------------------


def test_request_is_published_from_the_form(sign_in, story):
    client = sign_in(story.seeker)
    response = client.post("/requests/new/here/", form(), follow=True)
    one = PartnerRequest.objects.get()
    assert response.redirect_chain == [(one.get_absolute_url(), 302)]
    assert "The request is published." in page_of(response)
    assert (one.title, one.kinds) == ("Recycler of cells", ["technology"])


def test_form_begins_with_a_need(sign_in, story):
    need = factories.make_item(
        story.profile, "need", text="A kiln", kind="facility", topics=["10"]
    )
    hidden = factories.make_item(
        story.profile, "need", text="Hush", is_confidential=True
    )
    theirs = factories.make_item(story.partner, "need", text="Theirs")
    client = sign_in(story.seeker)
    first = client.get(f"/requests/new/here/?need={need.pk}").context["form"].initial
    assert (first["title"], first["kinds"], first["topics"]) == (
        "A kiln",
        ["facility"],
        ["10"],
    )
    for key in (hidden.pk, theirs.pk, 999, "x"):
        response = client.get(f"/requests/new/here/?need={key}")
        assert (response.status_code, response.context["form"].initial) == (200, {})


def test_what_is_wrong_is_said_with_a_link_and_what_was_typed_stays(sign_in, story):
    sent = form(text="Call +34 943 123 456", deadline="", title="")
    response = sign_in(story.seeker).post("/requests/new/here/", sent)
    page = page_of(response)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["title", "deadline"]
    assert 'href="#id_title"' in page
    assert "Call +34 943 123 456" in page
    sent |= {"title": "Recycler", "deadline": in_days(3).isoformat()}
    response = sign_in(story.seeker).post("/requests/new/here/", sent)
    assert list(response.context["form"].errors) == ["text"]
    assert "Leave telephone numbers out" in page_of(response)
    assert PartnerRequest.objects.count() == 0


def test_topics_are_looked_for_without_script(sign_in, story):
    factories.renew()
    sent = form(title="", _do="search:topics") | {"_q-topics": "topic 10"}
    response = sign_in(story.seeker).post("/requests/new/here/", sent)
    choice = response.context["form"].topics_choice
    assert ([one.code for one in choice.chosen], choice.is_searched) == (["20"], True)
    assert [one.code for one in choice.matches] == ["10"]
    assert "please check these fields" not in page_of(response)
    assert PartnerRequest.objects.count() == 0


def test_change_begins_with_what_was_said(sign_in, story):
    one = publish(story)
    client = sign_in(story.seeker)
    page = client.get(f"/requests/{one.slug}/edit/")
    assert page.context["form"].initial["roles"] == ["partner", "pilot_site"]
    response = client.post(f"/requests/{one.slug}/edit/", form(title="New words"))
    assert (response.status_code, response["Location"]) == (302, one.get_absolute_url())
    one.refresh_from_db()
    assert (one.title, one.roles) == ("New words", [])


def test_closing_asks_for_a_reason(sign_in, story):
    one = publish(story)
    client = sign_in(story.seeker)
    path = f"/requests/{one.slug}/close/"
    assert client.post(path, {"reason": ""}).status_code == 400
    page = page_of(client.post(path, {"reason": "elsewhere"}, follow=True))
    assert "we found a partner elsewhere" in page
    one.refresh_from_db()
    assert one.state == "closed"
    led = client.get(f"/requests/{one.slug}/edit/")
    assert (led.status_code, led["Location"]) == (302, one.get_absolute_url())


def test_profile_with_ten_is_told_so_instead_of_the_form(sign_in, story):
    for number in range(10):
        publish(story, title=f"Number {number}")
    page = page_of(sign_in(story.seeker).get("/requests/new/here/"))
    assert "This profile has 10 open requests" in page
    assert 'name="title"' not in page


# --- answering -------------------------------------------------------------------


def test_answer_leads_through_the_three_questions(sign_in, story):
    one = publish(story)
    client = sign_in(story.finder)
    led = client.get(f"/requests/{one.slug}/answer/")
    path = f"/requests/{one.slug}/answer/there/"
    assert (led.status_code, led["Location"]) == (302, path)
    page = client.get(path)
    first = page.context["form"].initial
    assert first["occasion"] == "Recycler of battery cells – I3 spring call"
    assert "This is your answer to the request" in page_of(page)
    sent = {
        **ANSWERS,
        "occasion": first["occasion"],
        "reply_by": in_days(10).isoformat(),
        "consent": "on",
    }
    preview = client.post(path, sent | {"preview": "yes"})
    assert "What the other side will see" in page_of(preview)
    assert Introduction.objects.count() == 0
    response = client.post(path, sent, follow=True)
    made = RequestAnswer.objects.get()
    assert response.redirect_chain == [(made.introduction.get_absolute_url(), 302)]
    again = client.post(path, sent, follow=True)
    assert again.redirect_chain == [(made.introduction.get_absolute_url(), 302)]
    assert RequestAnswer.objects.get() == made


def test_of_several_profiles_what_fits_stands_first(sign_in, story):
    factories.make_cluster("SE11", ["10"], title="A bakery", slug="bakery")
    bakery = Profile.objects.get(slug="bakery").cluster
    Mandate.objects.create(user=story.finder, cluster=bakery, role="owner")
    one = publish(story)
    response = sign_in(story.finder).get(f"/requests/{one.slug}/answer/")
    slugs = [profile.slug for profile in response.context["profiles"]]
    assert (slugs, response.context["fits"]) == (
        ["there", "bakery"],
        [story.partner.pk],
    )


def test_who_has_no_profile_is_told_what_it_takes(sign_in, client, story):
    one = publish(story)
    path = f"/requests/{one.slug}/answer/"
    assert client.get(path)["Location"].startswith("/accounts/login/")
    page = page_of(sign_in(factories.make_person("nobody")).get(path))
    assert "You have no profile with which you could answer" in page


def test_what_is_over_leads_back(sign_in, story):
    one = publish(story)
    PartnerRequest.objects.update(deadline=in_days(-1))
    client = sign_in(story.finder)
    for path in ("answer/", "answer/there/"):
        response = client.get(f"{one.get_absolute_url()}{path}", follow=True)
        assert response.redirect_chain == [(one.get_absolute_url(), 302)]
        assert "cannot be answered any more" in page_of(response)


def test_answer_is_chosen_on_the_page(sign_in, story):
    one = publish(story)
    made = answer(story, one)
    client = sign_in(story.seeker)
    button = "This is our partner"
    assert button not in page_of(client.get(one.get_absolute_url()))
    accept(by=story.seeker, introduction=made.introduction)
    assert button in page_of(client.get(one.get_absolute_url()))
    page = page_of(client.post(f"/requests/{one.slug}/fill/{made.pk}/", follow=True))
    assert "The request is filled." in page
    assert button not in page
    one.refresh_from_db()
    assert (one.state, one.chosen) == ("filled", made)
