"""How often people claim, and what stays of a claim that was taken back."""

import datetime
import threading
from contextlib import suppress

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portal.accounts import services
from portal.accounts.models import Claim
from portal.accounts.services import claims
from portal.web.errors import PortalError
from tests.accounts.story import letters
from tests.factories import make_person, make_region

pytestmark = pytest.mark.django_db
PLACES = ("ES51", "FI1C", "FR10", "DE21", "ITC4", "PL21")


@pytest.fixture
def person():
    return make_person("person")


@pytest.fixture
def curator():
    return make_person("curator", is_staff=True)


def claim(person, code: str = "ES51") -> Claim:
    return services.claim_mandate(
        user=person,
        organisation=make_region(code),
        role="owner",
        statement="Me",
        proof=services.Proof("letter.pdf", b"%PDF- letter"),
    )


def test_person_claims_five_times_a_day_whatever_became_of_it(person):
    for code in PLACES[:5]:
        services.take_back_claim(claim=claim(person, code), by=person)
    with pytest.raises(PortalError, match="5 claims within a day"):
        claim(person, PLACES[5])
    claim(make_person("another"), PLACES[5])
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        claim(person, PLACES[5])


def test_claim_that_is_taken_back_loses_its_proof(person):
    made = claim(person)
    services.take_back_claim(claim=made, by=person)
    made.refresh_from_db()
    assert (made.state, made.proof, made.proof_name) == ("taken_back", None, "")
    assert made.statement == "Me"


def test_curator_gets_one_mail_however_often_a_claim_is_renewed(
    person, curator, mailbox
):
    for _again in range(3):
        services.take_back_claim(claim=claim(person), by=person)
    assert letters(mailbox) == [("curator", "Somebody claims Region ES51")]


def test_curator_learns_of_a_new_claim_after_a_refusal(person, curator, mailbox):
    first = claim(person)
    services.decide_claim(claim=first, outcome="refused", reasons="No.", by=curator)
    claim(person)
    told = [subject for name, subject in letters(mailbox) if name == "curator"]
    assert told == ["Somebody claims Region ES51"] * 2


@pytest.mark.services
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway"
)
@pytest.mark.django_db(transaction=True)
def test_claims_that_arrive_at_the_same_moment_are_counted_one_by_one(monkeypatch):
    """Who has counted waits for the other one to count too, who must not get there."""
    person = make_person("person")
    for code in PLACES:
        make_region(code)
    for code in PLACES[:4]:
        claim(person, code)
    counted, refused = threading.Barrier(2), []
    count = claims.require_few_claims

    def count_and_wait(user) -> None:
        count(user)
        with suppress(threading.BrokenBarrierError):
            counted.wait(timeout=1)

    monkeypatch.setattr(claims, "require_few_claims", count_and_wait)

    def go(code: str) -> None:
        try:
            claim(person, code)
        except PortalError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[code]) for code in PLACES[4:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert "5 claims within a day" in refused[0]
    proofs = Claim.objects.filter(user=person).exclude(proof=None)
    assert proofs.count() == 5
