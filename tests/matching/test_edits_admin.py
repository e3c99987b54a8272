"""Profiles that are edited in the admin are noted for their lists."""

import pytest

from matching import services
from matching.models import ListEdit
from regions.models import Profile
from tests.matching.factories import make_cluster, make_user
from tests.matching.trials import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
What = ListEdit.What


@pytest.fixture
def profiles():
    return [make_cluster(region, ("20",)) for region in ("DE21", "FR10", "ES51")]


@pytest.fixture
def administrator(client):
    person = make_user("root@example.org", is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


def save(administrator, profile, **fields) -> None:
    """Save a cluster in the admin as its form stands, with these fields changed."""
    address = f"/admin/regions/cluster/{profile.pk}/change/"
    form = administrator.get(address).context["adminform"].form
    data = {one.name: one.value() for one in form if one.value() is not None}
    data |= {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0", "topics": ["20"]}
    data |= {"keywords": "[]"} | fields
    assert administrator.post(address, data).status_code == 302


@pytest.mark.parametrize(
    ("fields", "what"),
    [({"summary": "Recycling"}, What.CHANGED), ({"status": "draft"}, What.WITHDRAWN)],
)
def test_profile_saved_in_the_admin_is_noted(profiles, administrator, fields, what):
    run = scored()
    before = run.matches.count()
    save(administrator, profiles[0], **fields)
    noted = ListEdit.objects.values_list("profile_key", "what")
    assert list(noted) == [(profiles[0].pk, what)]
    assert services.apply_edits() == 1
    is_gone = what == What.WITHDRAWN
    assert run.matches.count() == (2 if is_gone else before)
    assert run.matches.filter(partner=profiles[0]).exists() != is_gone


@pytest.mark.parametrize("number", [1, 3])
def test_profiles_deleted_in_the_admin_are_noted(profiles, administrator, number):
    scored()
    keys = [profile.pk for profile in profiles[:number]]
    if number == 1:
        address, data = f"/admin/regions/cluster/{keys[0]}/delete/", {}
    else:
        address = "/admin/regions/cluster/"
        data = {"action": "delete_selected", "_selected_action": keys}
    answer = administrator.post(address, data | {"post": "yes"})
    assert (answer.status_code, Profile.objects.count()) == (302, 3 - number)
    noted = ListEdit.objects.values_list("profile_key", "what").order_by("profile_key")
    assert list(noted) == [(key, What.DELETED) for key in keys]
