"""What tests of consortia start with."""

import pytest

from tests.consortia.story import make_story


@pytest.fixture
def story(silent_broker):
    return make_story()
