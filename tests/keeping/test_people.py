"""What a person kept leaves with the person; what the organisation keeps stays."""

import pytest

from matching.keeping.models import Dismissal, Follow, SavedSearch, ShortlistEntry
from matching.keeping.services import dismiss, follow, save_search, shortlist
from portal.accounts.personal_data import as_row, holdings
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    made = factories.make_person("editor", region="ES51")
    profile, partner = factories.make_priority("ES51"), factories.make_cluster("FI1C")
    shortlist(profile=profile, partner=partner, by=made, note="Ours")
    dismiss(profile=profile, partner=partner, by=made, reason="other", words="Ours")
    follow(profile=partner, by=made)
    save_search(by=made, name="My wish", page="clusters", query="")
    return made


def test_organisation_keeps_what_it_kept_without_the_person(person):
    person.delete()
    assert (Follow.objects.count(), SavedSearch.objects.count()) == (0, 0)
    assert ShortlistEntry.objects.get().added_by is None
    assert Dismissal.objects.get().by is None


def test_export_has_ones_own_in_full_and_of_the_organisation_that_one_did_it(person):
    found = {
        f"{one.model._meta.label_lower}-{one.field}": one for one in holdings(person)
    }
    own = {
        name: as_row(one.rows.get(), in_full=one.is_own)
        for name, one in found.items()
        if name.startswith("keeping.")
    }
    assert set(own) == {
        "keeping.follow-user",
        "keeping.savedsearch-user",
        "keeping.shortlistentry-added_by",
        "keeping.dismissal-by",
    }
    assert own["keeping.savedsearch-user"]["name"] == "My wish"
    assert "note" not in own["keeping.shortlistentry-added_by"]
    assert "words" not in own["keeping.dismissal-by"]
