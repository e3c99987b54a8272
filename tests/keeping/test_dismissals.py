"""Dismissals fold a card, move nobody, and are hidden only where a reader asks."""

import re

import pytest

from matching.keeping.models import Dismissal
from matching.keeping.services import dismiss, undo_dismissal
from matching.outcomes.models import MatchEvent

pytestmark = pytest.mark.django_db


def ranks(answer) -> list[tuple[str, str]]:
    """Rank and title of each card, in order."""
    pattern = r'>Rank (\d+)<.*?<h3 id="match-\d+"><a href="[^"]+">([^<]+)</a>'
    return re.findall(pattern, answer.content.decode(), re.DOTALL)


def reasons() -> list[tuple[str, str, str]]:
    rows = Dismissal.objects.order_by("pk")
    return [(one.partner.slug, one.reason, one.words) for one in rows]


def events() -> list[tuple[int, str]]:
    rows = MatchEvent.objects.filter(what="dismissed").order_by("pk")
    return list(rows.values_list("partner", "reason"))


@pytest.fixture
def dismissed(people, profile, partners):
    """The second of the list is dismissed."""
    dismiss(
        profile=profile,
        partner=partners[1],
        reason="too_far",
        words="An ocean away",
        by=people["editor"],
    )
    return partners[1]


def test_form_of_a_card_dismisses_with_a_reason_and_comes_back(
    sign_in, people, profile, partners
):
    client, path = sign_in("editor"), f"/matches/{profile.slug}/"
    data = {"partner": partners[0].slug, "reason": "capacity", "words": "Not now"}
    answer = client.post(f"{path}dismiss/", data | {"next": path})
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert reasons() == [(partners[0].slug, "capacity", "Not now")]
    assert events() == [(partners[0].pk, "capacity")]


def test_dismissed_card_keeps_its_place_folded_with_the_reason(
    sign_in, profile, partners, dismissed
):
    answer = sign_in("editor").get(f"/matches/{profile.slug}/")
    shown = [(str(rank), one.title) for rank, one in enumerate(partners, start=1)]
    assert ranks(answer) == shown
    cards = answer.content.decode().split("<article ")[1:]
    folded = ["match-card--folded" in one for one in cards]
    assert folded == [False, True, False, False]
    assert "dismissed: too far away" in cards[1]
    assert "An ocean away" in cards[1]
    assert "Undo" in cards[1]


@pytest.mark.parametrize("name", ["stranger", "curator", None])
def test_others_see_the_list_as_it_is(sign_in, client, profile, dismissed, name):
    if name:
        sign_in(name)
    for query in ("", "?without=dismissed"):
        text = client.get(f"/matches/{profile.slug}/{query}").content.decode()
        assert "4 of 4 partners" in text
        assert "too far away" not in text
        assert "An ocean away" not in text
        assert "hidden." not in text


def test_hiding_is_the_readers_choice_and_says_how_many(
    sign_in, profile, partners, dismissed
):
    client, path = sign_in("reader"), f"/matches/{profile.slug}/"
    before = client.get(path).content.decode()
    assert 'name="without" value="dismissed"' in before
    answer = client.get(f"{path}?without=dismissed")
    text = answer.content.decode()
    kept = [(str(rank), one.title) for rank, one in enumerate(partners, start=1)]
    del kept[1]
    assert ranks(answer) == kept
    assert "3 of 4 partners" in text
    assert "1 partner that you dismissed is hidden." in text
    country = dismissed.region.country
    counts = dict(
        re.findall(
            r'name="country" value="(\w+)".*?facet__count">(\d+)<', text, re.DOTALL
        )
    )
    all_of_it = [one for one in partners if one.region.country == country]
    assert int(counts.get(country, 0)) == len(all_of_it) - 1


def test_nothing_to_hide_offers_nothing(sign_in, profile):
    text = sign_in("editor").get(f"/matches/{profile.slug}/").content.decode()
    assert 'name="without"' not in text


def test_wrong_words_for_hiding_are_refused(sign_in, profile):
    answer = sign_in("editor").get(f"/matches/{profile.slug}/?without=all")
    assert answer.status_code == 400


def test_undo_takes_the_row_and_leaves_the_log(sign_in, profile, dismissed):
    client = sign_in("editor")
    data = {"partner": dismissed.slug}
    answer = client.post(f"/matches/{profile.slug}/dismiss/undo/", data)
    assert answer["Location"] == f"/matches/{profile.slug}/"
    assert reasons() == []
    assert events() == [(dismissed.pk, "too_far")]
    assert not undo_dismissal(profile=profile, partner=dismissed)


def test_another_reason_takes_the_place_of_the_first(people, profile, dismissed):
    for reason in ("other", "too_far"):
        dismiss(profile=profile, partner=dismissed, reason=reason, by=people["owner"])
    assert reasons() == [(dismissed.slug, "too_far", "")]
    assert events() == [(dismissed.pk, "too_far"), (dismissed.pk, "other")]


def test_a_reason_is_needed_and_must_be_known(sign_in, profile, partners):
    client, path = sign_in("editor"), f"/matches/{profile.slug}/dismiss/"
    for reason in ("", "ugly"):
        data = {"partner": partners[0].slug, "reason": reason, "next": "/saved/"}
        answer = client.post(path, data)
        assert answer.status_code == 400
        assert 'name="next" value="/saved/"' in answer.content.decode()
    assert reasons() == []


@pytest.mark.parametrize(
    ("name", "code"), [("reader", 403), ("stranger", 404), ("curator", 404)]
)
def test_only_writers_dismiss_and_undo(
    sign_in, profile, partners, dismissed, name, code
):
    client, path = sign_in(name), f"/matches/{profile.slug}/dismiss/"
    data = {"partner": partners[0].slug, "reason": "other"}
    assert client.post(path, data).status_code == code
    gone = client.post(f"{path}undo/", {"partner": dismissed.slug})
    assert gone.status_code == code
    assert len(reasons()) == 1


def test_pair_page_says_it_with_undo(sign_in, profile, dismissed):
    path = f"/matches/{profile.slug}/{dismissed.slug}/"
    text = sign_in("editor").get(path).content.decode()
    assert "dismissed: too far away" in text
    assert "Undo" in text
