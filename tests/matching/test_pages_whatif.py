"""The page that tries additions: proposals, one's own trial, and wrong addresses."""

import re
from html import unescape

import pytest

from matching.features import current
from matching.forms import MOST_ADDITIONS
from matching.models import CurrentRun
from matching.wording_changes import word_counts
from portal.web.versioned import forget_all
from regions.models import Profile
from tests.matching.factories import (
    make_cluster,
    make_item,
    make_priority,
    make_run,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_register(number: int):
    """A priority with three partners, and so many more that another topic brings."""
    make_topic("C")
    for code in ("20", "22", "26"):
        make_topic(code, parent_id="C", label_en=f"Topic {code}")
    make_topic("99")
    mine = make_priority("ES51", ("20",), title="Green chemistry", stage_bits=1)
    for place in range(3):
        make_cluster("DE21", ("20", "26"), title=f"Chemie {place}")
    for place in range(number):
        partner = make_cluster("SE11", ("22",), title=f"Nordic {place}")
        make_item(partner, "offer", ("22",))
    for place in range(4):
        make_cluster(f"IT{place}", ("99",), title="Elsewhere")
    make_run()
    return mine


@pytest.fixture
def profile(settings):
    settings.MATCHES_PER_PROFILE = 3
    return make_register(3)


def page_of(client, profile, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/matches/{profile.slug}/whatif/{query}")
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_proposals_say_who_comes_and_lead_to_the_trial(client, profile, settings):
    settings.MATCHES_PER_PROFILE = 1
    text = page_of(client, profile)
    assert "If you add this, these partners appear" in text
    assert f'href="/matches/{profile.slug}/whatif/?add_topic=22"' in text
    part = text[text.index("Topic: Topic 22") :]
    assert "1 new in the list." in part
    assert "Nordic 0" in part


def test_trial_names_everybody_who_comes(client, profile, settings):
    settings.MATCHES_PER_PROFILE = 3
    text = page_of(client, profile, "?add_topic=22&add_need=technology:22")
    assert "Topic: Topic 22" in text
    assert "Need: technology in Topic 22" in text
    body = text[text.index("With these additions") :]
    came = set(re.findall(r">(Nordic \d)</a>", body))
    api = client.get(
        f"/api/v1/profiles/{profile.slug}/what-if/?add_topic=22&add_need=technology:22"
    ).json()
    assert came == {one["profile"]["title"] for one in api["appear"]}
    assert len(came) > 0


def test_api_says_who_comes_and_who_leaves(client, profile):
    path = f"/api/v1/profiles/{profile.slug}/what-if/"
    found = client.get(f"{path}?add_topic=22").json()
    assert list(found) == ["in_first_20", "appear", "leave"]
    assert found["in_first_20"] == 3
    titles = {
        name: [one["profile"]["title"] for one in found[name]]
        for name in ("appear", "leave")
    }
    assert titles["appear"] == ["Nordic 0", "Nordic 1", "Nordic 2"]
    assert [one["rank"] for one in found["appear"]] == [1, 2, 3]
    assert titles["leave"] == ["Chemie 0", "Chemie 1", "Chemie 2"]
    assert list(client.get(path).json()) == ["add_topic"]


def test_each_addition_can_be_taken_away_again(client, profile):
    text = page_of(client, profile, "?add_topic=22&add_stage=pilot")
    assert f'href="/matches/{profile.slug}/whatif/?add_stage=pilot">take away' in text
    assert f'href="/matches/{profile.slug}/whatif/?add_topic=22">take away' in text
    assert '<input type="hidden" name="add_stage" value="pilot">' in text


def test_form_of_the_page_leads_to_a_short_address(client, profile):
    answer = client.get(
        f"/matches/{profile.slug}/whatif/?add_topic=&add_stage=pilot"
        "&need_kind=skill&need_topic=22&offer_kind=market&offer_topic="
    )
    assert answer.status_code == 302
    short = f"/matches/{profile.slug}/whatif/?add_need=skill%3A22&add_stage=pilot"
    assert answer["Location"] == short
    assert client.get(short).status_code == 200


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("?add_topic=zz", "add_topic", "There is no “zz” in this list."),
        ("?add_topic=20", "add_topic", "states the topic “20” already"),
        ("?add_need=22", "add_need", "“22” is not a kind and a topic"),
        ("?add_need=love:22", "add_need", "“love:22” is not a kind and a topic"),
        ("?add_offer=skill:zz", "add_offer", "“skill:zz” is not a kind and a topic"),
        ("?add_stage=lunch", "add_stage", "There is no “lunch” in this list."),
        ("?add_stage=research", "add_stage", "states the stage “research” already"),
        ("?need_topic=22", "need_kind", "Choose a kind for this topic."),
        ("?confirm=perhaps", "confirm", "There is no “perhaps” in this list."),
        ("?colour=red", "colour", "There is no parameter of this name."),
    ],
)
def test_wrong_addition_is_named_and_nothing_is_computed(
    client, profile, query, name, said
):
    text = page_of(client, profile, query, 400)
    assert f"<strong>{name}</strong>" in text
    assert said in text
    assert "With these additions" not in text
    answer = client.get(f"/api/v1/profiles/{profile.slug}/what-if/{query}")
    assert (answer.status_code, list(answer.json())) == (400, [name])
    assert said in answer.json()[name][0]


