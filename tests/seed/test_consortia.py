"""Consortia for the real calls of the I3 instrument, out of the real register."""

import pytest

from matching.calls.models import Call
from matching.composition import Cause, Infeasible, Proof, Proposals
from matching.consortia.candidates import MOST, candidates_for
from matching.consortia.models import Consortium
from matching.consortia.proposing import Wish, proposals_for, usual_size
from matching.consortia.queries import closers_of
from matching.consortia.services import Facts, start_consortium
from matching.consortia.showing import answer_page
from matching.consortia.standing import standing_of
from regions.models import Profile
from tests.factories import make_person

pytestmark = pytest.mark.slow
STRAND_1, STRAND_2A = "i3-strand-1-2021-2022", "i3-strand-2a-2021-2022"


@pytest.fixture(scope="module")
def lead(seed) -> Profile:
    """A priority of a more developed region with a full list."""
    rows = Profile.objects.published().filter(
        type="priority", region__cohesion_category="more", region__level=2
    )
    return rows.exclude(topics=None).order_by("slug").first()


@pytest.fixture(scope="module")
def person(lead):
    return make_person("lead-of-consortia", region=lead.region_id)


def started(person, lead: Profile, slug: str) -> Consortium:
    call = Call.objects.get(slug=slug)
    facts = Facts(title=f"For {slug}")
    return start_consortium(by=person, lead=lead, call=call, facts=facts)


def answer_for(person, one: Consortium, **wish):
    standing = standing_of(one)
    low, high = usual_size(standing)
    return proposals_for(person, standing, Wish(low=low, high=high, **wish))


def statuses(proposal) -> set[str]:
    return {str(finding.status) for finding in proposal.findings}


def test_strand_1_has_three_consortia_that_are_explained(person, lead):
    one = started(person, lead, STRAND_1)
    answer = answer_for(person, one)
    assert isinstance(answer.result, Proposals)
    assert len(answer.proposals) == 3
    assert answer.proposals[0].proof == Proof.OPTIMAL
    for proposal in answer.proposals:
        assert statuses(proposal) == {"met"}
        assert lead.slug in proposal.keys
        assert proposal.composition.coordinator == lead.slug
    shown = answer_page(answer)["shown"]
    assert [len(each.facts) >= 4 for each in shown] == [True] * 3
    assert all(each.parts and each.proof for each in shown)


def test_strand_2a_differs_as_its_rules_do(person, lead):
    one = started(person, lead, STRAND_2A)
    answer = answer_for(person, one)
    assert isinstance(answer.result, Infeasible)
    causes = {demand.cause for demand in answer.result.conflict}
    assert Cause.COORDINATOR in causes
    kinds = {answer.standing.rules[place].kind for place in answer.result.positions}
    assert kinds == {"coordinator_category"}
    # Somebody of a less developed region coordinates, and it can be formed.
    answer = answer_for(person, one, keeps_coordinator=False)
    assert len(answer.proposals) == 3
    for proposal in answer.proposals:
        assert statuses(proposal) == {"met"}
        partner = proposal.composition.lead
        assert partner.category in ("less", "transition") or partner.is_outermost


def test_gaps_of_a_lead_alone_are_closed_by_real_profiles(person, lead):
    one = started(person, lead, STRAND_1)
    standing = standing_of(one)
    lines = closers_of(person, standing)
    kinds = [standing.rules[place].kind for place in lines]
    assert kinds == ["min_partners", "min_regions", "min_countries", "min_from"]
    for some in lines.values():
        assert len(some) == 5
        assert all(each.label and each.url for each in some)
    assert any(each.reason for some in lines.values() for each in some)
    assert all(each.closer.closes for each in lines[kinds.index("min_from") + 2])


def test_some_hundred_candidates_are_read_each_once(person, lead):
    one = started(person, lead, STRAND_1)
    members = list(one.members.with_who())
    found = candidates_for(person, one, members)
    assert 300 < len(found) <= MOST
    assert found[0].profile == lead
    assert len({each.key for each in found}) == len(found)
