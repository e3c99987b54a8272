"""Rules of mandates: who may change which, and that nobody locks out the rest."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from portal.accounts import services
from portal.accounts.models import Mandate, User
from portal.web.errors import PortalError
from tests.accounts.story import events, letters, make_colleague
from tests.factories import make_cluster, make_person, make_region

pytestmark = pytest.mark.django_db
LAST_OWNER = "Region ES51 would be left without an owner."


def day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


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


# --- the last owner -----------------------------------------------------------------


def test_last_owner_cannot_leave_be_demoted_or_end_by_a_date(owner, editor):
    acts = (
        lambda: services.leave(mandate=owner, by=owner.user),
        lambda: services.change_role(mandate=owner, role="editor", by=owner.user),
        lambda: services.set_end(mandate=owner, last_day=day(30), by=owner.user),
    )
    for act in acts:
        with pytest.raises(PortalError, match=LAST_OWNER):
            act()
    owner.refresh_from_db()
    assert (owner.role, owner.ends_on) == ("owner", None)
    assert events(owner.organisation) == []


@pytest.mark.parametrize(
    "other",
    [
        {"ends_on": day(-1)},
        {"ends_on": day(20)},
    ],
    ids=["ended", "ends earlier"],
)
def test_owner_whose_mandate_ends_does_not_count_beyond_it(region, owner, other):
    make_colleague("other", "owner", region, **other)
    with pytest.raises(PortalError, match=LAST_OWNER):
        services.set_end(mandate=owner, last_day=day(30), by=owner.user)


def test_owner_who_cannot_sign_in_does_not_count(region, owner):
    make_colleague("other", "owner", region)
    User.objects.filter(email="other@example.org").update(is_active=False)
    with pytest.raises(PortalError, match=LAST_OWNER):
        services.leave(mandate=owner, by=owner.user)


def test_owner_of_another_organisation_does_not_count(owner):
    make_colleague("other", "owner", make_region("ES52"))
    make_colleague("third", "owner", make_cluster("ES51"))
    with pytest.raises(PortalError, match=LAST_OWNER):
        services.leave(mandate=owner, by=owner.user)


def test_one_of_two_owners_leaves_at_once(region, owner, mailbox):
    make_colleague("other", "owner", region)
    services.leave(mandate=owner, by=owner.user)
    assert list(owner.user.mandated_regions()) == []
    assert events(region) == [("ended", "owner", "owner", "owner")]
    assert letters(mailbox) == [("other", "Somebody has left Region ES51")]
    assert "owner@example.org, who was owner, does not act" in mailbox()[0].body


def test_owners_alone_learn_that_an_editor_left(region, owner, editor, mailbox):
    make_colleague("reader", "reader", region)
    make_colleague("before", "owner", region, ends_on=day(-1))
    make_colleague("elsewhere", "owner", make_region("FI1C"))
    services.leave(mandate=editor, by=editor.user)
    assert letters(mailbox) == [("owner", "Somebody has left Region ES51")]


def test_mandate_that_somebody_ended_says_on_which_day(region, owner, editor):
    services.end_mandate(mandate=editor, by=owner.user)
    editor.refresh_from_db()
    assert (editor.ends_on, editor.ended_at_once_on) == (day(-1), day(0))
    assert not editor.is_running


def test_mandate_whose_time_ran_out_was_ended_by_nobody(region, editor):
    Mandate.objects.filter(pk=editor.pk).update(ends_on=day(-1))
    assert services.close_ended_mandates() == 1
    editor.refresh_from_db()
    assert (editor.closed_on, editor.ended_at_once_on) == (day(-1), None)


def test_mandate_that_runs_again_has_not_ended(region, owner, editor):
    services.end_mandate(mandate=editor, by=owner.user)
    again = services.grant_mandate(
        user=editor.user,
        organisation=region,
        role="editor",
        by=owner.user,
        ends_on=day(0),
    )
    assert (again.closed_on, again.ended_at_once_on) == (None, None)


def test_curator_ends_the_last_owner_and_all_curators_are_told(
    region, owner, curator, mailbox
):
    services.end_mandate(mandate=owner, by=curator, words="He wrote to us.")
    assert events(region) == [("ended", "owner", "curator", "owner")]
    assert letters(mailbox) == [
        ("curator", "Region ES51 has no owner any more"),
        ("owner", "Your mandate for Region ES51 has ended"),
    ]
    assert "> He wrote to us." in mailbox()[1].body


@pytest.mark.services
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway"
)
@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_the_same_moment_do_not_both_go():
    region = make_region("ES51")
    mandates = [make_colleague(name, "owner", region) for name in ("one", "two")]
    start, refused = threading.Barrier(2), []

    def go(mandate: Mandate) -> None:
        start.wait()
        try:
            services.leave(mandate=mandate, by=mandate.user)
        except PortalError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[one]) for one in mandates]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Mandate.objects.running().filter(role="owner").count() == 1


# --- whose mandate one changes -------------------------------------------------------


def test_owner_changes_and_ends_editors_and_readers(region, owner, editor, mailbox):
    services.change_role(mandate=editor, role="reader", by=owner.user)
    services.set_end(mandate=editor, last_day=day(10), by=owner.user)
    services.end_mandate(mandate=editor, by=owner.user)
    assert events(region) == [
        ("changed", "editor", "owner", "reader"),
        ("dated", "editor", "owner", "reader"),
        ("ended", "editor", "owner", "reader"),
    ]
    assert letters(mailbox) == [
        ("editor", "Your role for Region ES51 has changed"),
        ("editor", "Your mandate for Region ES51 has another last day"),
        ("editor", "Your mandate for Region ES51 has ended"),
    ]


@pytest.mark.parametrize("who", ["editor", "reader", "stranger"])
def test_nobody_else_changes_a_mandate_of_another(region, owner, who):
    make_colleague("editor", "editor", region)
    make_colleague("reader", "reader", region)
    make_colleague("stranger", "owner", make_region("FI1C"))
    target = make_colleague("target", "reader", region)
    by = User.objects.get(email=f"{who}@example.org")
    acts = (
        lambda: services.change_role(mandate=target, role="owner", by=by),
        lambda: services.set_end(mandate=target, last_day=day(1), by=by),
        lambda: services.end_mandate(mandate=target, by=by),
        lambda: services.leave(mandate=target, by=by),
        lambda: services.hand_over(mandate=owner, to=target, by=by),
    )
    for act in acts:
        with pytest.raises(services.NotAllowed):
            act()
    assert events(region) == []


def test_owner_does_not_end_another_owner_but_a_curator_does(region, owner, curator):
    other = make_colleague("other", "owner", region)
    with pytest.raises(services.NotAllowed, match="by the owner or by a curator only"):
        services.end_mandate(mandate=other, by=owner.user)
    services.change_role(mandate=other, role="reader", by=curator)
    assert services.mandate_of(other.user, region).role == "reader"


def test_nobody_prolongs_the_own_mandate(region, owner, editor):
    services.set_end(mandate=editor, last_day=day(10), by=owner.user)
    for last_day in (None, day(11)):
        with pytest.raises(services.NotAllowed, match="shorten your own mandate only"):
            services.set_end(mandate=editor, last_day=last_day, by=editor.user)
    services.set_end(mandate=editor, last_day=day(5), by=editor.user)
    editor.refresh_from_db()
    assert editor.ends_on == day(5)


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_curator_gives_himself_no_higher_role(region, owner, role):
    own = make_colleague("insider", role, region)
    User.objects.filter(pk=own.user_id).update(is_staff=True)
    by = User.objects.get(pk=own.user_id)
    acts = (
        lambda: services.change_role(mandate=own, role="owner", by=by),
        lambda: services.hand_over(mandate=owner, to=own, by=by),
    )
    for act in acts:
        with pytest.raises(services.NotAllowed, match="gives himself more rights"):
            act()
    own.refresh_from_db()
    assert own.role == role
    services.change_role(mandate=own, role="owner", by=owner.user)
    assert services.mandate_of(by, region).role == "owner"


def test_curator_prolongs_others_mandates_but_not_his_own(region, owner, editor):
    own = make_colleague("insider", "editor", region, ends_on=day(10))
    User.objects.filter(pk=own.user_id).update(is_staff=True)
    by = User.objects.get(pk=own.user_id)
    for last_day in (None, day(11)):
        with pytest.raises(services.NotAllowed, match="shorten your own mandate only"):
            services.set_end(mandate=own, last_day=last_day, by=by)
    services.set_end(mandate=own, last_day=day(5), by=by)
    own.refresh_from_db()
    assert own.ends_on == day(5)
    services.set_end(mandate=editor, last_day=day(5), by=owner.user)
    services.set_end(mandate=editor, last_day=day(20), by=by)
    editor.refresh_from_db()
    assert editor.ends_on == day(20)


def test_curator_who_is_the_last_owner_cannot_leave_as_nobody_can(region):
    own = make_colleague("insider", "owner", region)
    User.objects.filter(pk=own.user_id).update(is_staff=True)
    by = User.objects.get(pk=own.user_id)
    for act in (
        lambda: services.leave(mandate=own, by=by),
        lambda: services.change_role(mandate=own, role="reader", by=by),
        lambda: services.set_end(mandate=own, last_day=day(3), by=by),
    ):
        with pytest.raises(PortalError, match=LAST_OWNER):
            act()
    own.refresh_from_db()
    assert (own.role, own.ends_on) == ("owner", None)


def test_mandate_of_today_runs_and_that_of_yesterday_does_not(region, owner, editor):
    services.set_end(mandate=editor, last_day=day(0), by=owner.user)
    assert list(editor.user.mandated_regions("editor")) == [region]
    services.end_mandate(mandate=editor, by=owner.user)
    assert list(editor.user.mandated_regions()) == []
    with pytest.raises(PortalError, match="has already ended"):
        services.end_mandate(mandate=editor, by=owner.user)


def test_last_day_in_the_past_is_refused(owner, editor):
    with pytest.raises(PortalError, match="cannot be in the past"):
        services.set_end(mandate=editor, last_day=day(-1), by=owner.user)


def test_who_was_put_out_cannot_come_back_by_a_link_of_his_own(
    region, owner, curator, mailbox
):
    other = make_colleague("other", "owner", region)
    own = services.invite(
        organisation=region, email="x@example.org", role="owner", by=other.user
    )
    kept = services.invite(
        organisation=region, email="y@example.org", role="owner", by=owner.user
    )
    services.end_mandate(mandate=other, by=curator)
    assert "was withdrawn" in services.refusal_of(_fresh(own))
    assert services.refusal_of(_fresh(kept)) == ""


def _fresh(invitation):
    invitation.refresh_from_db()
    return invitation


# --- handing over --------------------------------------------------------------------


def test_hand_over_makes_the_colleague_owner_and_ends_ones_own_mandate(
    region, owner, editor, mailbox
):
    Mandate.objects.filter(pk=editor.pk).update(ends_on=day(3))
    services.hand_over(mandate=owner, to=editor, by=owner.user)
    editor.refresh_from_db()
    assert (editor.role, editor.ends_on) == ("owner", None)
    assert list(owner.user.mandated_regions()) == []
    assert events(region) == [
        ("handed_over", "editor", "owner", "owner"),
        ("ended", "owner", "owner", "owner"),
    ]
    assert letters(mailbox) == [("editor", "You are an owner of Region ES51 now")]


def test_hand_over_on_a_date_keeps_both_until_then(region, owner, editor):
    services.hand_over(mandate=owner, to=editor, by=owner.user, last_day=day(14))
    owner.refresh_from_db()
    assert owner.ends_on == day(14)
    owners = User.objects.acting_for("owner", region=region)
    assert sorted(one.email for one in owners) == [
        "editor@example.org",
        "owner@example.org",
    ]


@pytest.mark.parametrize("case", ["ended", "elsewhere", "oneself", "cannot sign in"])
def test_hand_over_needs_a_colleague_of_today(region, owner, editor, case):
    to = editor
    if case == "ended":
        Mandate.objects.filter(pk=editor.pk).update(ends_on=day(-1))
    elif case == "elsewhere":
        to = make_colleague("elsewhere", "editor", make_region("ES52"))
    elif case == "oneself":
        to = owner
    else:
        User.objects.filter(pk=editor.user_id).update(is_active=False)
    with pytest.raises(PortalError, match="Choose a colleague who acts for"):
        services.hand_over(mandate=owner, to=to, by=owner.user)
    owner.refresh_from_db()
    assert owner.is_running


# --- given again ---------------------------------------------------------------------


def test_renewal_updates_the_one_mandate_there_is(region, owner, curator):
    ended = make_colleague("back", "editor", region, ends_on=day(-100))
    services.grant_mandate(
        user=ended.user, organisation=region, role="reader", by=curator, ends_on=day(9)
    )
    mandates = ended.user.mandates.values_list("pk", "role", "ends_on", "closed_on")
    assert list(mandates) == [(ended.pk, "reader", day(9), None)]


def test_grant_never_lowers_a_running_mandate(region, owner, curator):
    with pytest.raises(PortalError, match="already acts for Region ES51 as owner"):
        services.grant_mandate(
            user=owner.user, organisation=region, role="reader", by=curator
        )


def test_curator_gives_a_mandate_directly_and_all_are_told(
    region, owner, curator, mailbox
):
    make_person("new")
    give = {"email": " New@example.org ", "organisation": region, "role": "editor"}
    services.grant_directly(by=curator, **give)
    assert events(region) == [("granted", "new", "curator", "editor")]
    assert letters(mailbox) == [
        ("new", "You act for Region ES51 now"),
        ("owner", "Somebody new acts for Region ES51"),
    ]
    with pytest.raises(services.NotAllowed):
        services.grant_directly(by=owner.user, **give)
    with pytest.raises(PortalError, match="Nobody has an account with this address"):
        services.grant_directly(by=curator, **give | {"email": "nobody@example.org"})


def test_letters_are_in_the_language_of_their_reader(region, owner, editor, mailbox):
    make_region("ES51", name_de="Katalonien")
    User.objects.filter(pk=editor.user_id).update(language="de")
    services.end_mandate(mandate=editor, by=owner.user)
    [letter] = mailbox()
    assert "Katalonien" in letter.subject
    assert 'lang="de"' in letter.alternatives[0].content
