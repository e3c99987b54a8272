"""Who fills in self-assessments in tests."""

import pytest

from tests import factories
from tests.guide.assessments.story import make_member


@pytest.fixture
def region(db):
    return factories.make_region("ES51", name="Catalonia", cohesion_category="less")


@pytest.fixture
def officer(region):
    return make_member("officer", "owner", "ES51")


@pytest.fixture
def colleague(region):
    return make_member("colleague", "editor", "ES51")


@pytest.fixture
def reader(region):
    return make_member("reader", "reader", "ES51")


@pytest.fixture
def stranger(db):
    return make_member("stranger", "owner", "FI1C")


@pytest.fixture
def curator(db):
    return factories.make_person("curator", is_staff=True)
