"""Introductions follow the record that stays when two are merged."""

import pytest

from matching.introductions import services
from matching.introductions.contacts import contacts_of
from matching.introductions.models import Introduction
from portal.accounts.models import Mandate
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.introductions.story import ask, make_member, told

pytestmark = pytest.mark.django_db
WORDS = "Two records of one side were merged; the older introduction goes on."


@pytest.fixture
def twin(sides):
    """A second record of the partner, with the same owner."""
    made = factories.make_cluster("FI1C", ["20"], title="Wood hub again", slug="twin")
    Mandate.objects.create(user=sides.answerer, cluster=made, role="owner")
    return made


@pytest.fixture
def merge(sides):
    curator = factories.make_person("curator", is_staff=True)

    def done(kept, gone) -> None:
        merge_records(kept=kept, gone=gone, chosen={}, by=curator)

    return done


def rows() -> list[tuple]:
    found = Introduction.objects.order_by("pk")
    return list(found.values_list("profile__slug", "partner__slug", "state"))


def test_letters_of_either_direction_follow(sides, twin, merge):
    received = ask(sides, partner=twin)
    other = factories.make_priority("SE11", slug="north")
    make_member("north", "owner", "SE11")
    sent = ask(sides, by=sides.answerer, profile=twin, partner=other)
    merge(sides.partner, twin)
    assert rows() == [("here", "there", "asked"), ("there", "north", "asked")]
    for one in (received, sent):
        one.refresh_from_db()
        pair = sorted((one.profile_id, one.partner_id))
        assert [one.low, one.high] == pair
    services.accept(by=sides.answerer, introduction=received)
    assert contacts_of(received, sides.asker).organisation == "Wood hub"


@pytest.mark.parametrize("is_older_kept", [True, False])
def test_of_two_with_the_same_partner_the_older_goes_on(
    sides, twin, merge, is_older_kept
):
    older = ask(sides, partner=sides.partner if is_older_kept else twin)
    newer = ask(sides, partner=twin if is_older_kept else sides.partner)
    before = len(told())
    merge(sides.partner, twin)
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.state, newer.state) == ("asked", "closed")
    assert newer.closing == WORDS
    assert older.partner_id == newer.partner_id == sides.partner.pk
    assert told()[before:] == [
        ("asker", "introduction-closed"),
        ("answerer", "introduction-closed"),
    ]


def test_past_ones_follow_without_closing_anything(sides, twin, merge):
    services.withdraw(by=sides.asker, introduction=ask(sides, partner=twin))
    ask(sides)
    merge(sides.partner, twin)
    assert rows() == [("here", "there", "withdrawn"), ("here", "there", "asked")]


def test_two_that_were_introduced_to_each_other_are_one_now(sides, merge):
    far = factories.make_cluster("SE11", title="Wood hub north", slug="far")
    make_member("north", "owner", cluster=far)
    ask(sides, by=sides.answerer, profile=sides.partner, partner=far)
    merge(sides.partner, far)
    assert rows() == [("there", "far", "closed")]