def test_too_many_additions_are_refused(client, profile):
    many = [f"{kind}:22" for kind in ("skill", "market")] * (MOST_ADDITIONS // 2 + 1)
    query = "?" + "&".join(f"add_need={one}" for one in many)
    text = page_of(client, profile, query, 400)
    assert f"Try at most {MOST_ADDITIONS} additions at once." in text


def test_there_is_nothing_to_try_before_the_first_run(client, profile):
    CurrentRun.objects.all().delete()
    assert "No scoring has finished yet" in page_of(client, profile)


def test_there_is_nothing_to_try_for_a_draft(client, profile):
    Profile.objects.filter(pk=profile.pk).update(status="draft")
    page_of(client, profile, status=404)
    client.force_login(make_user("owner@example.org", "ES51"))
    assert "This profile is not published." in page_of(client, profile)


def test_large_register_without_an_index_gives_a_sentence_that_nobody_keeps(
    client, profile, monkeypatch
):
    monkeypatch.setattr(current, "ASKED_PAIRS_UP_TO", 2)
    assert "Additions cannot be tried yet." in page_of(client, profile)
    answer = client.get(f"/api/v1/profiles/{profile.slug}/what-if/?add_topic=22")
    assert answer.status_code == 409
    assert "too large" in answer.json()["detail"]
    # The index comes without a change of the data, and must be noticed.
    monkeypatch.setattr(current, "ASKED_PAIRS_UP_TO", 100)
    assert "Additions cannot be tried yet." not in page_of(client, profile)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((0, 0), "Nobody new comes into the list."),
        ((0, 1), "1 new partner farther down the list."),
        ((0, 3), "3 new partners farther down the list."),
        ((1, 4), "1 new partner among the first 20, 4 new in the list."),
    ],
)
def test_who_comes_is_counted_in_one_sentence(counts, sentence):
    assert word_counts(*counts) == sentence


@pytest.mark.parametrize("person", ["visitor", "stranger", "colleague", "owner"])
def test_everybody_may_try_and_hidden_partners_never_count(client, profile, person):
    Profile.objects.filter(title="Nordic 0").update(status="withdrawn")
    forget_all()
    region = {"stranger": "DE21", "colleague": "SE11", "owner": "ES51"}.get(person)
    if region:
        client.force_login(make_user(f"{person}@example.org", region))
    text = page_of(client, profile, "?add_topic=22")
    assert "2 new partners among the first 20, 2 new in the list." in text
    assert "Nordic 0" not in text
    assert "Nordic 0" not in page_of(client, profile)


def test_partner_withdrawn_since_the_index_was_made_is_not_named(client, profile):
    assert "3 new partners among" in page_of(client, profile, "?add_topic=22")
    Profile.objects.filter(title="Nordic 0").update(status="withdrawn")
    client.force_login(make_user("stranger@example.org", "DE21"))
    text = page_of(client, profile, "?add_topic=22")
    assert "2 new partners among" in text
    assert "Nordic 0" not in text


# Cold: 20 of them read the whole register, once a version, and 5 the run, its
# statistics, bonuses and edits. The page also looks for what to propose, and the words
# are kept by the time of the trial.
PAGE_QUERIES = 45
TRIAL_QUERIES = 32


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_queries_for_any_number(
    client, settings, django_assert_num_queries, number
):
    settings.MATCHES_PER_PROFILE = 3
    profile = make_register(number)
    with django_assert_num_queries(PAGE_QUERIES):
        assert "Nordic 0" in page_of(client, profile)
    forget_all()
    with django_assert_num_queries(TRIAL_QUERIES):
        assert "Nordic 0" in page_of(client, profile, "?add_topic=22")
