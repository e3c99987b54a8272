"""Pages of introductions: list, asking, one in full, and what cards say."""

import datetime
import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from matching.introductions import services
from matching.introductions.models import Introduction
from matching.outcomes.models import MatchEvent
from portal.accounts.models import Mandate
from tests import factories
from tests.introductions.story import ANSWERS, ask, events, make_member
from tests.matching.factories import make_match, make_run

pytestmark = pytest.mark.django_db
ASK = "/introductions/ask/here/there/"


@pytest.fixture
def sign_in(client):
    def done(person):
        client.force_login(person)
        return client

    return done


@pytest.fixture
def sent():
    day = timezone.localdate() + datetime.timedelta(days=10)
    return {**ANSWERS, "reply_by": day.isoformat(), "consent": "on"}


def page_of(answer) -> str:
    return answer.content.decode()


# --- asking ----------------------------------------------------------------------


def test_questions_begin_with_the_reasons_of_the_match(sign_in, sides):
    factories.make_item(sides.profile, "offer", text="a pilot line", topics=["20"])
    factories.make_item(sides.partner, "need", text="a test bed", topics=["20"])
    factories.make_item(sides.profile, "need", text="old timber", topics=["20"])
    factories.make_item(sides.partner, "offer", text="spare wood", topics=["20"])
    factories.renew()
    form = sign_in(sides.asker).get(ASK).context["form"]
    assert "We offer “a pilot line”. You need “a test bed”." in form.initial["brings"]
    assert "You offer “spare wood”. We need “old timber”." in form.initial["seeks"]
    assert "They" not in form.initial["brings"] + form.initial["seeks"]


def test_preview_shows_it_as_the_other_side_will_and_sends_nothing(
    sign_in, sides, sent
):
    client = sign_in(sides.asker)
    page = page_of(client.post(ASK, sent | {"preview": "yes"}))
    assert "What the other side will see" in page
    assert page.count("A pilot line for batteries") == 2
    assert (Introduction.objects.count(), events()) == (0, [])


def test_sending_leads_to_the_page_of_it(sign_in, sides, sent):
    client = sign_in(sides.asker)
    answer = client.post(ASK, sent, follow=True)
    introduction = Introduction.objects.get()
    assert answer.redirect_chain == [(introduction.get_absolute_url(), 302)]
    assert "“Wood hub” is asked, and told." in page_of(answer)
    again = client.post(ASK, sent, follow=True)
    assert again.redirect_chain == [(introduction.get_absolute_url(), 302)]
    assert "You have asked already" in page_of(again)
    assert Introduction.objects.count() == 1


