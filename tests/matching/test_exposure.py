"""How evenly profiles are shown: the rule of the bonus, the figures, the run."""

import json
import random
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching import services, storage
from matching.engine import Weights
from matching.exposure import (
    Lists,
    Why,
    bonus_share,
    count_shown,
    gini,
    top_decile_share,
)
from matching.exposure_services import compare_margins, measure_exposure
from matching.features import component_names
from matching.models import Exposure, Match, MatchRun
from matching.ordering import fair_order, reweigh
from matching.queries import match_list_for
from matching.services.marks import RunLost
from regions.models import Cooperation, CooperationMember, Profile
from tests.matching.factories import (
    WEIGHTS,
    make_cluster,
    make_item,
    make_match,
    make_priority,
    make_region,
    make_run,
    make_topic,
    make_user,
)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([5, 5, 5, 5], 0.0),
        ([0, 0, 0, 8], 0.75),
        ([1, 2, 3, 4], 0.25),
        ([4, 2, 3, 1], 0.25),
        ([0, 0], 0.0),
        ([], 0.0),
    ],
)
def test_gini_of_counts_worked_by_hand(counts, expected):
    assert gini(counts) == pytest.approx(expected)


def test_top_decile_is_the_most_frequent_tenth():
    assert top_decile_share([*range(1, 20), 110]) == pytest.approx((110 + 19) / 300)
    assert top_decile_share([3, 1]) == 0.75
    assert top_decile_share([0, 0]) == 0.0


@pytest.mark.parametrize(
    ("shown", "why", "expected"),
    [
        (0, 0, 1.0),
        (5, 0, 0.75),
        (20, 0, 0.0),
        (90, 0, 0.0),
        (90, Why.NEWCOMER, 0.25),
        (90, Why.LESS_DEVELOPED, 0.25),
        (90, Why.OUTERMOST | Why.LESS_DEVELOPED, 0.25),
        (90, Why.NEWCOMER | Why.OUTERMOST, 0.5),
        (10, Why.NEWCOMER, 0.75),
        (0, Why.NEWCOMER | Why.OUTERMOST, 1.0),
    ],
)
def test_bonus_is_the_stated_part_of_the_margin(shown, why, expected):
    assert bonus_share(shown, 20.0, why) == expected


def test_bonus_never_grows_with_how_often_one_is_shown():
    for why in range(16):
        shares = [bonus_share(shown, 20.0, why) for shown in range(60)]
        assert shares == sorted(shares, reverse=True)
        assert all(0 <= share <= 1 for share in shares)


def lists(*some: list[tuple[int, int]]) -> Lists:
    """Lists of (partner, score), as the numbers of a run."""
    rows = [(number, *row) for number, one in enumerate(some) for row in one]
    return Lists.from_rows(np.array(rows))


def test_report_says_what_the_order_moved_and_gave_up():
    best = [(1, 5000), (2, 4990), (3, 4000)]
    counts = count_shown(
        [lists(best, best), lists([(2, 4000)])],
        {0.0: {1: 0, 2: 0, 3: 0}, 1.0: {1: 0, 2: 20, 3: 20}},
        {1: 0, 2: Why.NEWCOMER, 3: Why.OUTERMOST},
    )
    assert counts[0.0].report()["moved"] == 0.0
    assert counts[1.0].report()["moved"] == round(4 / 7, 4)
    # All seven rows are among the first ten either way, so nothing was given up.
    report = counts[1.0].report()["first10"]
    assert report == counts[0.0].report()["first10"]
    assert (report["newcomers"], report["lagging"]) == (
        round(3 / 7, 4),
        round(2 / 7, 4),
    )


def test_report_counts_the_score_given_up_in_the_first_places():
    partners = list(range(1, 12))
    scores = [5000] * 10 + [4960]
    bonuses = dict.fromkeys(partners, 0) | {11: 50}
    one = lists(list(zip(partners, scores, strict=True)))
    counts = count_shown([one], {1.0: bonuses}, bonuses)
    report = counts[1.0].report()
    assert report["first10"]["given_up"] == 0.04
    assert report["first20"]["given_up"] == 0.0
    assert (report["first10"]["never"], report["first20"]["never"]) == (1, 0)
    assert counts[1.0].shown(10) == dict.fromkeys(partners, 1) | {10: 0}


@pytest.mark.parametrize("seed", range(5))
def test_lists_of_any_length_are_counted_in_the_order_that_readers_see(seed):
    dice = random.Random(seed)
    bonuses = {key: dice.randrange(60) for key in range(1, 31)}
    some = []
    for _ in range(8):
        size = dice.randrange(1, 28)
        scores = sorted((dice.randrange(900) for _ in range(size)), reverse=True)
        # Stored scores are sums of rounded points and may rise a little; two of the
        # partners are not known.
        scores = [score + dice.randrange(3) for score in scores]
        some.append(list(zip(dice.sample(range(1, 33), size), scores, strict=True)))
    found = count_shown([lists(*some)], {1.0: bonuses}, bonuses)[1.0]
    for first in (10, 20):
        shown = [key for one in some for key in first_of(one, bonuses, first)]
        assert found.shown(first) == {key: shown.count(key) for key in bonuses}


