"""What follows each write of a mandate: kept pages end, and letters are true."""

import datetime

import pytest
from django.utils import timezone

from portal.accounts import services
from portal.accounts.models import Mandate, User
from regions.moderation.merge_services import merge_records
from regions.queries import register_version
from tests.accounts.story import letters, make_colleague
from tests.factories import make_cluster, make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region("ES51")


@pytest.fixture
def owner(region):
    return make_colleague("owner", "owner", region)


@pytest.fixture
def editor(region):
    return make_colleague("editor", "editor", region)


@pytest.fixture
def curator():
    return make_person("curator", is_staff=True)


def day(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def test_each_write_of_a_mandate_ends_kept_pages(region, owner, editor, curator):
    def give() -> None:
        services.grant_directly(
            email=make_person("new").email,
            organisation=region,
            role="reader",
            by=curator,
        )

    def pass_by() -> None:
        Mandate.objects.filter(pk=owner.pk).update(ends_on=day(-1))
        assert services.close_ended_mandates() == 1

    for act in (
        give,
        lambda: services.change_role(mandate=editor, role="reader", by=curator),
        lambda: services.set_end(mandate=editor, last_day=day(5), by=curator),
        lambda: services.end_mandate(mandate=editor, by=curator),
        pass_by,
    ):
        before = register_version()
        act()
        assert register_version() != before


def test_hand_over_ends_kept_pages(owner, editor):
    before = register_version()
    services.hand_over(mandate=owner, to=editor, by=owner.user)
    assert register_version() != before


def test_merger_ends_kept_pages_of_people(curator):
    kept, gone = make_cluster("ES51"), make_cluster("ES51")
    make_colleague("one", "owner", gone)
    before = register_version()
    merge_records(kept=kept, gone=gone, chosen={}, by=curator)
    assert register_version() != before


def test_curator_gives_himself_no_mandate(region, curator):
    with pytest.raises(services.NotAllowed, match="Nobody gives himself a mandate"):
        services.grant_directly(
            email=" Curator@example.org",
            organisation=region,
            role="owner",
            by=curator,
        )
    assert Mandate.objects.count() == 0


@pytest.mark.parametrize(
    ("last_day", "subject"),
    [
        (None, "Your mandate for Region ES51 has ended"),
        (10, "Your mandate for Region ES51 has another last day"),
    ],
)
def test_leaver_reads_what_a_curator_did(
    owner, editor, curator, mailbox, last_day, subject
):
    last = None if last_day is None else day(last_day)
    services.hand_over(mandate=owner, to=editor, by=curator, last_day=last)
    assert letters(mailbox) == [
        ("editor", "You are an owner of Region ES51 now"),
        ("owner", subject),
    ]


def test_address_to_which_nothing_can_be_sent_undoes_no_decision(
    owner, editor, mailbox, caplog
):
    User.objects.filter(pk=editor.user_id).update(email="no address")
    services.change_role(mandate=editor, role="reader", by=owner.user)
    editor.refresh_from_db()
    assert editor.role == "reader"
    assert letters(mailbox) == []
    assert f"No letter to person {editor.user_id}" in caplog.text
    assert "no address" not in caplog.text


def test_subjects_name_no_person(region, owner, mailbox):
    person = make_person("new")
    person.name = "Ada Lovelace"
    person.save()
    invitation = services.invite(
        organisation=region, email=person.email, role="editor", by=owner.user
    )
    services.accept_invitation(invitation=invitation, by=person)
    person.mandates.update(ends_on=day(-1))
    services.close_ended_mandates()
    told = [one for one in mailbox() if one.to == ["owner@example.org"]]
    assert [one.subject for one in told] == [
        "Somebody new acts for Region ES51",
        "A mandate for Region ES51 has ended",
    ]
    assert all("Ada Lovelace" in one.body for one in told)
