"""Two records become one: nothing is lost, and the old address leads on."""

import pytest
from django.core.exceptions import ValidationError

from matching.models import ListEdit
from portal.accounts.models import Claim, Invitation, Mandate, MandateEvent
from portal.web.errors import Conflict, PortalError
from regions.editing.documents import document_of
from regions.editing.services import change_record
from regions.models import (
    Case,
    Cluster,
    Draft,
    ExchangeItem,
    OldAddress,
    PriorityLink,
    Profile,
    SearchEntry,
    Version,
)
from regions.moderation import services
from regions.moderation.merge_services import merge_records
from regions.moderation.merging import better_of
from regions.moderation.records import state_of
from tests import factories
from tests.moderation.conftest import acts_of, make_member
from tests.moderation.mergers import merge, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return factories.make_person("curator", is_staff=True)


def test_proposal_unites_lists_and_fills_what_one_lacks(kept, gone):
    choices = {
        "title": "second",
        "website": "second",
        "city": "first",
        "topics": "both",
        "keywords": "both",
        "offers": "both",
        "needs": "second",
    }
    assert proposed(kept, gone) == choices


def test_better_record_is_the_published_then_the_confirmed(kept, gone, curator):
    assert better_of(kept, gone) == gone
    Cluster.objects.filter(pk=kept.pk).update(confidence="confirmed")
    kept.refresh_from_db()
    assert better_of(kept, gone) == kept
    kept.status = "draft"
    assert better_of(kept, gone) == gone


def test_merged_record_has_all_that_either_said(kept, gone, curator):
    before = [document_of(one) for one in (kept, gone)]
    merged = merge(kept, gone, curator)
    after = document_of(merged)
    for name in ("topics", "keywords", "offers", "needs"):
        for one in before:
            assert all(value in after[name] for value in one[name]), name
    assert (after["city"], after["website"]) == ("Girona", "https://bread.eu")
    assert acts_of(merged) == [(1, "loaded", "portal"), (2, "merged", "curator")]
    assert merged.confidence == "read"


def test_chosen_values_win(kept, gone, curator):
    merged = merge(kept, gone, curator, title="first", topics="first", offers="second")
    document = document_of(merged)
    assert (document["title"], document["topics"]) == ("Bread", ["10"])
    assert [item["text"] for item in document["offers"]] == ["A mill"]


def test_offers_that_move_keep_their_source(kept, gone, curator):
    merged = merge(kept, gone, curator)
    found = ExchangeItem.all_items.filter(profile_id=merged.pk)
    rows = found.values_list("text", "source_name", "confidence", "is_confidential")
    assert set(rows) == {
        ("A bakery", "example.org", "read", False),
        ("A mill", "mill.eu", "read", False),
        ("Secret", "example.org", "read", True),
    }


def test_gone_record_is_kept_withdrawn_with_its_trail(kept, gone, curator):
    merge(kept, gone, curator)
    gone.refresh_from_db()
    assert (gone.status, gone.title) == ("withdrawn", "Bread Cluster")
    assert acts_of(gone) == [(1, "loaded", "portal"), (2, "merged", "curator")]
    assert Version.objects.get(key=gone.pk, number=2).note == "Bread Cluster (bread)"
    told = ListEdit.objects.order_by("pk").values_list("profile_key", "what")
    assert list(told) == [(kept.pk, "changed"), (gone.pk, "withdrawn")]
    keys = SearchEntry.objects.filter(kind="cluster").values_list("key", flat=True)
    assert list(keys) == ["bread"]


PATHS = (
    ("/clusters/{}/", "/clusters/{}/"),
    ("/clusters/{}/?a=b", "/clusters/{}/?a=b"),
    ("/matches/{}/", "/matches/{}/"),
    ("/matches/other/{}/", "/matches/other/{}/"),
    ("/matches/{}/status/", "/matches/{}/status/"),
    ("/api/v1/clusters/{}/", "/api/v1/clusters/{}/"),
    ("/api/v1/matches/?profile={}", "/api/v1/matches/?profile={}"),
    ("/api/v1/profiles/{}/matches/", "/api/v1/profiles/{}/matches/"),
    ("/api/v1/profiles/other/matches/{}/", "/api/v1/profiles/other/matches/{}/"),
)


@pytest.mark.parametrize(("path", "leads"), PATHS)
@pytest.mark.parametrize("person", ["visitor", "curator", "owner"])
def test_old_address_leads_to_the_record_that_stays(
    client, kept, gone, curator, path, leads, person
):
    factories.make_cluster("FR10", slug="other")
    owner = make_member("owner", "owner", cluster=gone)
    merge(kept, gone, curator)
    if person != "visitor":
        client.force_login(curator if person == "curator" else owner)
    answer = client.get(path.format("bread-cluster"))
    assert (answer.status_code, answer["Location"]) == (301, leads.format("bread"))


def test_address_that_never_was_is_not_found(client, kept, gone, curator):
    merge(kept, gone, curator)
    assert client.get("/clusters/bread-clusters/").status_code == 404
    assert client.get("/priorities/bread/").status_code == 404


def test_old_addresses_of_a_second_merger_lead_all_the_way(kept, gone, curator):
    last = factories.make_cluster("ES51", title="Bread and more", slug="more")
    merge(kept, gone, curator)
    merge(last, Cluster.objects.get(pk=kept.pk), curator)
    led = OldAddress.objects.order_by("slug").values_list("slug", "profile__slug")
    assert list(led) == [("bread", "more"), ("bread-cluster", "more")]


