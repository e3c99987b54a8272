"""Shortlists: who puts partners on them, who reads them, what they show."""

import csv
import io
import re

import pytest

from matching.keeping.models import ShortlistEntry
from matching.keeping.services import shortlist, shortlists
from matching.outcomes.models import MatchEvent
from portal.web.errors import PortalError
from tests.matching.factories import make_cluster, make_match, make_priority

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, str, str]]:
    rows = ShortlistEntry.objects.order_by("pk")
    return [(one.profile.slug, one.partner.slug, one.note) for one in rows]


def send(client, profile, partner, **more):
    data = {"profile": profile.slug, "partner": partner.slug} | more
    return client.post("/shortlist/add/", data)


def titles(answer) -> list[str]:
    text = answer.content.decode()
    return re.findall(r"row-card__title[^>]*>(?:<a [^>]+>)?([^<]+)<", text)


def test_button_of_a_card_puts_a_partner_on_the_list_and_comes_back(
    sign_in, people, profile, partners
):
    client, path = sign_in("editor"), f"/matches/{profile.slug}/?country=FR"
    partner = next(one for one in partners if one.region.country == "FR")
    card = client.get(path).content.decode()
    assert f'name="partner" value="{partner.slug}"' in card
    back = re.search(r'name="next" value="([^"]+#kept[^"]+)"', card)[1]
    answer = send(client, profile, partner, next=back)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{path}#kept-{partner.pk}",
    )
    assert entries() == [(profile.slug, partner.slug, "")]
    entry = ShortlistEntry.objects.get()
    assert entry.added_by == people["editor"]
    assert "on the shortlist" in client.get(path).content.decode()


def test_adding_is_in_the_log_of_outcomes_once(people, profile, partners):
    for _time in range(2):
        shortlist(profile=profile, partner=partners[0], by=people["editor"])
        ShortlistEntry.objects.all().delete()
    events = MatchEvent.objects.values_list("what", "profile", "partner", "rank")
    assert list(events) == [("shortlisted", profile.pk, partners[0].pk, 1)]


def test_adding_twice_keeps_the_first_entry_and_its_note(people, profile, partners):
    facts = {"profile": profile, "partner": partners[0]}
    assert shortlist(**facts, by=people["editor"], note="Met in Porto")
    assert not shortlist(**facts, by=people["owner"], note="Another")
    assert entries() == [(profile.slug, partners[0].slug, "Met in Porto")]


def test_pair_page_has_the_button_and_says_what_is_kept(sign_in, profile, partners):
    client, path = (
        sign_in("editor"),
        f"/matches/{profile.slug}/{partners[0].slug}/",
    )
    assert "Put on the shortlist" in client.get(path).content.decode()
    send(client, profile, partners[0], note="Ask about the kiln")
    text = client.get(path).content.decode()
    assert "Ask about the kiln" in text
    assert "Take off the shortlist" in text


def test_readers_see_what_is_kept_and_get_no_button(sign_in, people, profile, partners):
    shortlist(profile=profile, partner=partners[0], by=people["editor"], note="Kiln")
    client = sign_in("reader")
    for path in (f"/matches/{profile.slug}/", "/shortlist/"):
        text = client.get(path).content.decode()
        assert "Kiln" in text
        assert "Put on the shortlist" not in text
        assert "Take off the shortlist" not in text


@pytest.mark.parametrize("name", ["stranger", "curator"])
def test_others_see_no_trace_of_a_shortlist(sign_in, people, profile, partners, name):
    shortlist(profile=profile, partner=partners[0], by=people["editor"], note="Kiln")
    client = sign_in(name)
    pages = (
        f"/matches/{profile.slug}/",
        f"/matches/{profile.slug}/{partners[0].slug}/",
        "/shortlist/",
        "/shortlist/export/",
        f"/shortlist/add/?partner={partners[0].slug}",
    )
    for path in pages:
        text = client.get(path).getvalue().decode()
        assert "Kiln" not in text
        assert "on the shortlist</span>" not in text
        assert profile.title not in text or path.startswith("/matches/")
    assert send(client, profile, partners[1]).status_code == 404
    assert len(entries()) == 1


def test_visitors_cards_have_no_button(client, profile):
    text = client.get(f"/matches/{profile.slug}/").content.decode()
    assert "shortlist" not in text
    assert "csrfmiddlewaretoken" not in text


def test_from_a_public_page_one_chooses_for_which_profile(
    sign_in, people, profile, partners
):
    other = make_priority("ES51", title="Our second")
    make_priority("FR10", title="Not ours")
    text = (
        sign_in("editor")
        .get(f"/shortlist/add/?partner={partners[0].slug}")
        .content.decode()
    )
    choices = re.findall(r'<option value="([^"]+)"', text[text.index("id_profile") :])
    assert sorted(choices) == sorted([profile.slug, other.slug])
    fragment = sign_in("editor").get(
        f"/follow/{partners[0].slug}/", headers={"HX-Request": "true"}
    )
    assert f"/shortlist/add/?partner={partners[0].slug}" in fragment.content.decode()


