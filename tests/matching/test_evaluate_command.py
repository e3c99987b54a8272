"""The command evaluate_matching: its figures, its files and its refusals."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matching.evaluation.baselines import BASELINES
from matching.evaluation.ours import PARTS, without
from matching.services import read_weights
from tests.matching.factories import make_cluster
from tests.matching.known import PROJECTS, make_register, write_truth

pytestmark = pytest.mark.django_db
METRICS = ["auc", "ndcg20", "recall20", "mrr"]


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
