"""What tests of partnerships share."""

import pytest

from tests.partnerships.story import make_story


@pytest.fixture
def story():
    return make_story()
