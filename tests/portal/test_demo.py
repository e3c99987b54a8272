"""Demonstration accounts: one of each kind of person, and only at home."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from model_bakery import baker

from portal.accounts.models import Mandate, User
from portal.demo import create_demo_accounts, demo_password
from regions.models import Cluster, Priority, Region, Strategy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_home(settings):
    settings.SERVES_OTHERS = False


@pytest.fixture
def register():
    """One region with a priority, one cluster elsewhere."""
    region = baker.make(Region, code="ES51", country="ES", level=2)
    other = baker.make(Region, code="AT13", country="AT", level=2)
    strategy = baker.make(Strategy, region=region, slug="es51")
    baker.make(Priority, region=region, strategy=strategy, slug="es51-one")
    cluster = baker.make(Cluster, region=other, slug="a-cluster")
    return region, cluster


def mandates() -> list[tuple]:
    fields = ("user__email", "region_id", "cluster__slug", "role")
    return list(Mandate.objects.order_by("user__email").values_list(*fields))


def test_accounts_are_a_curator_an_officer_with_a_colleague_and_a_manager(register):
    accounts = create_demo_accounts()
    assert [account.email for account in accounts] == [
        "curator@portal.example",
        "region@portal.example",
        "colleague@portal.example",
        "cluster@portal.example",
    ]
    assert mandates() == [
        ("cluster@portal.example", None, "a-cluster", "owner"),
        ("colleague@portal.example", "ES51", None, "editor"),
        ("region@portal.example", "ES51", None, "owner"),
    ]
    curators = User.objects.filter(is_staff=True).values_list("email", flat=True)
    assert list(curators) == ["curator@portal.example"]


def test_accounts_sign_in_with_their_printed_password(client, register):
    for account in create_demo_accounts():
        assert client.login(username=account.email, password=account.password)


def test_second_time_changes_nothing(register):
    first = create_demo_accounts()
    assert create_demo_accounts() == first
    assert (User.objects.count(), Mandate.objects.count()) == (4, 3)


def test_empty_register_has_a_curator_only():
    assert [account.email for account in create_demo_accounts()] == [
        "curator@portal.example"
    ]


def test_changed_password_is_kept_and_not_printed(register):
    create_demo_accounts()
    user = User.objects.get(email="region@portal.example")
    user.set_password("their own choice")
    user.save()
    assert [account.email for account in create_demo_accounts()] == [
        "curator@portal.example",
        "colleague@portal.example",
        "cluster@portal.example",
    ]
    user.refresh_from_db()
    assert user.check_password("their own choice")


def test_password_differs_between_accounts_and_installations(settings):
    here = demo_password("curator@portal.example")
    assert here != demo_password("region@portal.example")
    settings.SECRET_KEY = "another installation"
    assert here != demo_password("curator@portal.example")


def test_command_prints_how_to_sign_in():
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    password = demo_password("curator@portal.example")
    assert out.getvalue() == (
        f"  curator@portal.example   {password}   curator: sees and corrects"
        " everything\n"
    )


def test_command_refuses_where_others_sign_in_too(settings):
    settings.SERVES_OTHERS = True
    with pytest.raises(CommandError, match="--force creates them all the same"):
        call_command("demo_accounts")
    assert User.objects.count() == 0


def test_command_obeys_force(settings):
    settings.SERVES_OTHERS = True
    call_command("demo_accounts", "--force", "--quiet")
    assert User.objects.count() == 1
