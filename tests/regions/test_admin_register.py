"""The admin of the register: pages open, and what a curator changes shows at once."""

import pytest
from django.contrib import admin

from regions.admin import RegisterAdmin
from regions.models import RegisterVersion, SearchEntry
from tests import factories

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model, one in admin.site._registry.items()
    if isinstance(one, RegisterAdmin)
]


@pytest.fixture
def curator(client):
    person = factories.make_person("curator", is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_admin_lists_and_adds_every_model(curator, model):
    factories.make_priority("ES51", ["10"])
    factories.make_cluster("ES51")
    factories.make_facility("ES51")
    factories.make_cooperation()
    factories.make_strength("ES51", "10", 0.5)
    base = f"/admin/regions/{model._meta.model_name}/"
    assert curator.get(base, {"q": "es"}).status_code == 200
    assert curator.get(f"{base}add/").status_code == 200


def _form_of(curator, address: str) -> dict[str, str]:
    """What the form of a record would send if nothing were changed."""
    form = curator.get(address).context["adminform"].form
    data = {
        name: "" if value is None else value
        for name, value in ((one.name, one.value()) for one in form)
    }
    return data | {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}


def test_withdrawing_a_cluster_takes_it_out_of_lists_and_search(curator, client):
    cluster = factories.make_cluster(title="Windmills", slug="windmills")
    factories.make_topic("10")
    cluster.topics.set(["10"])
    factories.renew()
    before = RegisterVersion.objects.get().number
    address = f"/admin/regions/cluster/{cluster.pk}/change/"
    data = _form_of(curator, address) | {
        "status": "withdrawn",
        "keywords": "[]",
        "topics": ["10"],
    }
    answer = curator.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]
    assert RegisterVersion.objects.get().number > before
    assert not SearchEntry.objects.filter(kind="cluster").exists()
    client.logout()
    assert "Windmills" not in client.get("/clusters/").content.decode()
    cluster.refresh_from_db()
    assert (cluster.type, cluster.updated_by.email) == (
        "cluster",
        "curator@example.org",
    )


def test_deleting_a_facility_takes_it_out_of_search(curator):
    facility = factories.make_facility()
    factories.renew()
    address = f"/admin/regions/facility/{facility.pk}/delete/"
    assert curator.post(address, {"post": "yes"}).status_code == 302
    assert not SearchEntry.objects.filter(kind="facility").exists()
