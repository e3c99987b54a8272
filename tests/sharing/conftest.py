"""What tests of shared facilities start with."""

import pytest

from tests.sharing.story import make_story


@pytest.fixture
def story(silent_broker):
    return make_story()
