"""What tests of suggestions start with."""

import pytest

from tests.suggestions.story import make_story


@pytest.fixture
def story(silent_broker):
    return make_story()