def test_a_profile_is_not_its_own_partner(people, profile):
    with pytest.raises(PortalError, match="own partner"):
        shortlist(profile=profile, partner=profile, by=people["editor"])


def test_a_full_shortlist_says_so(sign_in, monkeypatch, profile, partners):
    monkeypatch.setattr(shortlists, "MOST_ENTRIES", 1)
    client = sign_in("editor")
    assert send(client, profile, partners[0]).status_code == 302
    answer = send(client, profile, partners[1])
    assert answer.status_code == 400
    assert "holds 1 partners already" in answer.content.decode()
    assert len(entries()) == 1


def test_notes_are_changed_and_entries_removed_by_writers_only(
    sign_in, people, profile, partners
):
    shortlist(profile=profile, partner=partners[0], by=people["editor"])
    path = f"/shortlist/{ShortlistEntry.objects.get().pk}/"
    for name, code in (("reader", 403), ("stranger", 404), ("curator", 404)):
        assert sign_in(name).post(path, {"note": "No"}).status_code == code
        assert sign_in(name).post(path, {"remove": "1"}).status_code == code
    client = sign_in("owner")
    assert client.post(path, {"note": "Yes"}).status_code == 302
    assert entries() == [(profile.slug, partners[0].slug, "Yes")]
    assert client.post(path, {"note": "x" * 2001}).status_code == 302
    assert entries()[0][2] == "Yes"
    assert client.post(path, {"remove": "1"}).status_code == 302
    assert entries() == []


def test_page_leads_back_to_this_portal_only(sign_in, people, profile, partners):
    client = sign_in("editor")
    answer = send(client, profile, partners[0], next="https://evil.example/")
    assert answer["Location"] == "/shortlist/"


def test_page_filters_by_profile_and_sorts(sign_in, people, profile, partners):
    other = make_priority("ES51", title="Zebra")
    first = make_cluster("PL91", title="Aaa")
    make_match(profile.matches.first().run, profile, first, 9)
    for one in (first, *partners[:2]):
        shortlist(profile=profile, partner=one, by=people["editor"])
    shortlist(profile=other, partner=partners[3], by=people["editor"])
    client, query = sign_in("editor"), f"?profile={profile.slug}"
    assert titles(client.get(f"/shortlist/?profile={other.slug}")) == [
        partners[3].title
    ]
    newest = [partners[1].title, partners[0].title, "Aaa"]
    assert titles(client.get(f"/shortlist/{query}")) == newest
    by_score = [partners[0].title, partners[1].title, "Aaa"]
    assert titles(client.get(f"/shortlist/{query}&sort=score")) == by_score
    by_title = sorted(newest)
    assert titles(client.get(f"/shortlist/{query}&sort=title")) == by_title
    assert client.get("/shortlist/?sort=luck").status_code == 400
    assert client.get("/shortlist/?profile=not-mine").status_code == 400


def test_who_is_not_public_any_more_loses_the_name_and_keeps_the_note(
    sign_in, people, profile, partners
):
    shortlist(profile=profile, partner=partners[0], by=people["editor"], note="Kiln")
    type(partners[0]).objects.filter(pk=partners[0].pk).update(status="withdrawn")
    client = sign_in("editor")
    text = client.get("/shortlist/").content.decode()
    assert "not public any more" in text
    assert "Kiln" in text
    assert partners[0].title not in text
    assert partners[0].slug not in text
    table = client.get("/shortlist/export/").getvalue().decode()
    assert partners[0].title not in table
    assert "Kiln" in table


def test_export_holds_what_the_filter_shows_and_runs_in_no_spreadsheet(
    sign_in, people, profile, partners
):
    other = make_priority("ES51", title="Zebra")
    note = "=HYPERLINK(1)"
    shortlist(profile=profile, partner=partners[0], by=people["editor"], note=note)
    shortlist(profile=other, partner=partners[1], by=people["editor"])
    answer = sign_in("editor").get(f"/shortlist/export/?profile={profile.slug}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    table = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["Partner"] for row in rows] == [partners[0].title]
    assert rows[0]["Your profile"] == profile.title
    assert rows[0]["Note"] == "'" + note
    assert rows[0]["Score"] == "34.99"


# Those of a visitor, and what the rooms above the lists say of all candidates at once.
CARD_QUERIES = 34


@pytest.mark.parametrize("number", [1, 3])
def test_page_and_cards_ask_the_same_queries_for_any_number(
    client, people, profile, partners, django_assert_num_queries, number
):
    for one in partners[:number]:
        shortlist(profile=profile, partner=one, by=people["editor"])
    client.force_login(people["editor"])
    # 1 session, 2 person, 3 own profiles, 4 current run, 5 count, 6 rows, 7 writable.
    with django_assert_num_queries(8):
        answer = client.get("/shortlist/")
    assert len(titles(answer)) == number
    # What is kept of the register is read once, and what was shown is noted once.
    client.get(f"/matches/{profile.slug}/")
    with django_assert_num_queries(CARD_QUERIES):
        client.get(f"/matches/{profile.slug}/")
