"""What tests of warm paths start with."""

import pytest

from tests.introductions.story import make_sides


@pytest.fixture
def sides(silent_broker):
    return make_sides()