def first_of(one: list[tuple[int, int]], bonuses: dict, first: int) -> list[int]:
    scores = [score for _, score in one]
    order = fair_order(scores, [bonuses.get(key, 0) for key, _ in one])
    return [one[place][0] for place in order[:first]]


@pytest.fixture
def register(db):
    """Six profiles with regions that differ in all the bonus looks at."""
    make_region("AT11", cohesion_category="more")
    make_region("BG31", cohesion_category="less")
    make_region("FRY1", cohesion_category="transition", is_outermost=True)
    for number in range(3):
        project = Cooperation.objects.create(
            slug=f"project-{number}", name=f"Project {number}", year=2020 + number
        )
        for code in ("AT11", "DE21", "ES51"):
            CooperationMember.objects.create(
                cooperation=project, region=make_region(code)
            )
    make_topic("13")
    for place, code in enumerate(("AT11", "BG31", "FRY1", "DE21", "ES51", "DE21")):
        one = make_cluster(
            code,
            ("20", "13")[: 1 + place % 2],
            keywords=["textiles", "fibres"][: 1 + place % 2],
            stage_bits=0b11 << place % 3,
        )
        make_item(one, ("offer", "need")[place % 2], ("20",))


def scored(weights: Weights | None = None) -> MatchRun:
    run = services.create_run(weights=weights)
    return services.work_off_run(run=services.claim_run(run_id=run.pk))


def test_run_counts_how_often_each_profile_tops_the_lists_of_others(register):
    run = scored()
    kept = list(Match.objects.values_list("partner_id", flat=True))
    rows = {one.profile_id: one for one in Exposure.objects.filter(run=run)}
    assert set(rows) == set(Profile.objects.values_list("pk", flat=True))
    for key, one in rows.items():
        assert one.top10 == one.top20 == kept.count(key)


def test_counts_stop_at_the_tenth_and_at_the_twentieth_place(db):
    run, profile = make_run(), make_priority()
    partners = [make_cluster("DE21") for _ in range(21)]
    for rank, partner in enumerate(partners, start=1):
        make_match(run, profile, partner, rank)
    measure_exposure(run=run)
    tops = Exposure.objects.filter(run=run, profile__in=partners).order_by("profile")
    assert list(tops.values_list("top10", "top20")) == (
        [(1, 1)] * 10 + [(0, 1)] * 10 + [(0, 0)]
    )
    # The source itself is in nobody's list: it has all of the margin.
    unseen = Exposure.objects.get(run=run, profile_id=profile.pk)
    assert (unseen.top20, unseen.bonus) == (0, 100)


def test_run_gives_each_profile_the_bonus_of_the_rule(register, settings):
    settings.FAIRNESS_MARGIN = 2.0
    run = scored()
    rows = Exposure.objects.filter(run=run).select_related("profile__region")
    average = sum(one.top20 for one in rows) / len(rows)
    lagging = {"BG31": Why.LESS_DEVELOPED, "FRY1": Why.OUTERMOST}
    for one in rows:
        code = one.profile.region_id
        why = lagging.get(code, 0) | (Why.NEWCOMER if code in lagging else 0)
        share = bonus_share(one.top20, average, why)
        assert one.bonus == round(200 * share)
        assert one.why == why | (Why.SELDOM_SHOWN if one.top20 < average else 0)


def test_run_keeps_the_figures_of_its_margin(register, settings):
    settings.FAIRNESS_MARGIN = 1.5
    run = scored()
    assert (run.exposure["margin"], run.exposure["profiles"]) == (1.5, 6)
    compared = compare_margins(run=run, margins=[0.0, 1.5])
    assert run.exposure["by_score"] == compared[0.0]
    assert run.exposure["as_shown"] == compared[1.5]
    assert compared[1.5]["moved"] > 0


def test_margin_of_nothing_gives_no_bonus_and_moves_nobody(register, settings):
    settings.FAIRNESS_MARGIN = 0.0
    run = scored()
    assert set(Exposure.objects.values_list("bonus", flat=True)) == {0}
    assert run.exposure["as_shown"] == run.exposure["by_score"]
    assert run.exposure["as_shown"]["moved"] == 0.0


def test_another_margin_is_another_input(register, settings):
    scored()
    assert scored().status == MatchRun.Status.UNCHANGED
    settings.FAIRNESS_MARGIN = 0.5
    assert scored().status == MatchRun.Status.FINISHED


def test_measuring_twice_leaves_the_same(register):
    run = scored()
    columns = ("profile_id", "top10", "top20", "bonus", "why")
    before = list(Exposure.objects.order_by("profile").values_list(*columns))
    measure_exposure(run=run)
    assert list(Exposure.objects.order_by("profile").values_list(*columns)) == before


