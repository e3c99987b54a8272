"""What tests of introductions start with."""

import pytest

from tests import factories
from tests.introductions.story import make_member, make_sides


@pytest.fixture
def sides(silent_broker):
    return make_sides()


@pytest.fixture
def people(sides):
    return {
        "asker": sides.asker,
        "answerer": sides.answerer,
        "reader": make_member("reading", "reader", cluster=sides.partner),
        "stranger": make_member("stranger", "owner", "FR10"),
        "curator": factories.make_person("curator", is_staff=True),
    }


@pytest.fixture
def as_person(client, people):
    def signed_in(name: str):
        client.logout()
        if name in people:
            client.force_login(people[name])
        return client

    return signed_in
