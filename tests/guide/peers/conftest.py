"""What tests of questions to peers start with."""

import pytest

from tests.guide.peers.story import make_story


@pytest.fixture
def story(silent_broker):
    return make_story()


@pytest.fixture
def as_person(client, story):
    def signed_in(name: str):
        client.logout()
        if name != "visitor":
            client.force_login(getattr(story, name))
        return client

    return signed_in
