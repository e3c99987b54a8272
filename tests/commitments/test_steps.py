"""Stating and withdrawing steps: who may, with which proof, until when."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from matching.commitments import services
from matching.commitments.models import Commitment
from matching.commitments.queries import ladders_of
from matching.commitments.steps import PERIODS, Step
from matching.introductions import services as introductions
from matching.introductions.models import Introduction
from portal.accounts.services import NotAllowed, Proof
from portal.web.errors import Conflict
from tests import factories
from tests.commitments.story import LETTER, rows, state, told
from tests.introductions.story import ask, make_member, make_sides

pytestmark = pytest.mark.django_db
PDF = Proof("letter.pdf", b"%PDF-1.4 signed")


def in_days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.mark.parametrize("step", Step)
def test_each_step_has_its_usual_and_its_last_day(met, step):
    usual, most = PERIODS[step]
    first = state(met, step=step, proof="Seen")
    assert first.valid_until == in_days(usual)
    for day in (in_days(most + 1), timezone.localdate()):
        with pytest.raises(ValidationError) as refused:
            state(met, step=step, proof="Seen", valid_until=day)
        assert list(refused.value.message_dict) == ["valid_until"]
    last = state(met, step=step, proof="Seen", valid_until=in_days(most))
    assert rows() == [("here", step, "replaced"), ("here", step, "")]
    assert last.valid_until == in_days(most)


@pytest.mark.parametrize(
    ("step", "is_needed"), [(1, False), (2, False), (3, True), (4, True), (5, True)]
)
def test_proof_is_needed_from_the_mandate_on(met, step, is_needed):
    if not is_needed:
        assert state(met, step=step, proof=" ").proof == ""
        return
    with pytest.raises(ValidationError) as refused:
        state(met, step=step, proof=" ")
    assert list(refused.value.message_dict) == ["proof"]
    assert rows() == []
    state(met, step=step, file=PDF)
    assert rows() == [("here", step, "")]


def test_database_wants_a_proof_too(met):
    values = {"profile": met.profile, "partner": met.partner, "valid_until": in_days(9)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.create(step=3, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.create(step=1, **values | {"partner": met.profile})


def test_either_side_states_its_own_and_the_other_is_told(met):
    state(met)
    state(met, by=met.answerer, **LETTER)
    assert rows() == [("here", 1, ""), ("there", 4, "")]
    assert told() == [("answerer", "stated"), ("asker", "stated")]


def test_present_step_is_the_highest_that_holds(met):
    state(met, **LETTER)
    state(met, step=2)
    found = ladders_of(met.asker, met.profile, met.partner)
    assert (found.own.step, found.other) == (4, None)
    services.withdraw_step(by=met.asker, commitment=found.own)
    found = ladders_of(met.answerer, met.partner, met.profile)
    assert (found.own, found.other.step) == (None, 2)
    assert [one.step for one in found.past] == [4]


def test_pressing_twice_is_one_row(met):
    assert state(met, **LETTER) == state(met, **LETTER)
    assert rows() == [("here", 4, "")]
    assert told() == [("answerer", "stated")]


def test_other_words_for_the_same_days_are_no_new_step(met):
    state(met, **LETTER)
    with pytest.raises(Conflict, match="Your side has stated this step already"):
        state(met, **LETTER | {"proof": "Another letter"})
    assert Commitment.objects.get().proof == LETTER["proof"]


def test_who_may_not_write_states_nothing(met):
    reader = make_member("reader", "reader", "ES51")
    stranger = make_member("stranger", "owner", "SE11")
    curator = factories.make_person("curator", is_staff=True)
    own = state(met)
    for person in (reader, stranger, curator):
        with pytest.raises(NotAllowed):
            state(met, by=person, step=2)
    for person in (reader, stranger, curator, met.answerer):
        with pytest.raises(NotAllowed):
            services.withdraw_step(by=person, commitment=own)
    assert rows() == [("here", 1, "")]


@pytest.mark.parametrize("name", ["asked", "withdrawn", "closed", "stopped"])
def test_only_within_an_accepted_introduction(met, name):
    Introduction.objects.update(state=name)
    with pytest.raises(Conflict):
        state(met)
    assert rows() == []


def test_withdrawing_twice_is_one_end_and_what_ended_stays_ended(met):
    first = state(met)
    ended = services.withdraw_step(by=met.asker, commitment=first)
    again = services.withdraw_step(by=met.asker, commitment=first)
    assert again.withdrawn_at == ended.withdrawn_at
    second = state(met)
    state(met, valid_until=in_days(100))
    with pytest.raises(Conflict, match="ended meanwhile"):
        services.withdraw_step(by=met.asker, commitment=second)
    assert rows() == [
        ("here", 1, "withdrawn"),
        ("here", 1, "replaced"),
        ("here", 1, ""),
    ]


# --- who sees them ---------------------------------------------------------------


def seen_by(person) -> list[int]:
    found = Commitment.objects.visible_to(person).order_by("pk")
    return list(found.values_list("step", flat=True))


def test_people_of_both_see_them_and_nobody_else(met):
    state(met)
    state(met, by=met.answerer, step=2)
    reader = make_member("reader", "reader", "ES51")
    stranger = make_member("stranger", "owner", "SE11")
    curator = factories.make_person("curator", is_staff=True)
    for person in (met.asker, met.answerer, reader):
        assert seen_by(person) == [1, 2]
    for person in (stranger, curator):
        assert seen_by(person) == []


def test_closed_in_good_terms_leaves_them_to_be_seen(met):
    state(met)
    introductions.close(by=met.answerer, introduction=met.introduction)
    assert (seen_by(met.asker), seen_by(met.answerer)) == ([1], [1])


@pytest.mark.parametrize("name", ["withdrawn", "stopped"])
def test_who_no_longer_knows_the_other_sees_its_own_alone(met, name):
    state(met)
    state(met, by=met.answerer, step=2)
    Introduction.objects.update(state=name)
    assert (seen_by(met.asker), seen_by(met.answerer)) == ([1], [2])


def test_other_introduction_of_the_same_people_shows_nothing_of_this_one(met):
    """A third side that knows one of the two does not see what that one states."""
    state(met, **LETTER)
    third = factories.make_priority("SE11", slug="north")
    owner = make_member("north", "owner", "SE11")
    sent = ask(met, partner=third)
    introductions.accept(by=owner, introduction=sent)
    assert seen_by(owner) == []
    found = ladders_of(owner, third, met.profile)
    assert (found.own, found.other, found.past) == (None, None, [])


def test_visitors_see_nothing(met):
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415

    state(met)
    assert seen_by(AnonymousUser()) == []


def test_person_goes_and_the_statement_stays(met):
    one = state(met)
    met.asker.delete()
    one.refresh_from_db()
    assert (one.made_by, one.is_running) == (None, True)


# --- mergers ---------------------------------------------------------------------


def test_steps_follow_a_merged_record_and_the_longer_one_runs_on(silent_broker):
    from regions.moderation.merge_services import merge_records  # noqa: PLC0415

    sides = make_sides()
    curator = factories.make_person("curator", is_staff=True)
    twin = factories.make_cluster("FI1C", ["20"], title="Wood hub again", slug="twin")
    for partner, days in ((sides.partner, 50), (twin, 80)):
        for step in (1, 2) if partner == twin else (1,):
            Commitment.objects.create(
                profile=sides.profile,
                partner=partner,
                step=step,
                valid_until=in_days(days),
            )
    Commitment.objects.create(
        profile=twin, partner=sides.partner, step=1, valid_until=in_days(9)
    )
    merge_records(kept=sides.partner, gone=twin, chosen={}, by=curator)
    found = Commitment.objects.order_by("pk")
    assert {one.partner_id for one in found} == {sides.partner.pk}
    assert rows() == [("here", 1, "replaced"), ("here", 1, ""), ("here", 2, "")]
