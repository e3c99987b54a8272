"""The groups that the real register gives: how many, of what, and within all limits."""

import pytest

from matching.partnerships.suggestions.known import compare_with_known
from matching.partnerships.suggestions.quality import Limits
from matching.partnerships.suggestions.reading import look_for_groups
from matching.queries import current_run
from regions.models import Profile


@pytest.fixture(scope="module")
def found(seed, django_db_blocker):
    with django_db_blocker.unblock():
        return look_for_groups(current_run())


def test_number_of_groups_is_one_that_a_curator_can_read(found):
    assert 20 <= len(found) <= 60


def test_groups_keep_their_limits(found):
    limits = Limits()
    keys = {key for one in found for key in one.keys}
    rows = Profile.objects.filter(pk__in=keys).select_related("region")
    profiles = rows.in_bulk()
    for one in found:
        members = [profiles[key] for key in one.keys]
        assert limits.smallest <= len(members) <= limits.largest
        in_eu = {m.region.country for m in members if m.region.in_eu}
        assert len(in_eu) >= limits.countries
        assert len({m.region_id for m in members}) == len(members)
        assert all(m.type == "priority" for m in members)


def test_themes_of_known_partnerships_come_back(found):
    known = compare_with_known(found)
    again = [one.name for one in known if one.suggestion]
    assert len(again) >= len(known) / 2
    assert "Innovative Textiles" in again


def test_titles_are_all_different(found):
    titles = [one.title for one in found]
    assert len(set(titles)) == len(titles)
