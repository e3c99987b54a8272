"""What tests of warm paths start with."""

import pytest

from tests.introductions.story import make_sides


@pytest.fixture
def sides(silent_broker):
    return make_sides()


@pytest.fixture
def sign_in(client):
    def done(person):
        client.force_login(person)
        return client

    return done