@pytest.mark.parametrize("field", ["consent", "brings", "seeks", "cooperation"])
def test_without_it_nothing_is_sent_and_what_was_typed_stays(
    sign_in, sides, sent, field
):
    del sent[field]
    answer = sign_in(sides.asker).post(ASK, sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert "I3 call of spring" in page_of(answer)
    assert Introduction.objects.count() == 0


def test_day_that_is_too_soon_is_said_at_its_field(sign_in, sides, sent):
    sent["reply_by"] = timezone.localdate().isoformat()
    answer = sign_in(sides.asker).post(ASK, sent)
    assert list(answer.context["form"].errors) == ["reply_by"]
    assert answer.status_code == 400


def test_refusal_is_said_instead_of_the_form_with_a_way_on(sign_in, sides, sent):
    sides.answerer.mandates.all().delete()
    client = sign_in(sides.asker)
    page = page_of(client.get(ASK))
    assert "Nobody acts for “Wood hub” in the portal yet" in page
    assert 'name="brings"' not in page
    assert "/matches/here/" in page
    answer = client.post(ASK, sent)
    assert answer.status_code == 400
    assert "Nobody acts for “Wood hub”" in page_of(answer)


def test_who_was_asked_is_led_to_the_letter(sign_in, sides):
    introduction = ask(sides)
    answer = sign_in(sides.answerer).get("/introductions/ask/there/here/", follow=True)
    assert answer.redirect_chain == [(introduction.get_absolute_url(), 302)]
    assert "They have asked you: answer here." in page_of(answer)


def test_one_profile_is_taken_at_once_of_several_one_chooses(sign_in, sides):
    client = sign_in(sides.asker)
    answer = client.get("/introductions/ask/?to=there")
    assert (answer.status_code, answer["Location"]) == (302, ASK)
    factories.make_priority("ES51", title="Second", slug="second")
    factories.make_priority("ES51", title="Draft of ours", status="draft")
    page = page_of(client.get("/introductions/ask/?to=there"))
    assert [name for name in ("Batteries", "Second") if name in page] == [
        "Batteries",
        "Second",
    ]
    assert "Draft of ours" not in page


def test_who_acts_for_nobody_is_told_how_to(sign_in, sides):
    client = sign_in(factories.make_person("new"))
    page = page_of(client.get("/introductions/ask/?to=there"))
    assert "None of your profiles can ask" in page
    assert client.get("/introductions/ask/?to=nowhere").status_code == 404
    assert client.get("/introductions/ask/").status_code == 404


def test_profile_page_leads_to_asking(client, sign_in, sides):
    factories.renew()
    path, link = sides.partner.get_absolute_url(), "/introductions/ask/?to=there"
    assert link not in page_of(client.get(path))
    assert link in page_of(sign_in(sides.asker).get(path))
    assert link not in page_of(sign_in(sides.answerer).get(path))


# --- one in full -----------------------------------------------------------------


def test_accepting_by_the_page(sign_in, sides):
    introduction = ask(sides)
    path = introduction.get_absolute_url()
    client = sign_in(sides.answerer)
    page = page_of(client.get(path))
    assert "14 days left" in page
    for words in (*(ANSWERS[name] for name in ("brings", "seeks", "occasion")),):
        assert words in page
    answer = client.post(f"{path}accept/", {"accept-words": "Welcome"})
    assert answer.status_code == 400
    assert "Without this an introduction is not possible." in page_of(answer)
    assert "Welcome" in page_of(answer)
    sent = {"accept-words": "Welcome", "accept-consent": "on"}
    page = page_of(client.post(f"{path}accept/", sent, follow=True))
    assert "Accepted. Both sides now see each other&#x27;s contact data." in page
    assert "Open to both sides since" in page
    introduction.refresh_from_db()
    assert (introduction.state, introduction.answer) == ("accepted", "Welcome")


def test_declining_by_the_page(sign_in, sides):
    introduction = ask(sides)
    path = introduction.get_absolute_url()
    client = sign_in(sides.answerer)
    assert client.post(f"{path}decline/", {}).status_code == 400
    sent = {"decline-reason": "have_partner", "decline-words": "Next year"}
    client.post(f"{path}decline/", sent)
    page = page_of(sign_in(sides.asker).get(path))
    assert "we have a partner for this" in page
    assert "Next year" in page
    assert "How to reach" not in page


def test_second_answer_is_told_what_happened(sign_in, sides):
    introduction = ask(sides)
    path = introduction.get_absolute_url()
    services.withdraw(by=sides.asker, introduction=introduction)
    client = sign_in(sides.answerer)
    page = page_of(client.post(f"{path}accept/", {"accept-consent": "on"}, follow=True))
    assert "This introduction has been withdrawn meanwhile." in page
    assert Introduction.objects.get().state == "withdrawn"


def test_reader_reads_and_has_no_buttons(sign_in, sides):
    introduction = ask(sides)
    reader = make_member("reading", "reader", cluster=sides.partner)
    page = page_of(sign_in(reader).get(introduction.get_absolute_url()))
    assert ANSWERS["brings"] in page
    assert "Owners and editors of the organisation can answer." in page
    assert f'action="{introduction.get_absolute_url()}' not in page


def test_buttons_are_those_of_the_state(sign_in, sides):
    def acts(person) -> set[str]:
        page = page_of(sign_in(person).get(path))
        names = ("accept", "decline", "withdraw", "close", "take-back", "result")
        return {name for name in names if f'action="{path}{name}/"' in page}

    introduction = ask(sides)
    path = introduction.get_absolute_url()
    assert acts(sides.asker) == {"withdraw"}
    assert acts(sides.answerer) == {"accept", "decline"}
    services.accept(by=sides.answerer, introduction=introduction)
    for person in (sides.asker, sides.answerer):
        assert acts(person) == {"close", "take-back", "result"}
    services.close(by=sides.asker, introduction=introduction, words="By mail now")
    assert acts(sides.answerer) == {"take-back", "result"}
    assert "By mail now" in page_of(sign_in(sides.answerer).get(path))
    services.take_back_consent(by=sides.answerer, introduction=introduction)
    assert acts(sides.asker) == {"result"}


def test_what_came_of_it_is_written_down_once(sign_in, sides):
    introduction = services.accept(by=sides.answerer, introduction=ask(sides))
    path = introduction.get_absolute_url()
    client = sign_in(sides.asker)
    today = timezone.localdate()
    for _ in range(2):
        sent = {"result-what": "met", "result-on": today.isoformat()}
        client.post(f"{path}result/", sent)
    assert events() == [("introduced", ""), ("accepted", ""), ("met", "")]
    assert timezone.localdate(MatchEvent.objects.get(what="met").at) == today
    page = page_of(sign_in(sides.answerer).get(path))
    assert "Nothing is reported yet." not in page
    for wrong in (
        {"result-what": "met"},
        {"result-what": "accepted", "result-on": today.isoformat()},
    ):
        assert client.post(f"{path}result/", wrong).status_code == 400
    early = (today - datetime.timedelta(days=1)).isoformat()
    sent = {"result-what": "funded", "result-on": early}
    page = page_of(client.post(f"{path}result/", sent, follow=True))
    assert "Name a day between the acceptance and today." in page
    assert len(events()) == 3


def test_words_are_shown_as_text(sign_in, sides):
    introduction = ask(sides, brings="<script>alert(1)</script>")
    page = page_of(sign_in(sides.answerer).get(introduction.get_absolute_url()))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- the list --------------------------------------------------------------------


def test_list_puts_what_waits_for_me_first(sign_in, sides):
    third = factories.make_cluster("SE11", title="Third hub")
    other = make_member("third", "owner", cluster=third)
    incoming = ask(sides, by=other, profile=third, partner=sides.profile)
    outgoing = ask(sides)
    found = sign_in(sides.asker).get("/introductions/").context["inbox"]
    assert [row.introduction for row in found.to_answer] == [incoming]
    assert [row.introduction for row in found.sent] == [outgoing]
    services.accept(by=sides.asker, introduction=incoming)
    services.withdraw(by=sides.asker, introduction=outgoing)
    answer = sign_in(sides.asker).get("/introductions/")
    found = answer.context["inbox"]
    assert (found.to_answer, found.sent) == ([], [])
    assert [row.introduction for row in found.running] == [incoming]
    assert [row.introduction for row in found.past] == [outgoing]
    found = sign_in(sides.answerer).get("/introductions/").context["inbox"]
    assert [row.introduction for row in found.past] == [outgoing]
    assert found.running == []


def test_list_of_one_profile_and_of_none(sign_in, sides):
    second = factories.make_priority("ES51", slug="second")
    introduction = ask(sides)
    client = sign_in(sides.asker)
    found = client.get("/introductions/?profile=here").context["inbox"]
    assert [row.introduction for row in found.sent] == [introduction]
    found = client.get(f"/introductions/?profile={second.slug}").context["inbox"]
    assert found.is_empty
    assert client.get("/introductions/?profile=there").status_code == 404
    new = sign_in(factories.make_person("new"))
    assert "No introductions yet" in page_of(new.get("/introductions/"))


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_many(sign_in, sides, count, django_assert_num_queries):
    for _ in range(count):
        one = factories.make_cluster("SE11")
        make_member(f"of-{one.pk}", "owner", cluster=one)
        ask(sides, partner=one)
    client = sign_in(sides.asker)
    client.get("/introductions/")
    with django_assert_num_queries(11):
        client.get("/introductions/")


def test_dashboard_says_what_waits(sign_in, sides):
    introduction = ask(sides)
    day = date_format(introduction.reply_by)
    page = page_of(sign_in(sides.answerer).get("/dashboard/"))
    assert "1 introduction waits for your answer." in page
    assert f"the next one until {day}" in page
    assert "waits for your answer" not in page_of(
        sign_in(sides.asker).get("/dashboard/")
    )
    services.accept(by=sides.answerer, introduction=introduction)
    page = page_of(sign_in(sides.answerer).get("/dashboard/"))
    assert "waits for your answer" not in page


# --- cards -----------------------------------------------------------------------


@pytest.fixture
def matched(sides):
    run = make_run()
    make_match(run, sides.profile, sides.partner)
    make_match(run, sides.partner, sides.profile)
    return sides


PATHS = ["/matches/here/", "/matches/here/there/"]


@pytest.mark.parametrize("path", PATHS)
def test_own_list_and_pair_lead_to_asking_and_then_to_the_state(
    client, sign_in, matched, path
):
    assert ASK not in page_of(client.get(path))
    assert ASK not in page_of(sign_in(matched.answerer).get(path))
    assert ASK in page_of(sign_in(matched.asker).get(path))
    reader = make_member("reading", "reader", "ES51")
    assert ASK not in page_of(sign_in(reader).get(path))
    introduction = ask(matched)
    for person in (matched.asker, reader):
        page = page_of(sign_in(person).get(path))
        assert ASK not in page
        assert f'href="{introduction.get_absolute_url()}"' in page
        assert "Asked: waits for an answer" in page
    page = page_of(sign_in(matched.answerer).get("/matches/there/"))
    assert "They asked you: answer" in page
    services.accept(by=matched.answerer, introduction=introduction)
    assert "Introduced" in page_of(sign_in(matched.asker).get(path))
    services.close(by=matched.asker, introduction=introduction)
    assert ASK in page_of(sign_in(matched.asker).get(path))


@pytest.mark.parametrize("path", PATHS)
def test_card_says_where_nobody_could_answer(sign_in, matched, path):
    told = "Nobody answers for it yet"
    assert told not in page_of(sign_in(matched.asker).get(path))
    Mandate.objects.filter(user=matched.answerer).update(role="reader")
    assert told in page_of(sign_in(matched.asker).get(path))


def test_others_see_nothing_of_it_on_the_list(client, sign_in, matched):
    introduction = ask(matched)
    factories.renew()
    people = [
        make_member("stranger", "owner", "HU33"),
        factories.make_person("curator", is_staff=True),
    ]
    for path in PATHS:
        pages = [page_of(client.get(path))]
        pages += [page_of(sign_in(one).get(path)) for one in people]
        client.logout()
        for page in pages:
            assert introduction.get_absolute_url() not in page


def test_pace_is_chosen_for_introductions_and_not_for_one_kind_of_news(client, sides):
    client.force_login(sides.asker)
    page = client.get("/notices/choices/").content.decode()
    for group in ("Introductions", "Partner requests", "Commitments"):
        assert re.search(rf"<label[^>]*>\s*{group}\s*<", page)
    assert "An introduction is answered" not in page
