"""The radar: its formula, its reasons, and its page."""

import pytest

from matching.calls.radar import Seeker, Target, rate
from matching.composition import Actor, Category, Partner, Rule
from matching.partnerships.models import Partnership, PartnershipMember
from regions.models import TopicRelation
from tests.calls.story import in_days, make_call, make_rule, page_of
from tests.factories import (
    make_cluster,
    make_person,
    make_priority,
    make_region,
    make_topic,
    renew,
)

pytestmark = pytest.mark.django_db
NORTE = Partner(
    "norte", "PT", "PT11", Category.LESS, actor=Actor.AUTHORITY, is_nonprofit=True
)
LEADS = Rule.read("coordinator_category", {"categories": ["less"]})
SOME = Rule.read("min_from", {"n": 1, "categories": ["less"]})
EU = Rule.read("eligible_countries", {"countries": ["ES"]})


def close(one: str, other: str) -> float:
    return 1.0 if one == other else 0.5 if {one, other} == {"20", "21"} else 0.0


def target(**fields) -> Target:
    values = {
        "topics": frozenset({"20", "21"}),
        "min_trl": 6,
        "rules": (LEADS, SOME),
        "is_dated": True,
        "days_left": 30,
    }
    return Target(**values | fields)


def seeker(**fields) -> Seeker:
    values = {
        "topics": frozenset({"20"}),
        "stages": frozenset({"pilot"}),
        "partners": (NORTE,),
    }
    return Seeker(**values | fields)


def test_the_example_of_the_documentation():
    rating = rate(target(), seeker(), close)
    assert rating.parts == pytest.approx(
        {"topics": 45.0, "rules": 25.0, "readiness": 15.0, "time": 5.0}
    )
    assert rating.score == pytest.approx(90.0)
    assert [(one.code, one.about, one.number) for one in rating.reasons] == [
        ("same_topics", ("20",), None),
        ("related_topics", ("21",), None),
        ("could_coordinate", ("norte",), None),
        ("needed_category", ("norte",), None),
        ("ready", (), 6),
        ("days_left", (), 30),
    ]


def test_what_is_not_known_gives_half_and_what_does_not_fit_nothing():
    unknown = target(topics=frozenset(), min_trl=None, rules=(), is_dated=False)
    assert rate(unknown, seeker(), close).parts == pytest.approx(
        {"topics": 25.0, "rules": 12.5, "readiness": 7.5, "time": 0.0}
    )
    madrid = Partner("madrid", "ES", "ES30", Category.MORE)
    other = seeker(
        topics=frozenset({"99"}), stages=frozenset({"research"}), partners=(madrid,)
    )
    assert rate(target(days_left=0), other, close).score == 0


def test_a_country_that_is_not_eligible_gets_no_points():
    rating = rate(target(rules=(EU,)), seeker(), close)
    assert (rating.score, rating.is_eligible) == (0, False)
    assert [one.code for one in rating.reasons] == ["not_eligible"]


@pytest.fixture
def officer():
    make_region("PT11", cohesion_category="less", in_eu=True)
    make_topic("20.1", "20")
    TopicRelation.objects.create(
        first=make_topic("20"), second=make_topic("27"), phi=0.5
    )
    make_priority("PT11", ["20.1"], title="Batteries", slug="cells")
    person = make_person("officer", region="PT11")
    renew()
    return person


def test_page_ranks_calls_for_ones_profiles_with_reasons(sign_in, officer):
    make_call(["27"], title="Related")
    suits = make_call(["20"], title="Suits")
    make_rule(suits, "coordinator_category", {"categories": ["less"]})
    make_call(["99"], title="Other")
    make_call(["20"], title="Over", closes=in_days(-1), opens=None)
    make_call(["20"], title="Draft", is_published=False)
    make_priority("FI1C", ["99"], title="Of others")
    answer = sign_in(officer).get("/calls/radar/")
    found = [one.call.title for one in answer.context["rated"]]
    assert found == ["Suits", "Related", "Other"]
    page = page_of(answer)
    assert "Topics that you share: Topic 20." in page
    assert "Topics related to yours: Topic 27." in page
    assert "You could coordinate." in page
    assert "Of others" not in page


def test_one_profile_can_be_chosen_and_those_of_others_are_not_there(sign_in, officer):
    make_call(["20"])
    cluster = make_cluster("FI1C", ["20"], slug="theirs")
    client = sign_in(officer)
    assert client.get("/calls/radar/?for=profile:cells").status_code == 200
    path = f"/calls/radar/?for=profile:{cluster.slug}"
    assert client.get(path).status_code == 404


def test_who_acts_for_nobody_is_told_what_to_do(sign_in):
    make_call()
    page = page_of(sign_in(make_person("new")).get("/calls/radar/"))
    assert "You act for no published profile" in page


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_database_a_fixed_number_of_times(
    sign_in, officer, django_assert_num_queries, number
):
    for _one in range(number):
        make_rule(make_call(["20"]))
        make_priority("PT11", ["20"])
    renew()
    client = sign_in(officer)
    client.get("/calls/radar/")
    with django_assert_num_queries(14):
        client.get("/calls/radar/")


def test_partnerships_count_with_their_topics_and_members(sign_in, officer):
    profile = make_priority("PT11", ["98"], title="Cells", slug="member")
    partnership = Partnership.objects.create(
        title="Batteries of all", slug="all", status="active"
    )
    partnership.topics.set([make_topic("20")])
    PartnershipMember.objects.create(
        partnership=partnership, profile=profile, region=profile.region, state="active"
    )
    Partnership.objects.create(title="Of others", slug="others", status="active")
    renew()
    make_rule(make_call(["20"]), "coordinator_category", {"categories": ["less"]})
    path = "/calls/radar/?for=partnership:all"
    answer = sign_in(officer).get(path)
    [one] = answer.context["rated"]
    assert one.own.title == "Batteries of all"
    assert one.rating.parts["topics"] == 50
    assert "You could coordinate." in page_of(answer)
    assert "Of others" not in page_of(answer)


@pytest.mark.parametrize(
    ("state", "role", "found"),
    [("invited", "member", 404), ("asked", "member", 404), ("active", "observer", 200)],
)
def test_a_partnership_is_ones_own_once_one_takes_part(
    sign_in, officer, state, role, found
):
    profile = make_priority("PT11", ["98"], slug="member")
    partnership = Partnership.objects.create(title="All", slug="all", status="active")
    PartnershipMember.objects.create(
        partnership=partnership,
        profile=profile,
        region=profile.region,
        state=state,
        role=role,
    )
    renew()
    make_rule(make_call(["20"]), "coordinator_category", {"categories": ["less"]})
    answer = sign_in(officer).get("/calls/radar/?for=partnership:all")
    assert answer.status_code == found
    # Who observes is kept informed, and is no partner of an application.
    assert "could coordinate" not in page_of(answer)
