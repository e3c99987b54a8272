"""Who is told of a link that a cluster proposes, and of what the region decides."""

import pytest

from portal.accounts.models import User
from regions.editing import links
from regions.editing.services import set_status
from regions.models import Act, PriorityLink
from tests import factories

pytestmark = pytest.mark.django_db
ASKED = "“Qwertz cluster” asks for a link to “Yxcv timber”"


@pytest.fixture
def cluster():
    return factories.make_cluster("ES51", title="Qwertz cluster")


@pytest.fixture
def priority():
    return factories.make_priority("FI1C", title="Yxcv timber")


@pytest.fixture
def people(cluster, priority):
    """Owner, editor and reader of each side, and people who act for neither."""
    found = {}
    for side in ("cluster", "region"):
        for role in ("owner", "editor", "reader"):
            name = f"{side}-{role}"
            place = {"cluster": cluster} if side == "cluster" else {"region": "FI1C"}
            found[name] = factories.make_person(name, **place)
            found[name].mandates.update(role=role)
    before = factories.make_person("region-before", region="FI1C")
    before.mandates.update(ends_on="2020-01-01")
    factories.make_person("stranger", region="ES51")
    factories.make_person("curator", is_staff=True)
    return found


def told(mailbox) -> list[tuple[str, str]]:
    return sorted((one.to[0].partition("@")[0], one.subject) for one in mailbox())


def test_writers_of_the_region_are_asked_and_nobody_else(
    cluster, priority, people, mailbox
):
    links.propose_link(cluster=cluster, priority=priority, by=people["cluster-owner"])
    assert told(mailbox) == [("region-editor", ASKED), ("region-owner", ASKED)]
    letter = mailbox()[0]
    for text in (letter.body, letter.alternatives[0].content):
        assert "/edit/region/FI1C/links/" in text
        assert "“Qwertz cluster” (Region ES51)" in text


def test_link_that_is_proposed_again_makes_no_second_mail(
    cluster, priority, people, mailbox
):
    for _again in range(3):
        link = links.propose_link(
            cluster=cluster, priority=priority, by=people["cluster-owner"]
        )
        links.withdraw_link(link=link)
    assert told(mailbox) == [("region-editor", ASKED), ("region-owner", ASKED)]


def test_region_that_refused_is_asked_once_more(cluster, priority, people, mailbox):
    by = people["cluster-owner"]
    link = links.propose_link(cluster=cluster, priority=priority, by=by)
    links.refuse_link(link=link, by=people["region-owner"], reasons="Too far")
    links.propose_link(cluster=cluster, priority=priority, by=by)
    asked = [name for name, subject in told(mailbox) if subject == ASKED]
    assert asked == ["region-editor", "region-editor", "region-owner", "region-owner"]


@pytest.mark.parametrize(
    ("state", "confirms", "subject", "words"),
    [
        ("proposed", True, "Your link to “Yxcv timber” is confirmed", "Both pages"),
        ("proposed", False, "Your link to “Yxcv timber” was refused", "> Too <far>"),
        ("confirmed", False, "Your link to “Yxcv timber” was ended", "> Too <far>"),
    ],
)
def test_writers_of_the_cluster_read_what_was_decided(
    cluster, priority, people, mailbox, state, confirms, subject, words
):
    link = factories.make_link(cluster, priority, state)
    by = people["region-owner"]
    if confirms:
        links.confirm_link(link=link, by=by)
    else:
        links.refuse_link(link=link, by=by, reasons="Too <far>")
    assert told(mailbox) == [("cluster-editor", subject), ("cluster-owner", subject)]
    letter = mailbox()[0]
    assert words in letter.body
    assert f"/edit/clusters/{cluster.slug}/" in letter.body
    assert "<far>" not in letter.alternatives[0].content


def test_who_acts_for_both_sides_is_not_told_of_his_own_act(
    cluster, priority, people, mailbox
):
    both = people["cluster-owner"]
    both.mandates.create(region=priority.region, role="owner")
    link = links.propose_link(cluster=cluster, priority=priority, by=both)
    links.confirm_link(link=link, by=both)
    assert "cluster-owner" not in [name for name, _subject in told(mailbox)]


def test_cluster_that_nobody_sees_yet_asks_when_it_is_published(
    cluster, priority, people, mailbox
):
    type(cluster).objects.filter(pk=cluster.pk).update(status="submitted")
    cluster.refresh_from_db()
    other = factories.make_priority("FI1C", title="Refused already")
    factories.make_link(cluster, other, "refused")
    links.propose_link(cluster=cluster, priority=priority, by=people["cluster-owner"])
    assert told(mailbox) == []
    curator = User.objects.get(email="curator@example.org")
    set_status(record=cluster, status="published", act=Act.PUBLISHED, by=curator)
    assert told(mailbox) == [("region-editor", ASKED), ("region-owner", ASKED)]


def test_letter_is_in_the_language_of_its_reader(cluster, priority, people, mailbox):
    User.objects.filter(pk=people["region-owner"].pk).update(language="de")
    people["region-editor"].mandates.update(role="reader")
    factories.make_region("ES51", name_de="Katalonien")
    cluster.refresh_from_db()
    links.propose_link(cluster=cluster, priority=priority, by=None)
    [letter] = mailbox()
    assert "Katalonien" in letter.body
    assert 'lang="de"' in letter.alternatives[0].content


def test_address_to_which_nothing_can_be_sent_undoes_no_proposal(
    cluster, priority, people, mailbox, caplog
):
    person = people["region-owner"]
    User.objects.filter(pk=person.pk).update(email="no address")
    links.propose_link(cluster=cluster, priority=priority, by=None)
    assert PriorityLink.objects.get().state == "proposed"
    assert told(mailbox) == [("region-editor", ASKED)]
    assert f"person {person.pk} is not told" in caplog.text
