"""What tests of commitments start with."""

import pytest

from tests.commitments.story import make_met


@pytest.fixture
def met(silent_broker):
    return make_met()


@pytest.fixture
def sign_in(client):
    def done(person):
        client.force_login(person)
        return client

    return done
