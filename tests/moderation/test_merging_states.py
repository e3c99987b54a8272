"""Mergers of records in different states, and the drafts that come over."""

import pytest

from portal.web.errors import PortalError
from regions.editing.documents import document_of
from regions.editing.values import values_of
from regions.models import Cluster, Draft, OldAddress
from regions.moderation.merge_services import merge_records
from tests import factories
from tests.editing.pages import form_data
from tests.moderation.conftest import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return factories.make_cluster("ES51", ["10"], title="Bread", slug="bread")


@pytest.fixture
def gone():
    return factories.make_cluster("ES51", ["10"], title="Loaves", slug="loaves")


@pytest.fixture
def curator():
    return factories.make_person("curator", is_staff=True)


def merge(kept, gone, curator):
    factories.renew()
    return merge_records(kept=kept, gone=gone, chosen={}, by=curator)


def test_public_record_is_not_merged_into_one_that_nobody_sees(kept, gone, curator):
    Cluster.objects.filter(pk=kept.pk).update(status="draft")
    with pytest.raises(PortalError, match="“Loaves” is public and “Bread” is not"):
        merge(kept, gone, curator)
    assert Cluster.objects.get(pk=gone.pk).status == "published"
    assert not OldAddress.objects.exists()
    merge(gone, kept, curator)
    assert Cluster.objects.get(pk=gone.pk).status == "published"


def test_draft_that_came_over_does_not_overwrite_silently(kept, gone, curator, client):
    writer = make_member("writer", "editor", cluster=gone)
    draft = Draft.objects.create(
        user=writer,
        kind="cluster",
        record_key=gone.pk,
        base_version=1,
        data=values_of(document_of(gone)),
    )
    kept = merge(kept, gone, curator)
    client.force_login(writer)
    path = "/edit/clusters/bread/edit/"
    assert 'name="_base_version" value="0"' in client.get(path).content.decode()
    data = form_data(gone) | {"_base_version": "0", "_draft": str(draft.pk)}
    assert client.post(path, data).status_code == 409
    assert Cluster.objects.get(pk=kept.pk).title == "Bread"


def test_second_draft_is_found_on_the_page_of_new_clusters(kept, gone, curator, client):
    writer = make_member("writer", "editor", cluster=gone)
    for record in (kept, gone):
        Draft.objects.create(
            user=writer,
            kind="cluster",
            record_key=record.pk,
            base_version=1,
            data={"title": [f"My {record.title}"]},
        )
    merge(kept, gone, curator)
    second = Draft.objects.get(record_key=None)
    client.force_login(writer)
    page = client.get("/edit/clusters/new/", {"draft": str(second.pk)})
    assert page.status_code == 200
    assert "My Loaves" in page.content.decode()
