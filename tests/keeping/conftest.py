"""A profile of ES51 with a list, and people in every role around it."""

import pytest

from portal.accounts.models import Mandate
from tests.matching.factories import make_list, make_region, make_user

ROLES = {"owner": "owner", "editor": "editor", "reader": "reader"}


@pytest.fixture
def people(db):
    """Who acts for ES51 in each role, for another region, and a curator."""
    found = {name: make_user(f"{name}@example.org") for name in ROLES}
    for name, role in ROLES.items():
        region = make_region("ES51")
        Mandate.objects.create(user=found[name], region=region, role=role)
    found["stranger"] = make_user("stranger@example.org", "FR10")
    found["curator"] = make_user("curator@example.org", is_staff=True)
    return found


@pytest.fixture
def sign_in(client, people):
    def sign(name: str):
        client.force_login(people[name])
        return client

    return sign


@pytest.fixture
def profile(db):
    """A priority of ES51 with four partners in its list."""
    return make_list(4)


@pytest.fixture
def partners(profile):
    """Its partners, best first."""
    rows = profile.matches.order_by("rank").select_related("partner__region")
    return [row.partner for row in rows]
