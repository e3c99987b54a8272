"""The page of the evaluation: what a visitor reads, with and without figures."""

import html
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from matching.evaluation import files
from matching.evaluation.markdown import document
from tests.matching.factories import make_run
from tests.matching.known import make_register, write_truth

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(tmp_path, monkeypatch):
    """Publish the figures of a small register, changed as the test wants."""
    make_register()
    out = tmp_path / "report.json"
    folder = write_truth(tmp_path)
    call_command(
        "evaluate_matching", "--truth", folder, "--out", out, stdout=StringIO()
    )
    monkeypatch.setattr(files, "REPORT_FILE", out)
    content = json.loads(out.read_text(encoding="utf-8"))

    def change(**fields):
        out.write_text(json.dumps(content | fields), encoding="utf-8")
        return content

    return change


def read(client) -> str:
    return html.unescape(client.get(reverse("matching-evaluation")).content.decode())


def test_page_shows_each_figure_with_its_interval_and_the_command(client, report):
    content = report()
    text = read(client)
    table = text[text.index('id="task-theme"') :]
    table = table[: table.index("</table>")]
    shown = re.findall(r'data-label="AUC">([\d.]+) ', table)
    rankings = content["tasks"]["theme"].values()
    assert shown == [f"{figures['auc']['value']:.3f}" for figures in rankings]
    assert f"<code>{content['command']}</code>" in text
    assert "3 known projects with 10 members" in text


def test_page_names_what_is_not_beaten(client, report):
    content = report()
    sure = {"value": 0.2, "low": 0.1, "high": 0.3}
    ahead = {
        task: {name: dict.fromkeys(figures, sure) for name, figures in rows.items()}
        for task, rows in content["differences"].items()
    }
    report(differences=ahead)
    text = read(client)
    assert "Not surely better" not in text
    assert text.count("Better than every simple ranking") == len(ahead)
    ahead["theme"]["popularity"] = {**ahead["theme"]["popularity"]} | {
        "ndcg20": {"value": 0.01, "low": -0.02, "high": 0.04}
    }
    report(differences=ahead)
    lines = re.findall(
        r"Not surely better by (.*?) than:</strong> (.*?)\. ", _new(client)
    )
    assert lines == [("nDCG@20", "Popularity: number of other joint projects")]


def _new(client) -> str:
    """Read the page anew: kept pages last until the register changes."""
    make_run()
    return read(client)


def test_page_says_so_when_the_lists_use_other_weights(client, report):
    report()
    make_run(weights_version="2040-01", weights=_weights("2040-01"))
    assert "The lists now use version 2040-01" in read(client)
    version = json.loads(files.REPORT_FILE.read_text())["weights"]["version"]
    make_run(weights_version=version, weights=_weights(version))
    assert "The lists now use version" not in read(client)


def _weights(version: str) -> dict:
    return {"version": version, "weights": {"focus": 1}}


def test_page_without_figures_says_how_to_make_them(client, monkeypatch, tmp_path):
    monkeypatch.setattr(files, "REPORT_FILE", tmp_path / "none.json")
    text = read(client)
    assert "python manage.py evaluate_matching --truth DIR" in text
    assert "<table" not in text


def test_committed_figures_can_be_shown_and_name_no_folder_of_a_machine(client):
    text = read(client)
    assert 'id="task-hidden_member"' in text
    command = files.read_report()["command"]
    assert re.fullmatch(r"python manage.py evaluate_matching --truth [\w -]+", command)


def test_document_shows_the_committed_figures():
    text = (Path(settings.BASE_DIR) / "docs" / "evaluation.md").read_text("utf-8")
    _, _, figures = text.partition("## Figures of the last run\n\n")
    assert figures == document(files.read_report())


def test_explanation_leads_to_the_evaluation(client):
    text = client.get(reverse("matching-explained")).content.decode()
    assert f'href="{reverse("matching-evaluation")}"' in text
