"""What tests of partner requests start with."""

import pytest

from tests.partner_requests.story import make_story


@pytest.fixture
def story(silent_broker):
    return make_story()
