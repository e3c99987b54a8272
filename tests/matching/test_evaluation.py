"""The evaluation: what is asked, what may be known, and that nothing leaks."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine import COMPONENTS, build_index, score_profile
from matching.evaluation.baselines import BASELINES, Baselines
from matching.evaluation.cases import split_year
from matching.evaluation.judging import case_values
from matching.evaluation.ours import Ours
from matching.services import read_weights
from regions.models import Cooperation, CooperationMember, NutsChange, Region
from tests.factories import make_cooperation
from tests.matching.factories import make_cluster, make_priority, make_region
from tests.matching.known import PROJECTS, make_register

pytestmark = pytest.mark.django_db
METRICS = ["auc", "ndcg20", "recall20", "mrr"]


def case_of(exam, key):
    return next(case for case in exam.cases.cases if case.key == key)


def places_of(exam, key):
    return [(target.code, target.units) for target in case_of(exam, key).targets]


# Where members are


def test_member_at_level_3_counts_as_the_unit_around_it(exam):
    make_register()
    made = exam(TEX=("Textiles", "", "13", "2016", "DE212 DE21 ES51 FR10"))
    assert [code for code, _ in places_of(made, "TEX")] == ["DE21", "ES51", "FR10"]


def test_larger_region_stands_for_its_units_that_are_not_named(exam):
    make_register()
    make_priority("ES53")
    made = exam(TEX=("Textiles", "", "13", "2016", "ES ES51 DE21 FR10"))
    assert ("ES", ("ES52", "ES53")) in places_of(made, "TEX")


def test_code_of_another_vintage_goes_through_the_crosswalk(exam):
    make_register()
    region = Region.objects.get(code="NL31")
    NutsChange.objects.create(code_2024="NL35", region=region, share=0.9)
    made = exam(TEX=("Textiles", "", "13", "2016", "NL35 ES51 FR10"))
    assert [code for code, _ in places_of(made, "TEX")] == ["ES51", "FR10", "NL31"]


def test_member_that_cannot_be_placed_is_left_out_with_a_note(run):
    make_register()
    found = run(TEX=("Textiles", "", "13", "2016", "XK00 ES51 FR10 DE21"))
    assert found["notes"][0] == (
        "members.csv, row 2: Member XK00 left out, unknown code XK00"
    )
    assert found["members"] == 3


def test_cluster_without_a_code_counts_as_its_seat_and_as_itself(exam):
    make_register()
    name = "=Chemistry_cluster_LOMBARDY"
    made = exam(TEX=("Textiles", "", "13", "2016", f"{name} ES51 FR10"))
    case = case_of(made, "TEX")
    assert [target.code for target in case.targets] == ["ES51", "FR10", "ITC4"]
    profiles = {p.key: p for p in made.register.inputs.profiles}
    assert [profiles[key].region for key in case.clusters] == ["ITC4"]


def test_cluster_is_found_by_the_end_of_its_pages_address_too(exam):
    make_register()
    make_cluster("PL91", slug="pl91-games", title="Cluster of games")
    made = exam(GAME=("Games", "", "62", "2018", "=pl91-games ES51 FR10"))
    assert [code for code, _ in places_of(made, "GAME")] == ["ES51", "FR10", "PL91"]


def test_name_of_two_clusters_places_nobody(exam):
    make_register()
    for code in ("DE21", "PL91"):
        make_cluster(code, title="Textile Valley")
    made = exam(TEX=("Textiles", "", "13", "2016", "=Textile_Valley ES51 FR10 ITC4"))
    assert [code for code, _ in places_of(made, "TEX")] == ["ES51", "FR10", "ITC4"]


def test_project_with_two_placed_members_is_not_judged(run):
    make_register()
    few = ("Two of us", "", "13", "2016", "ES51 FR10")
    found = run(**PROJECTS, FEW=few)
    assert found["projects"] == 3
    assert found["notes"] == [
        "project FEW: 2 placed members, 3 are needed; not judged",
    ]


def test_profile_at_level_3_makes_its_unit_a_candidate_but_a_country_does_not(exam):
    make_register(("ES51", "DE21", "FR10", "PL91", "NL31", "ES52", "DE22"))
    for code in ("ES61", "SE11", "SE12", "EE00"):
        make_region(code)
    make_priority("ES611")
    make_priority("SE")
    make_priority("EE")  # with one unit only, which is the whole country
    make_priority("SE11", status="draft")
    places = exam().places
    held = set(np.array(places.units)[places.candidates])
    assert held & {"ES61", "SE11", "SE12", "EE00"} == {"ES61", "EE00"}


def test_unit_without_a_profile_has_the_score_of_the_larger_region_around_it(exam):
    make_register()
    for code in ("SE11", "SE12", "NO02"):
        make_region(code)
    make_priority("SE", ("13",))
    made = exam()
    profiles = made.register.inputs.profiles
    scores = np.array([1.0 + (p.region == "SE") for p in profiles])
    best = dict(zip(made.places.units, made.places.best(scores), strict=True))
    assert [best[c] for c in ("ES51", "SE11", "SE12", "NO02")] == [1, 2, 2, 0]


# What may be known


def test_project_is_recognised_by_id_and_by_name_and_never_known_itself(exam):
    make_register()
    make_cooperation(("PL91", "NL31"), slug="tex", name="Another name")
    make_cooperation(("PL91", "ITC4"), slug="x9", name="SMART Textiles!")
    other = make_cooperation(("PL91", "DE22"), slug="other")
    made = exam()
    known = made.cases.known_for(case_of(made, "TEX"))
    names = {name for one in known for name in one.names}
    assert {"old", "other", "game", "farm"} <= names
    assert not {"tex", "x9", "name: smart-textiles"} & names
    assert other.pk in {one.key for one in known}


def test_only_cooperation_up_to_the_year_is_known_looking_forward(exam):
    make_register()
    make_cooperation(("PL91", "DE22"), slug="undated", year=None)
    made = exam()
    known = made.cases.known_for(case_of(made, "FARM"), until=2016)
    assert {one.year for one in known} == {2014, 2016}
    everything = made.cases.known_for(case_of(made, "FARM"))
    assert {one.year for one in everything} == {None, 2014, 2016, 2018}
    assert split_year(made.cases) == 2018


@pytest.mark.parametrize("registered", [True, False])
def test_members_of_a_project_change_no_score_for_its_own_theme(exam, registered):
    """The same theme, other members: in the register, and in the truth itself."""
    make_register()
    if registered:
        make_cooperation(("DE21", "ES51", "FR10"), slug="tex", name="Smart textiles")
    before = _scores(exam())
    if registered:
        CooperationMember.objects.filter(cooperation__slug="tex").delete()
        for code in ("PL91", "NL31", "ITC4"):
            CooperationMember.objects.create(
                cooperation=Cooperation.objects.get(slug="tex"),
                region_id=code,
                name=code,
            )
    name, words, codes, year, _ = PROJECTS["TEX"]
    changed = {"TEX": (name, words, codes, year, "PL91 NL31 ITC4")}
    after = _scores(exam(**PROJECTS | changed))
    assert before.keys() == after.keys() == {"ours", *BASELINES}
    for ranking, values in before.items():
        assert np.array_equal(values, after[ranking]), ranking


def _scores(exam):
    """Our theme scores and those of every baseline, for the project TEX."""
    case = case_of(exam, "TEX")
    known = exam.cases.known_for(case)
    weights = read_weights()
    values = case_values(Ours(exam.register.inputs, exam.cases.known), case, exam.cases)
    baselines = Baselines(exam.register, exam.places).scores(case, known)
    ours = values.scores(weights.as_array())[0]
    return {"ours": ours} | {n: s.units for n, s in baselines.items()}


def test_members_of_another_project_do_change_popularity_and_track_record(exam):
    """Else the test above could not fail."""
    make_register()
    made = exam()
    case = case_of(made, "GAME")
    weights = read_weights()
    ours = Ours(made.register.inputs, made.cases.known)

    def seen(cases):
        values = case_values(ours, case, cases).scores(weights.as_array())
        baselines = Baselines(made.register, made.places)
        return values[1:], baselines.scores(case, cases.known_for(case))

    fewer = replace(made.cases, known=made.cases.known[:1])
    (ours_all, all_), (ours_few, few) = seen(made.cases), seen(fewer)
    assert not np.array_equal(ours_all, ours_few)
    assert not np.array_equal(all_["popularity"].units, few["popularity"].units)


@pytest.mark.parametrize("year", [2021, 2018])
def test_scores_are_those_of_the_engine_with_an_index_built_anew(exam, year):
    make_register()
    made = exam()
    case, inputs = case_of(made, "TEX"), made.register.inputs
    ours, weights = Ours(inputs, made.cases.known), read_weights()
    index = ours.knowing(made.cases.known_for(case), year)
    regions = index.regions
    assert regions.as_of_year == year
    anew = build_index(inputs.profiles, inputs.topics, regions)
    questions = [case.theme, *(case.theme_at(t.code) for t in case.targets)]
    quick = ours.values(index, questions)
    scores = quick.scores(weights.as_array())
    for row, question in enumerate(questions):
        slow = score_profile(anew, question, weights)
        found = quick.components[:, [row]]
        assert np.array_equal(found, slow.values, equal_nan=True)
        assert np.array_equal(scores[[row]], slow.scores)
    assert np.nanmax(quick.components[COMPONENTS.index("track_record")]) > 0


def test_popularity_counts_the_other_projects_of_a_unit_and_its_parts(exam):
    make_register()
    make_cooperation(("DE212", "DE21", "PL91"), slug="one")
    make_cooperation(("DE", "PL91"), slug="two")
    made = exam()
    case = case_of(made, "GAME")
    scores = Baselines(made.register, made.places).scores(
        case, made.cases.known_for(case)
    )
    counted = dict(zip(made.places.units, scores["popularity"].units, strict=True))
    # DE21: old, TEX, one. PL91: one, two; not GAME, which is asked for.
    assert (counted["DE21"], counted["PL91"], counted["NL31"]) == (3, 2, 0)


def test_projects_that_the_register_lacks_count_as_known_for_others(exam):
    make_register()
    made = exam()
    regions = {min(one.names): one.regions for one in made.cases.known}
    assert regions["game"] == ("ES52", "NL31", "PL91")
