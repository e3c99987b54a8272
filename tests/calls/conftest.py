"""What tests of calls start with."""

import pytest

from tests import factories


@pytest.fixture
def curator(db):
    return factories.make_person("curator", is_staff=True)
