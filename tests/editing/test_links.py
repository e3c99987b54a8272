"""A cluster says that it works for a priority; the region decides; then all see it."""

import pytest

from portal.web.errors import PortalError
from regions.editing import links
from regions.models import PriorityLink, RegisterVersion
from regions.queries.links import links_to_decide, priorities_to_link
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return factories.make_cluster("ES51", title="Qwertz cluster")


@pytest.fixture
def priority():
    return factories.make_priority("FI1C", title="Yxcv timber")


@pytest.fixture
def manager(cluster):
    return factories.make_person("manager", cluster=cluster)


@pytest.fixture
def officer(priority):
    return factories.make_person("officer", region="FI1C")


def pages(client, cluster, priority) -> list[bool]:
    """Whether each of the two pages, and the API, names the other."""
    factories.renew()
    record = client.get(f"/api/v1/clusters/{cluster.slug}/").json()
    return [
        priority.title in client.get(cluster.get_absolute_url()).content.decode(),
        cluster.title in client.get(priority.get_absolute_url()).content.decode(),
        record["priorities"] == [priority.slug],
    ]


def test_link_is_shown_once_the_region_has_confirmed_it(
    client, cluster, priority, manager, officer
):
    link = links.propose_link(cluster=cluster, priority=priority, by=manager)
    assert (link.state, link.proposed_by) == ("proposed", manager)
    assert pages(client, cluster, priority) == [False] * 3
    before = RegisterVersion.objects.get().number
    link = links.confirm_link(link=link, by=officer)
    assert (link.state, link.decided_by) == ("confirmed", officer)
    assert RegisterVersion.objects.get().number == before + 1
    assert pages(client, cluster, priority) == [True] * 3


def test_confirmed_link_is_gone_from_the_pages_when_the_region_ends_it(
    client, cluster, priority, officer
):
    link = factories.make_link(cluster, priority)
    assert pages(client, cluster, priority) == [True] * 3
    with pytest.raises(PortalError, match="Give the reasons"):
        links.refuse_link(link=link, by=officer, reasons=" ")
    link = links.refuse_link(link=link, by=officer, reasons="Not any more")
    assert (link.state, link.reasons) == ("refused", "Not any more")
    assert pages(client, cluster, priority) == [False] * 3


@pytest.mark.parametrize("side", ["cluster", "priority"])
def test_link_to_what_is_not_published_is_not_shown(client, cluster, priority, side):
    factories.make_link(cluster, priority)
    other = {"cluster": priority, "priority": cluster}[side]
    hidden = {"cluster": cluster, "priority": priority}[side]
    type(hidden).objects.filter(pk=hidden.pk).update(status="withdrawn")
    factories.renew()
    page = client.get(other.get_absolute_url()).content.decode()
    assert hidden.title not in page


def test_refused_link_may_be_proposed_again_with_its_reasons_kept(
    cluster, priority, manager, officer
):
    link = links.propose_link(cluster=cluster, priority=priority, by=manager)
    links.refuse_link(link=link, by=officer, reasons="Too far")
    again = links.propose_link(cluster=cluster, priority=priority, by=manager)
    assert (again.pk, again.state, again.reasons) == (link.pk, "proposed", "Too far")


def test_link_is_proposed_once(cluster, priority, manager):
    links.propose_link(cluster=cluster, priority=priority, by=manager)
    with pytest.raises(PortalError, match="linked already"):
        links.propose_link(cluster=cluster, priority=priority, by=manager)
    assert PriorityLink.objects.count() == 1


def test_draft_of_a_priority_cannot_be_linked(cluster, manager):
    draft = factories.make_priority("FI1C", status="draft")
    with pytest.raises(PortalError, match="not published"):
        links.propose_link(cluster=cluster, priority=draft, by=manager)


def test_cluster_is_linked_to_a_handful_of_priorities(
    cluster, priority, manager, monkeypatch
):
    monkeypatch.setattr(links, "MOST_LINKS", 1)
    links.propose_link(cluster=cluster, priority=priority, by=manager)
    with pytest.raises(PortalError, match="at most 1"):
        links.propose_link(
            cluster=cluster, priority=factories.make_priority(), by=manager
        )


def test_decision_is_made_once_and_not_after_it_was_withdrawn(
    cluster, priority, officer
):
    link = factories.make_link(cluster, priority, "proposed")
    links.confirm_link(link=link, by=officer)
    with pytest.raises(PortalError, match="already confirmed"):
        links.confirm_link(link=link, by=officer)
    links.withdraw_link(link=link)
    with pytest.raises(PortalError, match="has withdrawn"):
        links.refuse_link(link=link, by=officer, reasons="No")


def test_region_decides_about_links_of_published_clusters_only(
    cluster, priority, officer
):
    asked = factories.make_link(cluster, priority, "proposed")
    draft = factories.make_cluster("ES51", status="draft")
    factories.make_link(draft, priority, "proposed")
    other = factories.make_priority("FI1B")
    factories.make_link(cluster, other, "proposed")
    found = links_to_decide(officer, priority.region)
    assert found == {"proposed": [asked], "confirmed": [], "refused": []}


@pytest.mark.parametrize("role", ["owner", "editor", "reader"])
def test_reader_of_the_region_decides_nothing(cluster, priority, officer, role):
    factories.make_link(cluster, priority, "proposed")
    officer.mandates.update(role=role)
    found = links_to_decide(officer, priority.region)["proposed"]
    assert len(found) == (0 if role == "reader" else 1)


def test_priorities_are_found_by_region_and_words(cluster, priority):
    factories.make_priority("FI1C", title="Yxcv draft", status="draft")
    other = factories.make_priority("FI1B", title="Yxcv paper")
    linked = factories.make_priority("FI1C", title="Yxcv linked")
    factories.make_link(cluster, linked, "proposed")
    refused = factories.make_priority("FI1C", title="Refused")
    factories.make_link(cluster, refused, "refused")
    factories.renew()
    assert priorities_to_link(cluster, region="FI1C", words="") == [refused, priority]
    assert priorities_to_link(cluster, region="", words="yxcv") == [other, priority]
    assert priorities_to_link(cluster, region="FI1C", words="yxcv") == [priority]
