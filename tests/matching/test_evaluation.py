"""The evaluation: what is asked, what may be known, and that nothing leaks."""

import json
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching.engine import COMPONENTS, build_index, score_profile
from matching.evaluation.baselines import BASELINES, Baselines
from matching.evaluation.cases import split_year
from matching.evaluation.judging import case_values
from matching.evaluation.ours import PARTS, Ours, without
from matching.evaluation.report import prepare
from matching.evaluation.truth import read_truth
from matching.services import read_weights
from regions.models import Cooperation, CooperationMember, NutsChange, Region
from tests.factories import make_cooperation
from tests.matching.factories import make_cluster, make_priority, make_region
from tests.matching.known import PROJECTS, make_register, write_truth

pytestmark = pytest.mark.django_db
METRICS = ["auc", "ndcg20", "recall20", "mrr"]


@pytest.fixture
def exam(tmp_path):
    """Place these projects in a register; the standard ones if none are given."""

    def made(**projects):
        return prepare(read_truth(write_truth(tmp_path, projects or PROJECTS)))

    return made


@pytest.fixture
def run(tmp_path):
    """Run the command over these projects and return what it printed as JSON."""

    def called(*options, **projects):
        folder = write_truth(tmp_path, projects or PROJECTS)
        out = StringIO()
        call_command(
            "evaluate_matching", "--truth", folder, "--json", *options, stdout=out
        )
        return json.loads(out.getvalue())

    return called


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


# The command


def test_json_has_the_contract_and_intervals_around_each_value(run):
    make_register()
    found = run("--split-year", "2016")
    assert list(found["tasks"]) == ["theme", "hidden_member", "forward"]
    for rankings in found["tasks"].values():
        assert list(rankings) == ["ours", *BASELINES]
        for figures in rankings.values():
            assert list(figures) == METRICS
            for one in figures.values():
                assert 0 <= one["low"] <= one["value"] <= one["high"] <= 1
    assert (found["projects"], found["members"]) == (3, 10)
    assert list(found["ablation"]["theme"]) == list(PARTS)
    assert found["counts"]["candidates"]["questions"]["hidden_member"] == 10
    assert found["counts"]["candidates"]["projects"]["forward"] == 2
    assert list(found["tables"]) == ["all_nuts2", "other_countries", "clusters"]


def test_ranking_by_what_profiles_say_finds_the_textile_regions(run):
    """ES51 states both activities; DE21, FR10 and, no member, ITC4 state one."""
    make_register()
    found = run(TEX=PROJECTS["TEX"])
    figures = found["tasks"]["theme"]["jaccard"]
    assert (figures["auc"]["value"], figures["recall20"]["value"]) == (
        pytest.approx(14 / 15, abs=1e-4),
        1,
    )


def test_same_register_gives_the_same_bytes(run, tmp_path):
    make_register()
    first = run("--out", tmp_path / "one.json")
    assert run("--out", tmp_path / "two.json") == first
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert json.loads((tmp_path / "one.json").read_text(encoding="utf-8")) == first


def test_rows_in_another_order_give_the_same_figures(run):
    make_register()
    first = run()
    turned = dict(reversed(PROJECTS.items()))
    again = run(**turned)
    assert again["tasks"] == first["tasks"]
    assert again["truth_hash"] != first["truth_hash"]


def test_projects_that_the_register_lacks_count_as_known_for_others(exam):
    make_register()
    made = exam()
    regions = {min(one.names): one.regions for one in made.cases.known}
    assert regions["game"] == ("ES52", "NL31", "PL91")


def test_clusters_are_judged_as_themselves(run):
    make_register()
    make_cluster("DE21", ("13",), title="Textile Valley")
    make_cluster("PL91", ("62",), title="Game Cluster")
    name = "DE21=Textile_Valley"
    found = run(TEX=("Textile valley", "", "13", "2016", f"{name} ES51 FR10"))
    assert found["counts"]["clusters"]["questions"] == {"theme": 1}
    assert found["tables"]["clusters"]["theme"]["jaccard"]["auc"]["value"] == 1


def test_table_without_the_leads_country_leaves_its_regions_out(run):
    make_register()
    found = run(FARM=("Farms", "", "28", "2021", "DE22 DE21 ES52 FR10"))
    assert found["counts"]["candidates"]["questions"]["hidden_member"] == 4
    assert found["counts"]["other_countries"]["questions"]["hidden_member"] == 2


def test_text_names_every_ranking_and_its_interval(tmp_path):
    make_register()
    out = StringIO()
    folder = write_truth(tmp_path)
    call_command("evaluate_matching", "--truth", folder, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("3 projects, 10 members, 8 candidate regions")
    rows = [line for line in lines if line.startswith("popularity")]
    assert all(line.count("[") == 4 for line in rows if "[" in line)
    assert len(rows) > 6


def test_fault_stops_the_command_and_leaves_the_old_file(tmp_path):
    make_register()
    folder = write_truth(tmp_path)
    out = tmp_path / "report.json"
    out.write_text("old", encoding="utf-8")
    (folder / "members.csv").write_text("project_id,nuts_code\nTEX,?\n", "utf-8")
    with pytest.raises(CommandError, match=r"members.csv, row 2, column nuts_code"):
        call_command("evaluate_matching", "--truth", folder, "--out", out)
    assert out.read_text(encoding="utf-8") == "old"


def test_truth_that_cannot_be_asked_is_told(tmp_path):
    make_register()
    folder = write_truth(tmp_path, {"A": ("Alone", "", "", "", "ES51 FR10")})
    with pytest.raises(CommandError, match="no project has enough members"):
        call_command("evaluate_matching", "--truth", folder)


def test_folder_that_cannot_be_written_is_told(tmp_path):
    make_register()
    folder = write_truth(tmp_path)
    with pytest.raises(CommandError, match=r"no/report.json: cannot be written"):
        call_command(
            "evaluate_matching",
            "--truth",
            folder,
            "--out",
            tmp_path / "no" / "report.json",
            stdout=StringIO(),
        )


def test_part_left_out_gives_its_weight_to_the_others():
    weights = read_weights().as_array()
    left = without(weights, "exchange")
    assert (left[2], left[3]) == (0, 0)
    assert left.sum() == pytest.approx(1)
    assert left[0] / left[1] == pytest.approx(weights[0] / weights[1])
