"""What must hold for the whole seed register, as loaded and scored for everybody."""

from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import call_command

from matching.features import component_names, explain_pairs
from matching.models import Match
from regions.models import Profile

pytestmark = pytest.mark.slow
LEAST_CANDIDATES = 20


@pytest.fixture(scope="module")
def seed(django_db_setup, django_db_blocker):
    """The register and its matches, removed again by rolling back."""
    from django.db import transaction  # noqa: PLC0415 (only under the blocker)

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("load_register", verbosity=0)
        call_command("score_matches")
        yield list(
            Match.objects.order_by("profile_id", "rank").select_related(
                "profile", "partner"
            )
        )
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def matches(seed, django_db_blocker):
    with django_db_blocker.unblock():
        yield seed


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
    for key in lists:
        explained = explain_pairs(key, lists[key])
        assert sorted(explained) == sorted(lists[key])
        for why in explained.values():
            assert [reason.field for reason in why.reasons if reason.field]
