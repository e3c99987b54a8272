"""What is kept how long, with the clock moved; nothing younger goes."""

import datetime
from pathlib import Path

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portal.accounts import retention, services
from portal.accounts.models import Claim, Invitation, User
from portal.accounts.tasks import retention as retention_job
from regions.models import Draft
from tests.accounts.conftest import sign_in
from tests.accounts.story import letters, make_colleague
from tests.factories import make_person, make_region

pytestmark = pytest.mark.django_db
WARNED = "Your account will be deleted on"


def later(days: int):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days))


@pytest.fixture
def region():
    return make_region("ES51")


def test_unused_account_is_warned_twice_and_then_deleted(region, mailbox):
    make_person("curator", is_staff=True)
    make_colleague("absent", "owner", region)
    steps = [
        (729, 0, True),
        (730, 1, True),
        (731, 1, True),
        (759, 1, True),
        (760, 2, True),
        (789, 2, True),
        (790, 2, False),
    ]
    for days, warned, is_there in steps:
        with later(days):
            retention_job()
        sent = [one for one in letters(mailbox) if one[0] == "absent"]
        assert len([one for one in sent if WARNED in one[1]]) == warned, days
        assert User.objects.filter(email="absent@example.org").exists() is is_there
    assert ("curator", "Region ES51 has no owner any more") in letters(mailbox)


def test_warning_names_the_day_of_deletion(region, mailbox):
    make_person("absent")
    with time_machine.travel("2030-01-01 12:00"):
        retention_job()
        assert mailbox()[0].subject == f"{WARNED} 2 March 2030"
    with time_machine.travel("2030-01-31 12:00"):
        retention_job()
        assert mailbox()[1].subject == f"{WARNED} 2 March 2030"
    with time_machine.travel("2030-03-01 12:00"):
        retention_job()
        assert User.objects.count() == 1
    with time_machine.travel("2030-03-02 12:00"):
        retention_job()
        assert User.objects.count() == 0


def test_who_comes_back_after_a_warning_stays(client, mailbox):
    person = make_person("back")
    with later(735):
        retention_job()
    with later(740):
        client.force_login(person)
        client.get("/accounts/mandates/")
    with later(790):
        retention_job()
    with later(1400):
        retention_job()
    person.refresh_from_db()
    assert person.absence_warnings == 0
    assert len(letters(mailbox)) == 1


def test_curators_are_not_deleted_by_the_clock(mailbox):
    make_person("curator", is_staff=True)
    with later(3000):
        retention_job()
    assert letters(mailbox) == []
    assert User.objects.count() == 1


def test_account_whose_address_nobody_proved_goes_after_30_days(region):
    addresses = EmailAddress.objects
    make_person("proved")
    make_colleague("acting", "reader", region)
    make_person("unproved")
    addresses.filter(email="unproved@example.org").update(verified=False)
    addresses.filter(email="acting@example.org").update(verified=False)
    with later(29):
        retention_job()
    assert User.objects.count() == 3
    with later(31):
        retention_job()
    assert sorted(User.objects.values_list("email", flat=True)) == [
        "acting@example.org",
        "proved@example.org",
    ]


def test_proof_goes_six_months_after_the_decision(region):
    curator = make_person("curator", is_staff=True)
    for name in ("open", "decided"):
        services.claim_mandate(
            user=make_person(name),
            organisation=region,
            role="owner",
            statement="Me",
            proof=services.Proof("letter.pdf", b"%PDF- letter"),
        )
    decided = Claim.objects.get(user__email="decided@example.org")
    services.decide_claim(claim=decided, outcome="refused", reasons="No.", by=curator)
    with later(182):
        retention_job()
    assert Claim.objects.exclude(proof=None).count() == 2
    with later(184):
        retention_job()
    decided.refresh_from_db()
    assert (decided.proof, decided.proof_name, decided.reasons) == (None, "", "No.")
    assert Claim.objects.get(user__email="open@example.org").proof is not None


def test_old_invitations_and_drafts_go(region):
    owner = make_colleague("owner", "owner", region).user
    services.invite(organisation=region, email="x@example.org", role="reader", by=owner)
    Draft.objects.create(user=owner, kind="cluster")
    with later(196):
        retention_job()
    assert (Invitation.objects.count(), Draft.objects.count()) == (1, 1)
    with later(198):
        retention_job()
    assert (Invitation.objects.count(), Draft.objects.count()) == (0, 1)
    with later(366):
        retention_job()
    assert Draft.objects.count() == 0


def test_expired_sessions_are_cleared():
    person = make_person("person")
    Client().force_login(person)
    with later(20):
        Client().force_login(person)
        retention_job()
        assert Session.objects.count() == 1


def test_browsers_and_network_addresses_go_with_their_sessions():
    """Of a session that was ended, and of one that has expired."""
    person = make_person("person")
    ended, expires, stays = Client(), Client(), Client()
    for browser in (ended, expires, stays):
        sign_in(browser, person.email)
    assert UserSession.objects.count() == 3
    ended.post("/accounts/logout/")
    key = expires.session.session_key
    Session.objects.filter(pk=key).update(expire_date=timezone.now())
    retention_job()
    left = UserSession.objects.values_list("session_key", flat=True)
    assert list(left) == [stays.session.session_key]


def test_job_says_what_it_did():
    assert retention_job() == (
        "0 unverified, 0 warned, 0 absent, 0 proofs, 0 invitations, 0 drafts,"
        " 0 contacts, 0 sessions"
    )


def test_periods_stand_in_the_manual_and_on_the_privacy_page(client):
    page = client.get("/privacy/").content.decode()
    manual = Path(settings.BASE_DIR, "docs", "operations.md").read_text("utf-8")
    for name, days in (
        ("UNVERIFIED_DAYS", 30),
        ("ABSENT_DAYS", 730),
        ("WARNING_DAYS", 30),
        ("PROOF_DAYS", 183),
        ("INVITATION_DAYS", 183),
        ("DRAFT_DAYS", 365),
        ("CONTACT_DAYS", 183),
        ("NOTICE_DAYS", 365),
    ):
        assert getattr(retention, name) == days
        assert f"`{name}` | {days} |" in manual
    for sentence in (
        "An account whose address nobody has proved: 30 days.",
        "An account that nobody uses: 24 months.",
        "The file of a claim: until 6 months after the decision.",
        "An invitation: valid for 14 days, deleted 6 months after that.",
        "A draft at which nobody writes: 12 months.",
        "A mailbox, telephone or contact person that a record no longer names: 6 months"
        " in its earlier versions.",
        "What the portal told you, and when you read it: 12 months.",
    ):
        assert sentence in page


def test_privacy_page_is_linked_from_every_foot(client):
    assert 'href="/privacy/"' in client.get("/").content.decode()