def test_people_act_for_the_record_that_stays_in_their_stronger_role(
    kept, gone, curator
):
    for name, role in (("alone", "owner"), ("both", "owner")):
        make_member(name, role, cluster=gone)
    both = Mandate.objects.get(user__email="both@example.org").user
    Mandate.objects.create(user=both, cluster=kept, role="reader")
    merge(kept, gone, curator)
    rows = Mandate.objects.order_by("user__email")
    assert list(rows.values_list("user__email", "cluster", "role")) == [
        ("alone@example.org", kept.pk, "owner"),
        ("both@example.org", kept.pk, "owner"),
    ]
    assert MandateEvent.objects.filter(cluster=kept, what="handed_over").count() == 2


def test_claims_and_invitations_follow(kept, gone, curator):
    for name in ("one", "two"):
        person = factories.make_person(name)
        Claim.objects.create(user=person, cluster=gone, statement="Me")
    Claim.objects.create(user=person, cluster=kept, statement="Me too")
    Invitation.objects.create(
        cluster=gone,
        email="x@example.org",
        key_hash="0",
        expires_at="2030-01-01T00:00:00Z",
    )
    merge(kept, gone, curator)
    assert Claim.objects.filter(cluster=kept).count() == 3
    assert Claim.objects.filter(cluster=kept, state="open").count() == 2
    assert Invitation.objects.get().cluster_id == kept.pk


def test_facilities_and_links_follow(kept, gone, curator):
    facility = factories.make_facility("ES51", cluster=gone)
    first, second = (factories.make_priority("ES51") for _ in range(2))
    for cluster, priority, state in (
        (kept, first, "proposed"),
        (gone, first, "confirmed"),
        (gone, second, "refused"),
    ):
        PriorityLink.objects.create(cluster=cluster, priority=priority, state=state)
    merge(kept, gone, curator)
    facility.refresh_from_db()
    assert facility.cluster_id == kept.pk
    assert acts_of(facility)[-1] == (2, "merged", "curator")
    links = PriorityLink.objects.order_by("priority")
    assert list(links.values_list("cluster", "priority", "state")) == [
        (kept.pk, first.pk, "confirmed"),
        (kept.pk, second.pk, "refused"),
    ]


def test_drafts_follow_and_none_is_overwritten(kept, gone, curator):
    one, both = (make_member(name, "editor", cluster=gone) for name in ("one", "both"))
    for person, record in ((one, gone), (both, gone), (both, kept)):
        Draft.objects.create(
            user=person,
            kind="cluster",
            record_key=record.pk,
            base_version=1,
            data={"title": [record.title]},
        )
    merge(kept, gone, curator)
    rows = Draft.objects.order_by("user__email", "data__title")
    found = rows.values_list("user__email", "record_key", "base_version", "owner")
    assert sorted(found, key=str) == [
        ("both@example.org", kept.pk, 1, ""),
        ("both@example.org", None, 0, ""),
        ("one@example.org", kept.pk, 0, ""),
    ]


def test_open_case_of_the_gone_record_ends_with_reasons(kept, gone, curator):
    owner = make_member("owner", "owner", cluster=gone)
    Cluster.objects.filter(pk=gone.pk).update(status="draft")
    services.submit_record(record=gone, by=owner)
    merge(kept, Cluster.objects.get(pk=gone.pk), curator)
    case = Case.objects.get()
    assert (case.outcome, case.rule) == ("withdrawn", "duplicate")
    assert case.reasons == "→ Bread (bread)"


def test_merged_record_cannot_be_submitted_or_merged_again(kept, gone, curator):
    merge(kept, gone, curator)
    gone.refresh_from_db()
    with pytest.raises(PortalError, match="merged into another"):
        services.submit_record(record=gone, by=curator)
    other = factories.make_cluster("ES51")
    with pytest.raises(Conflict, match="merged already"):
        merge(other, gone, curator)
    with pytest.raises(Conflict, match="merged already"):
        merge(gone, other, curator)


def test_merger_of_what_has_changed_since_is_refused_whole(kept, gone, curator):
    seen = state_of([kept, gone])
    change_record(record=gone, document={"city": "Vic"}, by=curator, base_version=1)
    with pytest.raises(Conflict, match="Compare them again"):
        merge_records(kept=kept, gone=gone, chosen={}, by=curator, seen=seen)
    assert not OldAddress.objects.exists()


def test_too_long_a_union_is_refused_whole(kept, gone, curator):
    for record, start in ((kept, 0), (gone, 20)):
        words = [f"word {number}" for number in range(start, start + 20)]
        Profile.objects.filter(pk=record.pk).update(keywords=words)
    kept, gone = Cluster.objects.get(pk=kept.pk), Cluster.objects.get(pk=gone.pk)
    with pytest.raises(ValidationError):
        merge(kept, gone, curator)
    assert not OldAddress.objects.exists()
    assert Profile.objects.get(pk=gone.pk).status == "published"


def test_different_kinds_are_not_merged(kept, curator):
    priority = factories.make_priority("ES51")
    with pytest.raises(PortalError, match="of one kind"):
        merge_records(kept=kept, gone=priority, chosen={}, by=curator)


def test_priorities_are_merged_too(client, curator):
    strategy = factories.make_strategy("ES51")
    first, second = (
        factories.make_priority("ES51", [code], strategy=strategy, slug=f"p-{code}")
        for code in ("10", "11")
    )
    merged = merge(first, second, curator)
    assert document_of(merged)["topics"] == ["10", "11"]
    assert client.get("/priorities/p-11/")["Location"] == "/priorities/p-10/"
