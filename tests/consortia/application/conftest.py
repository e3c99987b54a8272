"""What tests of applications start with."""

import pytest

from tests.consortia.application.story import make_drafting
from tests.consortia.story import make_story


@pytest.fixture
def story(silent_broker):
    return make_story()


@pytest.fixture
def drafting(story):
    return make_drafting(story)
