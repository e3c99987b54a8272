"""What tests of commitments start with."""

import pytest

from tests.commitments.story import make_met


@pytest.fixture
def met(silent_broker):
    return make_met()
