"""Who offers what whom needs, what is missing, and who outside could bring it."""

import csv
import io

import pytest
from django.contrib.auth.models import AnonymousUser

from matching.features import exchanges_among, explain_pairs
from matching.partnerships.matrix.gaps import find_gaps
from matching.partnerships.matrix.reading import read_matrix
from matching.partnerships.models import Partnership, PartnershipMember
from regions.models import Profile
from regions.queries.vocabulary import vocabulary
from tests import factories

pytestmark = pytest.mark.django_db
QUERIES = 28
PLACES = ("ES51", "FI1C", "SE11")
DERIVED = {"derivation": "region_weak"}


@pytest.fixture
def members(silent_broker):
    """Three priorities that state nothing yet, and one outside."""
    for code in ("10", "20", "26", "28"):
        factories.make_topic(code)
    factories.make_priority("PT11", ["20"], title="Outside", slug="outside")
    return [
        factories.make_priority(code, ["20"], title=f"Cells {code}", slug=code.lower())
        for code in PLACES
    ]


def outside() -> Profile:
    return Profile.objects.get(slug="outside")


def make_partnership(members, state="active", status="active", topics=("20",)):
    partnership = Partnership.objects.create(
        slug="cells", title="Cells", status=status, confidence="confirmed"
    )
    partnership.topics.set(topics)
    for one in members:
        PartnershipMember.objects.create(
            partnership=partnership,
            profile=one,
            region_id=one.region_id,
            state=state,
            confidence="confirmed",
        )
    factories.renew()
    return partnership


def read(partnership, user):
    words = vocabulary()
    matrix = read_matrix(user, partnership, words)
    return matrix, find_gaps(user, partnership, matrix, words)


@pytest.fixture
def visitor():
    return AnonymousUser()


def meetings(matrix) -> list[tuple[str, str]]:
    return [(one.offer.text, one.need.text) for one in matrix.meetings]


def test_offer_of_one_meets_the_need_of_another(members, visitor):
    giver, taker, other = members
    factories.make_item(giver, "offer", text="cell recycling", topics=["20"])
    factories.make_item(giver, "need", text="own need", topics=["20"])
    factories.make_item(taker, "need", text="recycler", topics=["20"])
    factories.make_item(other, "need", text="sensors", topics=["26"])
    matrix, _gaps = read(make_partnership(members), visitor)
    assert meetings(matrix) == [("cell recycling", "recycler")]
    assert [row.counts for row in matrix.givers] == [
        [None, 1, 0],
        [0, None, 0],
        [0, 0, None],
    ]
    assert matrix.meetings[0].reason == "Same topic: Topic 20"
    assert [one.text for one in matrix.unmet] == ["own need", "sensors"]


def test_exchanges_equal_those_of_the_pair_pages(members):
    giver, taker, _other = members
    factories.make_item(giver, "offer", topics=["20"])
    factories.make_item(giver, "offer", topics=["26"], kind="skill")
    factories.make_item(taker, "need", topics=["20", "26"])
    factories.make_item(taker, "offer", topics=["26"])
    factories.make_item(giver, "need", topics=["26"], **DERIVED)
    factories.renew()
    keys = [giver.pk, taker.pk]
    told = {
        (reason.subjects[0], need)
        for reason in explain_pairs(giver.pk, [taker.pk])[taker.pk].reasons
        if reason.code == "offer_meets_need"
        for need in reason.subjects[1:]
    }
    found = exchanges_among(keys, keys)
    assert {(one.offer, one.need) for one in found} == told
    assert len(told) == 3
    assert [one.worth for one in found] == sorted(
        (one.worth for one in found), reverse=True
    )


def test_confidential_items_are_not_told(members, visitor):
    giver, taker, _other = members
    factories.make_item(giver, "offer", topics=["20"], is_confidential=True)
    factories.make_item(taker, "need", text="open need", topics=["20"])
    factories.make_item(taker, "need", topics=["20"], is_confidential=True)
    matrix, _gaps = read(make_partnership(members), visitor)
    assert meetings(matrix) == []
    assert [one.text for one in matrix.needs] == ["open need"]


def test_hidden_members_are_not_shown(members, visitor):
    factories.make_item(members[0], "offer", topics=["20"])
    factories.make_item(members[1], "need", topics=["20"])
    Profile.objects.filter(pk=members[0].pk).update(status="withdrawn")
    matrix, _gaps = read(make_partnership(members), visitor)
    assert [one.slug for one in matrix.members] == ["fi1c", "se11"]
    assert meetings(matrix) == []


def test_need_that_nobody_meets_names_who_outside_would(members, visitor):
    for one in members[:2]:
        factories.make_item(one, "need", text="", topics=["26"], **DERIVED)
    factories.make_item(members[2], "need", text="fish tanks", topics=["10"])
    factories.make_item(outside(), "offer", text="sensor lab", topics=["26"])
    near = factories.make_cluster("ES51", ["20"], slug="near")
    factories.make_item(near, "offer", topics=["26"])
    hidden = factories.make_cluster("DE11", ["20"], slug="no", status="withdrawn")
    factories.make_item(hidden, "offer", topics=["26"])
    _matrix, gaps = read(make_partnership(members), visitor)
    stated, derived = gaps.needs
    assert (stated.label, stated.is_derived, stated.fillers) == (
        "fish tanks",
        False,
        [],
    )
    assert (derived.label, derived.is_derived) == ("Topic 26", True)
    assert [one.slug for one in derived.holders] == ["es51", "fi1c"]
    assert [(one.profile.slug, one.reason) for one in derived.fillers] == [
        ("outside", "Offers “sensor lab”. Same topic: Topic 26")
    ]