def test_measuring_tells_of_each_step_and_writes_nothing_when_it_is_stopped(
    register, monkeypatch
):
    monkeypatch.setattr(storage, "KEYS_AT_ONCE", 2)
    run, steps = scored(), []
    measure_exposure(run=run, on_step=lambda: steps.append(1))
    assert len(steps) == 3
    Exposure.objects.all().delete()

    def stop() -> None:
        raise RunLost

    with pytest.raises(RunLost):
        measure_exposure(run=run, on_step=stop)
    assert not Exposure.objects.exists()


def test_exposures_stay_as_long_as_the_lists_of_their_run(register, settings):
    runs = []
    for margin in (1.0, 3.0, 2.0):
        settings.FAIRNESS_MARGIN = margin
        runs.append(scored())
        # The lists before the current ones can be shown again, with their bonuses.
        for model in (Exposure, Match):
            kept = set(model.objects.values_list("run", flat=True))
            assert kept == {run.pk for run in runs[-2:]}
    runs[0].refresh_from_db()
    assert runs[0].exposure["margin"] == 1.0


@pytest.mark.parametrize("number", [1, 3])
def test_measuring_asks_the_same_queries_for_any_number(
    db, django_assert_num_queries, number
):
    run, profile = make_run(), make_priority()
    for rank in range(1, number + 1):
        make_match(run, profile, make_cluster("DE21"), rank)
    # 1 how often shown, 2-9 the spaces of the engine, 10 profiles, 11-13 lists, from
    # the first key to the last, 14-18 old rows away, new rows and figures in, in one
    # transaction.
    with django_assert_num_queries(QUERIES):
        measure_exposure(run=run)


QUERIES = 18
STEPS = {"likeness": 3, "strength": 0, "reach": 1}


def test_recomputed_list_is_that_of_a_run_with_the_new_weights(register):
    run = scored(Weights.from_mapping(WEIGHTS))
    profiles = list(Profile.objects.order_by("pk"))
    curator = make_curator()
    lists = {one.pk: match_list_for(curator, one, run) for one in profiles}
    found = {
        (key, one.partner): one
        for key, of in lists.items()
        for one in reweigh(of.candidates, WEIGHTS["weights"], STEPS, 0.5)
    }
    moved = {"focus": 2, "words": 2, "strength": 0, "reach": 0.5}
    wanted = {n: w * moved.get(n, 1) for n, w in WEIGHTS["weights"].items()}
    total = sum(wanted.values())
    wanted = {name: weight / total for name, weight in wanted.items()}
    other = scored(Weights("moved", **wanted))
    rows = list(Match.objects.filter(run=other))
    shared = [one for one in rows if (one.profile_id, one.partner_id) in found]
    assert len(shared) == len(found) > 20
    for one in shared:
        for name in component_names():
            ours = found[one.profile_id, one.partner_id].points[name]
            allowed = wanted[name] / WEIGHTS["weights"][name] + 1
            assert abs(ours - getattr(one, name)) <= allowed
    assert {one.points["strength"] for one in found.values()} == {0}


def make_curator():
    return make_user("curator@example.org", is_staff=True)


def test_command_shows_several_margins_side_by_side(register):
    run = scored()
    out = StringIO()
    call_command("measure_exposure", "--json", stdout=out)
    found = json.loads(out.getvalue())
    compared = compare_margins(run=run, margins=[0.0, 0.5, 1.0, 2.0])
    assert (found["run"], found["profiles"]) == (run.pk, 6)
    assert found["margins"] == [
        {"margin": margin, **report} for margin, report in compared.items()
    ]
    out = StringIO()
    call_command("measure_exposure", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == f"Run {run.pk}, 6 profiles."
    assert [line.split()[:2] for line in lines[2:]] == [
        [first, margin] for first in ("10", "20") for margin in ("0", "0.5", "1", "2")
    ]


def test_command_before_the_first_run_says_what_to_start(db):
    with pytest.raises(CommandError, match="no run has finished yet"):
        call_command("measure_exposure")


def test_about_page_and_desk_say_what_was_measured(register, client):
    run = scored()
    client.force_login(make_curator())
    for path in ("/about/matching/", "/curation/runs/"):
        text = client.get(path).content.decode()
        assert "How evenly profiles are shown" in text
        for kind in ("by_score", "as_shown"):
            for first in ("first10", "first20"):
                assert f">{run.exposure[kind][first]['gini']:.3f}<" in text
    assert "within 1 point of score" in client.get("/about/matching/").content.decode()


def test_about_page_of_a_run_without_figures_says_nothing_of_them(client, db):
    make_run()
    text = client.get("/about/matching/").content.decode()
    assert "In which order partners are listed" in text
    assert "Gini" not in text
    assert "is switched off here" in text
