"""What is typed is kept, by the person who typed it, and never overwritten unseen."""

import uuid

import pytest
from django.utils import timezone

from portal.web.errors import PortalError
from regions.editing.drafts import (
    DraftOvertaken,
    Subject,
    discard_draft,
    end_draft,
    save_draft,
)
from regions.models import Draft
from tests import factories

pytestmark = pytest.mark.django_db
KEY = uuid.UUID("0b2b9d0e-6b0d-4f6e-9f0e-3d5b8d3a8f11")


@pytest.fixture
def owner():
    return factories.make_person("owner", region="ES51")


@pytest.fixture
def keep(owner):
    def kept(title="Food", revision=0, key=KEY, user=owner, **options):
        subject = options.pop("subject", Subject("priority", owner="es51-1"))
        return save_draft(
            user=user,
            key=key,
            subject=subject,
            values={"title": [title]},
            revision=revision,
            **options,
        )

    return kept


def test_each_saving_is_a_revision(keep):
    assert keep().revision == 1
    draft = keep("Food and drink", revision=1)
    assert (draft.revision, draft.title) == (2, "Food and drink")
    assert Draft.objects.get().data == {"title": ["Food and drink"]}


def test_saving_the_same_again_is_no_revision_and_no_conflict(keep):
    keep("Food")
    assert keep("Food", revision=0).revision == 1


def test_older_window_is_told_and_overwrites_only_if_it_wants(keep):
    keep("Food")
    keep("From the second window", revision=1)
    with pytest.raises(DraftOvertaken) as told:
        keep("From the first window", revision=1)
    assert told.value.draft.title == "From the second window"
    assert Draft.objects.get().title == "From the second window"
    assert keep("From the first window", revision=1, is_forced=True).revision == 3


def test_draft_of_a_record_is_one_also_from_two_windows(keep):
    subject = Subject("priority", record_key=7, base_version=3)
    first = keep(subject=subject)
    with pytest.raises(DraftOvertaken):
        keep("Other", key=uuid.uuid4(), subject=subject)
    assert Draft.objects.get().pk == first.pk
    assert Draft.objects.get().base_version == 3


def test_nobody_writes_into_the_draft_of_somebody_else(keep):
    keep("Secret")
    stranger = factories.make_person("stranger", region="ES51")
    with pytest.raises(PortalError, match="somebody else"):
        keep("Mine", user=stranger)
    assert not discard_draft(user=stranger, key=KEY)
    assert Draft.objects.get().title == "Secret"


def test_saved_record_ends_its_draft_but_not_what_another_window_wrote(keep, owner):
    keep("Food")
    keep("More", revision=1)
    ended = {"user": owner, "key": KEY, "values": {"title": ["Food"]}}
    assert not end_draft(**ended, revision=1)
    assert Draft.objects.get().title == "More"
    assert end_draft(**ended | {"values": {"title": ["More"]}}, revision=1)
    assert not Draft.objects.exists()
    assert end_draft(**ended, revision=1)


# --- the address that the page saves to ---------------------------------------------


@pytest.fixture
def priority():
    return factories.make_priority("ES51", title="Food")


def post(client, key=KEY, **fields):
    data = {"_kind": "priority", "_owner": "es51-1", "title": "Food"} | fields
    return client.post(f"/edit/drafts/{key}/", data)


def test_page_saves_a_draft_and_is_told_its_revision(client, owner):
    client.force_login(owner)
    answer = post(client, _revision="0")
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    assert client.get(f"/edit/drafts/{KEY}/").json() == answer.json()
    assert post(client, title="Drink", _revision="0").status_code == 409
    assert post(client, title="Drink", _force="1").json()["revision"] == 2
    assert client.delete(f"/edit/drafts/{KEY}/").status_code == 204
    assert client.get(f"/edit/drafts/{KEY}/").json() == {"revision": 0}


def test_who_is_signed_out_is_told_and_nothing_is_written(client, owner):
    answer = post(client)
    assert answer.status_code == 401
    assert "signed out" in answer.json()["detail"]
    assert "no-store" in answer["Cache-Control"]
    client.force_login(factories.make_person("other", region="ES51"))
    assert post(client, _user=owner.pk).status_code == 401
    assert not Draft.objects.exists()


def test_draft_of_a_record_needs_the_right_to_change_it(client, owner, priority):
    for person, status in (
        (factories.make_person("stranger", region="FI1C"), 404),
        (owner, 200),
    ):
        client.force_login(person)
        assert post(client, _record=priority.pk).status_code == status
    assert Draft.objects.get().user == owner


def test_form_nobody_has_is_refused(client, owner):
    client.force_login(owner)
    assert post(client, _kind="nonsense").status_code == 400


def test_draft_of_somebody_else_is_not_there(client, owner):
    client.force_login(owner)
    post(client, title="Secret plan")
    client.force_login(factories.make_person("colleague", region="ES51"))
    answer = client.get(f"/edit/drafts/{KEY}/")
    assert answer.json() == {"revision": 0}
    client.delete(f"/edit/drafts/{KEY}/")
    assert Draft.objects.get().title == "Secret plan"
    answer = client.get("/edit/strategy/es51-1/priority/new/", {"draft": str(KEY)})
    assert "Secret plan" not in answer.content.decode()


# --- thrown away from the page that lists them ----------------------------------------


@pytest.mark.parametrize(("name", "left"), [("typist", 0), ("other", 1)])
def test_own_unsaved_text_is_discarded_on_the_dashboard(client, name, left):
    people = {one: factories.make_person(one) for one in ("typist", "other")}
    factories.make_region("ES51")
    draft = Draft.objects.create(
        user=people["typist"], kind="cluster", title="Half a cluster"
    )
    client.force_login(people["typist"])
    page = client.get("/dashboard/").content.decode()
    path = f"/edit/drafts/{draft.pk}/discard/"
    assert f'method="post" action="{path}"' in page
    assert "csrfmiddlewaretoken" in page.split(path)[1].split("</form>")[0]
    client.force_login(people[name])
    answer = client.post(path)
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")
    assert Draft.objects.count() == left
    assert client.get(path).status_code == 405


# --- words ---------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "is_told"), [("draft", False), ("published", True)])
def test_what_is_not_public_is_not_called_confirmed(client, status, is_told):
    cluster = factories.make_cluster(
        "ES51", status=status, confidence="confirmed", confirmed_at=timezone.now()
    )
    client.force_login(factories.make_person("owner", cluster=cluster))
    page = client.get(cluster.get_absolute_url()).content.decode()
    part = page.split('<p class="provenance">')[1].split("</p>")[0]
    assert ("onfirmed by the cluster" in part, "confirmed today" in part) == (
        is_told,
        is_told,
    )
