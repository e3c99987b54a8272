"""Who comes along when two clusters become one, and who does not."""

import pytest
from django.utils import timezone

from portal.accounts import services
from portal.accounts.models import Claim, Invitation, Mandate, MandateEvent
from regions.editing.services import set_status
from regions.moderation.merge_services import merge_records
from tests.accounts.story import events, letters, make_colleague
from tests.factories import make_cluster, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """A real cluster, which somebody owns."""
    made = make_cluster("ES51", title="Bread", slug="bread")
    make_colleague("owner", "owner", made)
    return made


@pytest.fixture
def curator():
    return make_person("curator", is_staff=True)


def typed_twice(**fields):
    """What a stranger registered, whom nobody has checked."""
    made = make_cluster("ES51", title="Bread again", slug="again", **fields)
    make_colleague("stranger", "owner", made)
    return made


def merge(kept, gone, curator):
    merge_records(kept=kept, gone=gone, chosen={}, by=curator)


def actors(cluster) -> list[tuple[str, str]]:
    rows = Mandate.objects.running().of(cluster).order_by("user__email")
    return [(one.user.email.partition("@")[0], one.role) for one in rows]


def is_open(invitation) -> bool:
    return Invitation.objects.open().filter(pk=invitation.pk).exists()


def invite(cluster) -> Invitation:
    return Invitation.objects.create(
        cluster=cluster,
        email="friend@example.org",
        key_hash="0",
        expires_at=timezone.now() + services.invitations.VALID_FOR,
    )


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "withdrawn"])
def test_who_typed_an_unchecked_record_never_owns_the_real_one(
    kept, curator, status, mailbox
):
    gone = typed_twice(status=status)
    invitation = invite(gone)
    merge(kept, gone, curator)
    assert actors(kept) == [("owner", "owner")]
    assert actors(gone) == []
    assert not is_open(invitation)
    assert events(kept) == []
    assert events(gone) == [("ended", "stranger", "curator", "owner")]
    assert MandateEvent.objects.get().note == "Bread (bread)"
    [(name, subject)] = letters(mailbox)
    assert (name, subject) == ("stranger", "Your mandate for Bread again has ended")
    assert "/accounts/claims/new/?cluster=bread" in mailbox()[0].body


def test_people_of_a_published_record_follow_and_owners_learn_of_each(
    kept, curator, mailbox
):
    gone = typed_twice()
    make_colleague("second", "reader", gone)
    make_colleague("past", "owner", gone, ends_on="2020-01-01")
    invitation = invite(gone)
    merge(kept, gone, curator)
    assert actors(kept) == [
        ("owner", "owner"),
        ("second", "reader"),
        ("stranger", "owner"),
    ]
    assert is_open(invitation)
    told = [one.body for one in mailbox() if one.to == ["owner@example.org"]]
    assert len(told) == 2
    assert "stranger@example.org may now act for Bread as owner." in told[0]
    assert "second@example.org may now act for Bread as reader." in told[1]


def test_owners_learn_that_a_colleague_rose_by_the_merger(kept, curator, mailbox):
    gone = typed_twice()
    make_colleague("stranger", "reader", kept)
    merge(kept, gone, curator)
    [letter] = mailbox()
    assert letter.to == ["owner@example.org"]
    assert "stranger@example.org may now act for Bread as owner." in letter.body


def test_people_of_a_record_that_was_public_once_follow(kept, curator):
    gone = typed_twice()
    owner = gone.mandates.get().user
    set_status(record=gone, status="withdrawn", act="withdrawn", by=owner, note="Old.")
    merge(kept, gone, curator)
    assert actors(kept) == [("owner", "owner"), ("stranger", "owner")]


def test_claim_that_stands_twice_loses_its_proof(kept, curator):
    gone, person = typed_twice(), make_person("claimant")
    for cluster in (kept, gone):
        Claim.objects.create(
            user=person, cluster=cluster, statement="Me", proof=b"x", proof_name="x"
        )
    merge(kept, gone, curator)
    found = Claim.objects.order_by("pk").values_list("state", "proof_name")
    assert list(found) == [("open", "x"), ("taken_back", "")]
    assert Claim.objects.get(state="taken_back").decided_at is not None


def test_curator_sees_from_the_merger_who_acts_for_each(client, kept, curator):
    gone = typed_twice(status="draft")
    client.force_login(curator)
    page = client.get(f"/curation/duplicates/cluster/{kept.pk}/{gone.pk}/")
    assert page.status_code == 200
    for slug, name in (("bread", "owner"), ("again", "stranger")):
        address = f"/accounts/people/cluster/{slug}/"
        assert f'href="{address}"' in page.content.decode()
        assert f"{name}@example.org" in client.get(address).content.decode()
