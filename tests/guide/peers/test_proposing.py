"""Whom the portal finds for a question, and what it says of them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.guide.peers.proposing import proposals_for
from portal.guide.peers.queries import cards_of
from portal.guide.peers.wording import fairness_of
from tests import factories
from tests.guide.peers.story import keep, make_practice, said

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
QUERIES = 25


def peers(story, **fields) -> list[str]:
    found = proposals_for(VISITOR, said(story, **fields)).proposals
    return [one.region_id or one.cluster.slug for one in found]


def card(story, place: str, **fields):
    found = proposals_for(VISITOR, said(story, **fields)).proposals
    cards = {one.proposal.region_id: one for one in cards_of(VISITOR, found)}
    return cards[place]


def test_who_has_a_practice_on_this_comes_first(story):
    factories.make_priority("PL91", ["20"], title="Hydrogen for firms")
    factories.renew()
    assert peers(story)[:2] == ["FI1C", "SE11"]
    assert "PL91" in peers(story)


def test_reasons_say_what_brought_points_and_add_up(story):
    found = card(story, "FI1C")
    texts = [one.text for one in found.reasons]
    assert texts[:2] == [
        "Has described a practice on this: Vouchers for small firms",
        "Was at the same stage: starting up",
    ]
    assert texts[-2:] == [
        "Similar size: one has 1.0 times the population of the other",
        "Same cohesion category: transition",
    ]
    assert found.reasons[0].url == story.practice.get_absolute_url()
    assert sum(one.points for one in found.reasons) == found.proposal.total
    assert sum(one.points or 0 for one in found.parts) == found.proposal.total


def test_what_is_not_known_is_named(story):
    assert card(story, "FI1C").unknown == ["answers introductions"]
    assert card(story, "FI1C", organisation=None).unknown == [
        "size",
        "cohesion category",
        "answers introductions",
    ]


def test_unpublished_practices_and_profiles_say_nothing(story):
    make_practice("PL91", "Vouchers for hydrogen firms", status="submitted")
    factories.make_priority("AT12", ["20"], title="Hydrogen", status="draft")
    factories.renew()
    assert set(peers(story)) == {"FI1C", "SE11"}


def test_oneself_and_what_lies_around_is_not_proposed(story):
    factories.make_cluster("ES511", ["20"], title="Hydrogen cluster")
    make_practice("ES5", "Vouchers in the east")
    make_practice("ES51", "Vouchers at home")
    factories.renew()
    assert set(peers(story)) == {"FI1C", "SE11"}


def test_own_country_is_left_out_where_this_is_wished(story):
    make_practice("ES21", "Vouchers for firms of the coast")
    assert "ES21" in peers(story)
    assert "ES21" not in peers(story, preferences=("abroad",))


def test_practice_that_is_named_counts_in_full(story):
    far = make_practice("PL91", "Schools and companies", challenge="Skills")
    assert "PL91" not in peers(story)
    assert card(story, "PL91", practice=far).proposal.points["practice"] == 32


def test_region_without_a_profile_is_proposed_but_cannot_be_asked(story):
    make_practice("PL91", "Vouchers for hydrogen firms")
    assert card(story, "PL91").proposal.profile is None


def test_what_is_hidden_after_it_was_proposed_is_not_shown(story):
    cluster = factories.make_cluster("PL91", ["20"], title="Hidden hub", slug="hub")
    make_practice("PL91", "Vouchers for hydrogen", slug="hub", owner_cluster=cluster)
    factories.renew()
    one = keep(story)
    rows = list(one.proposals.with_peer())
    assert {each.cluster_id for each in rows} == {None, cluster.pk}
    assert len(cards_of(VISITOR, rows)) == len(rows)
    for record in (cluster, story.partner):
        type(record).objects.filter(pk=record.pk).update(status="draft")
    # A curator who asks for a region shows it to all colleagues: no exception.
    for person in (story.asker, story.curator):
        cards = cards_of(person, list(one.proposals.with_peer()))
        assert len(cards) == len(rows) - 1
        assert not any(each.is_cluster for each in cards)
        (hidden,) = (each for each in cards if each.proposal.region_id == "FI1C")
        words = " ".join(reason.text for reason in hidden.reasons)
        assert hidden.proposal.profile is None
        assert story.partner.title not in words
        assert story.practice.title in words


def test_card_says_whether_somebody_could_answer(story):
    assert card(story, "FI1C").is_answered is True
    assert card(story, "SE11").is_answered is False


def test_cluster_that_submitted_a_practice_answers_for_it(story):
    cluster = factories.make_cluster("PL91", ["20"], title="Cluster", slug="wood")
    make_practice("PL91", "Vouchers for hydrogen firms", owner_cluster=cluster)
    gone = factories.make_cluster("AT12", title="Gone", status="withdrawn")
    make_practice("AT12", "Vouchers of the gone", owner_cluster=gone)
    factories.renew()
    found = peers(story)
    assert "wood" in found
    assert not {"PL91", "AT12", gone.slug} & set(found)


def test_policy_in_general_counts_no_topics_and_no_projects(story):
    factories.make_topic("24", label_en="Hydrogen")
    factories.make_cooperation(["FI1C"], ["24"])
    for number in range(5):
        factories.make_priority("PL91", ["24"], title=f"Hydrogen {number}")
    factories.renew()
    wants = "Hydrogen vouchers"
    assert card(story, "FI1C", wants=wants, tried="").proposal.points["projects"] == 2
    general = card(story, "FI1C", wants=wants, tried="", has_topics=False)
    assert general.proposal.points["projects"] == 0


def test_german_words_find_an_english_practice(story):
    wants = "Wir wollen Gutscheine für Wasserstoff in kleinen Firmen"
    found = proposals_for(VISITOR, said(story, wants=wants, tried="", chapter=""))
    assert found.proposals[0].region_id == "SE11"


def test_who_was_proposed_often_waits_within_the_margin(story):
    for number in range(3):
        keep(story, wants=f"Vouchers for hydrogen, number {number}", chapter="")
    make_practice("PL91", "Vouchers for small companies", chapters=["instruments"])
    found = card(story, "PL91")
    assert "seldom proposed so far" in found.fairness
    assert "seldom" not in fairness_of(card(story, "FI1C").proposal)


def test_number_of_queries_does_not_grow_with_practices_and_peers(
    story, django_assert_num_queries
):
    _describe("PL99", "AT12")
    factories.renew()
    proposals_for(VISITOR, said(story))
    with django_assert_num_queries(QUERIES):
        cards_of(VISITOR, proposals_for(VISITOR, said(story)).proposals)
    for number in range(6):
        _describe(f"PL9{number}", f"DE2{number}")
    with django_assert_num_queries(QUERIES):
        cards_of(VISITOR, proposals_for(VISITOR, said(story)).proposals)


def _describe(first: str, second: str) -> None:
    """A practice of a cluster in the first region, and one of the second region."""
    cluster = factories.make_cluster(first, ["20"], title=f"Hydrogen {first}")
    make_practice(first, f"Vouchers of {first}", owner_cluster=cluster)
    make_practice(second, f"Vouchers in {second}")
