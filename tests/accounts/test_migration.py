"""Who could sign in before addresses were proven still can."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client

from portal.accounts.models import User
from tests.accounts.conftest import PASSWORD, START, make_ana, sign_in

migration = import_module("portal.accounts.migrations.0004_sign_in")


@pytest.mark.django_db
def test_people_of_before_get_a_proven_address_once():
    User.objects.create_user("old@example.org", PASSWORD)
    ana = make_ana()
    for _time in range(2):
        migration.trust_addresses(apps, None)
    rows = EmailAddress.objects.order_by("email")
    assert list(rows.values_list("email", "verified", "primary")) == [
        (ana.email, True, True),
        ("old@example.org", True, True),
    ]
    assert sign_in(Client(), "old@example.org")["Location"] == START
