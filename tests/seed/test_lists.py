"""What must hold for the whole seed register, as loaded and scored for everybody."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from matching.features import Change, component_names, explain_pairs
from matching.models import Match
from matching.queries import current_run
from matching.reasons import word_explanations
from matching.whatif import outcome_of, proposals_for
from matching.whynot import why_not
from matching.wording_reasons import SUBJECTS
from regions.models import Profile
from regions.queries.vocabulary import vocabulary
from tests.matching.edits import ranked_after, shown_after

pytestmark = pytest.mark.slow
LEAST_CANDIDATES = 20
# Every so manieth profile is looked at where each would take long.
SAMPLE = 300


@pytest.fixture(scope="module")
def matches(seed) -> list[Match]:
    """All matches of the register, list by list."""
    rows = Match.objects.order_by("profile_id", "rank")
    return list(rows.select_related("profile", "partner"))


def test_every_profile_with_a_topic_has_enough_candidates(matches):
    listed = Counter(match.profile_id for match in matches)
    with_topics = Profile.objects.published().exclude(topics=None)
    short = {
        slug: listed[key]
        for key, slug in with_topics.values_list("pk", "slug").distinct()
        if listed[key] < LEAST_CANDIDATES
    }
    assert short == {}


def test_no_candidate_is_from_the_own_region_or_one_around_or_within_it(matches):
    nested = [
        (match.profile.region_id, match.partner.region_id)
        for match in matches
        if match.profile.region_id.startswith(match.partner.region_id)
        or match.partner.region_id.startswith(match.profile.region_id)
    ]
    assert nested == []


def test_contributions_sum_to_the_score(matches):
    names = component_names()
    wrong = [
        match
        for match in matches
        if match.score != sum(getattr(match, name) for name in names)
    ]
    assert wrong == []


def test_ranks_are_gapless_and_scores_fall(matches):
    lists: dict[int, list[Match]] = {}
    for match in matches:
        lists.setdefault(match.profile_id, []).append(match)
    for rows in lists.values():
        assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
        scores = [row.score for row in rows]
        # Stored parts are rounded, so neighbours may differ by their rounding.
        assert all(b <= a + 4 for a, b in pairwise(scores))


def test_both_sides_of_a_pair_agree(matches):
    pairs = {(match.profile_id, match.partner_id): match for match in matches}
    mirrored = 0
    for (profile, partner), match in pairs.items():
        other = pairs.get((partner, profile))
        if other is None:
            continue
        mirrored += 1
        assert match.score == other.score
        assert match.kind == other.kind
        assert (match.receive, match.give) == (other.give, other.receive)
    assert mirrored > len(pairs) / 4


def test_each_candidate_has_a_reason_that_names_a_stored_field(matches):
    lists: dict[int, list[int]] = {}
    for match in matches:
        if match.rank <= LEAST_CANDIDATES:
            lists.setdefault(match.profile_id, []).append(match.partner_id)
    # Five thousand pairs.
    for key in list(lists)[::8]:
        explained = explain_pairs(key, lists[key])
        assert sorted(explained) == sorted(lists[key])
        for why in explained.values():
            assert [reason.field for reason in why.reasons if reason.field]


def sample() -> list[Profile]:
    """Priorities and clusters of many places, always the same ones."""
    rows = Profile.objects.published().select_related("region", "priority__strategy")
    return list(rows.order_by("pk")[::SAMPLE])


def test_every_reason_is_a_sentence_whose_link_leads_to_an_anchor(matches, client):
    @cache
    def anchors_of(path: str) -> frozenset[str]:
        answer = client.get(path)
        assert answer.status_code == 200
        return frozenset(re.findall(r'id="([^"]+)"', answer.content.decode()))

    seen, broken = set(), []
    for profile in sample():
        rows = Match.objects.filter(profile=profile, rank__lte=LEAST_CANDIDATES)
        partners = {
            row.partner_id: row.partner
            for row in rows.select_related("partner__region")
        }
        why = explain_pairs(profile.pk, list(partners))
        worded = word_explanations(profile, partners, why, vocabulary())
        for phrase in (one for said in worded.values() for one in said.reasons):
            path, _, anchor = phrase.url.partition("#")
            seen.add(phrase.code)
            if not phrase.text or "%(" in phrase.text or anchor not in anchors_of(path):
                broken.append((phrase.code, phrase.text, phrase.url))
    assert broken == []
    # Hardly anybody states stages yet.
    assert seen >= set(SUBJECTS) - {"covers_stage"}


def test_announced_partners_come_when_the_change_is_made(matches):
    run = current_run()
    weights = run.weights
    for profile in sample()[::4]:
        found = proposals_for(profile.pk, run)
        before = shown_after(profile, Change(), profile, weights)
        both = found[0].change + found[-1].change
        for outcome in (found[0], found[-1], outcome_of(profile.pk, both, run)):
            after = shown_after(profile, outcome.change, profile, weights)
            old, new = ([key for key, _ in rows] for rows in (before, after))
            come = [key for key in new if key not in old]
            gone = [key for key in old if key not in new]
            assert [one.partner for one in outcome.appear] == come
            assert [one.partner for one in outcome.leave] == gone
            near = [key for key in new[:20] if key not in old[:20]]
            assert [one.partner for one in outcome.first] == near


def test_present_row_is_the_list_that_the_run_stored(matches):
    """Else "new in the list" would not mean new to the reader."""
    weights = current_run().weights
    for profile in sample():
        rows = Match.objects.filter(profile=profile).order_by("rank")
        for match in (rows[0], rows.last()):
            answer = why_not(profile.pk, match.partner_id, weights, ())
            assert answer.rank == match.rank
            assert round(answer.score, 2) == pytest.approx(match.score / 100, abs=0.05)


def test_acts_of_the_register_bring_what_they_promise(matches):
    weights = current_run().weights
    first, *_, last = (row for row in sample() if row.type == "cluster")
    answer = why_not(first.pk, last.pk, weights, ())
    assert answer.acts
    for act in (answer.acts[0], answer.acts[-1]):
        actor = first if act.side == "you" else last
        found = ranked_after(actor, act.change, first, weights)
        keys = [key for key, _ in found]
        assert act.rank == keys.index(last.pk) + 1
        assert act.score == pytest.approx(dict(found)[last.pk], abs=1e-9)
