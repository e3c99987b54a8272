"""What tests of practices start with."""

import pytest

from tests.guide.practices.story import make_story


@pytest.fixture
def story(silent_broker):
    return make_story()