def test_members_do_not_fill_the_gaps(members, visitor):
    factories.make_item(members[0], "offer", topics=["26"])
    factories.make_item(members[0], "need", topics=["26"])
    _matrix, gaps = read(make_partnership(members), visitor)
    (gap,) = gaps.needs
    assert gap.fillers == []


def test_stage_that_nobody_covers_is_a_gap(members, visitor):
    for number, one in enumerate(members):
        Profile.objects.filter(pk=one.pk).update(stage_bits=1 << number)
    Profile.objects.filter(slug="outside").update(stage_bits=1 << 4)
    _matrix, gaps = read(make_partnership(members), visitor)
    assert [
        (gap.code, [f.profile.slug for f in gap.fillers]) for gap in gaps.stages
    ] == [
        ("production", []),
        ("market", ["outside"]),
    ]
    assert not gaps.stages_unknown


def test_stages_that_nobody_states_are_unknown(members, visitor):
    _matrix, gaps = read(make_partnership(members), visitor)
    assert (gaps.stages, gaps.stages_unknown) == ([], True)


def test_topic_of_the_theme_without_a_member_is_a_gap(members, visitor):
    outside().topics.add(factories.make_topic("281", "28"))
    _matrix, gaps = read(make_partnership(members, topics=["20", "28", "10"]), visitor)
    assert [
        (gap.code, [f.profile.slug for f in gap.fillers]) for gap in gaps.topics
    ] == [
        ("10", []),
        ("28", ["outside"]),
    ]


@pytest.mark.parametrize(("number", "count"), [(1, 0), (2, 2)])
def test_one_member_alone_has_no_matrix(members, visitor, number, count):
    factories.make_item(members[0], "need", topics=["26"])
    matrix, gaps = read(make_partnership(members[:number]), visitor)
    assert (matrix.is_empty, gaps.number) == (number < 2, min(count, 1))


def test_page_and_table(members, client):
    factories.make_item(
        members[0], "offer", text="", topics=["20"], **{"derivation": "region_strong"}
    )
    factories.make_item(members[1], "need", text="=recycler", topics=["20"])
    factories.make_item(members[1], "need", text="sensors", topics=["26"])
    factories.make_item(outside(), "offer", text="sensor lab", topics=["26"])
    make_partnership(members)
    page = client.get("/partnerships/cells/matrix/").content.decode()
    assert "Meets 1 need of others" in page
    assert page.count('<span class="tag">derived</span>') == 1
    assert "/introductions/ask/?to=outside" in page
    response = client.get("/partnerships/cells/matrix/?format=csv")
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [tuple(row.values()) for row in rows] == [
        (
            *("meets", "Cells ES51", "ES51", "Topic 20", "1"),
            *("Cells FI1C", "FI1C", "'=recycler", "0", "Same topic: Topic 20"),
        ),
        (
            *("gap: need", "Outside", "PT11", "", "0"),
            *("Cells FI1C", "FI1C", "sensors", "0"),
            "Offers “sensor lab”. Same topic: Topic 26",
        ),
    ]


def test_page_has_as_many_queries_with_two_and_more_members(
    members, client, django_assert_num_queries
):
    for one in members:
        factories.make_item(one, "offer", topics=["20"])
        factories.make_item(one, "need", topics=["20"])
        factories.make_item(one, "need", topics=["26"])
    factories.make_item(outside(), "offer", topics=["26"])
    partnership = make_partnership(members[:2])
    address = "/partnerships/cells/matrix/"
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    partnership.members.create(
        profile=members[2], region_id="SE11", state="active", confidence="confirmed"
    )
    with django_assert_num_queries(QUERIES):
        assert "SE11" in client.get(address).content.decode()


def test_draft_is_seen_by_curators_only_and_counts_the_invited(members, client):
    factories.make_item(members[0], "offer", text="cell recycling", topics=["20"])
    factories.make_item(members[1], "need", topics=["20"])
    make_partnership(members, state="invited", status="draft")
    address = "/partnerships/cells/matrix/"
    assert client.get(address).status_code == 404
    client.force_login(factories.make_person("stranger"))
    assert client.get(address).status_code == 404
    client.force_login(factories.make_person("curator", is_staff=True))
    page = client.get(address).content.decode()
    assert "invited or ask to join are counted here" in page
    assert "cell recycling" in page


def test_visitors_do_not_see_the_invited_of_an_active_one(members, client):
    factories.make_item(members[0], "offer", text="cell recycling", topics=["20"])
    factories.make_item(members[1], "need", topics=["20"])
    make_partnership(members, state="invited")
    page = client.get("/partnerships/cells/matrix/").content.decode()
    assert "There is nothing to compare yet" in page
    assert "cell recycling" not in page


def test_historical_one_of_printed_names_says_so(members, client):
    partnership = make_partnership([], status="historical")
    Partnership.objects.update(origin="historical")
    partnership.members.create(
        name="Catalonia", region_id="ES51", state="active", confidence="read"
    )
    page = client.get("/partnerships/cells/matrix/").content.decode()
    assert "only regions and printed names are known" in page
