"""The published evaluation, shaped for its page."""

from collections.abc import Mapping

from matching.evaluation.files import read_report
from matching.wording_evaluation import (
    METRIC_LABELS,
    PART_LABELS,
    RANKING_LABELS,
    TABLE_LABELS,
    TASK_LABELS,
)

FAIR_TASKS = ("theme", "hidden_member")
SHORT = ("auc", "ndcg20")  # what the tables beside the main one show


def evaluation_page() -> dict | None:
    """Return all tables of the page; None where nobody has measured yet."""
    report = read_report()
    if report is None:
        return None
    return {
        "report": report,
        "candidates": report["counts"]["candidates"]["candidates"],
        "metrics": list(METRIC_LABELS.values()),
        "short": [METRIC_LABELS[name] for name in SHORT],
        "tasks": [_task(report, task) for task in report["tasks"]],
        "others": [
            {
                "label": TABLE_LABELS[name],
                "tasks": [_table(task, rows, SHORT) for task, rows in tasks.items()],
            }
            for name, tasks in report["tables"].items()
        ],
        "ablation": _ablation(report),
        "fairness": [_fairness(report, task) for task in FAIR_TASKS],
    }


def _ablation(report: Mapping) -> dict:
    """One table: what each part adds to nDCG@20 in each task."""
    tasks = report["ablation"]
    parts: Mapping = next(iter(tasks.values()), {})
    rows = [
        {
            "label": PART_LABELS[part],
            "is_ours": False,
            "figures": [
                {"label": TASK_LABELS[task]} | figures[part]["ndcg20"]
                for task, figures in tasks.items()
            ],
        }
        for part in parts
    ]
    return {
        "label": METRIC_LABELS["ndcg20"],
        "columns": [TASK_LABELS[task] for task in tasks],
        "rows": rows,
    }


def _fairness(report: Mapping, task: str) -> dict:
    """How the first places are spread, beside what each ranking finds."""
    found = report["tasks"][task]
    rows = [
        {
            "label": RANKING_LABELS[name],
            "is_ours": name == "ours",
            "ndcg20": (found.get(name) or figures)["ndcg20"]["value"],
        }
        | {key: figures[key] for key in ("gini", "top_tenth", "never")}
        for name, figures in report["fairness"][task].items()
    ]
    return {"label": TASK_LABELS[task], "rows": rows}


def _task(report: Mapping, task: str) -> dict:
    names = tuple(METRIC_LABELS)
    found = _table(task, report["tasks"][task], names)
    ahead = report["differences"][task]
    return found | {
        "code": task,
        "projects": report["counts"]["candidates"]["projects"][task],
        "questions": report["counts"]["candidates"]["questions"][task],
        "not_beaten": [
            {
                "metric": METRIC_LABELS[metric],
                "rankings": [
                    RANKING_LABELS[name]
                    for name, figures in ahead.items()
                    if figures[metric]["low"] <= 0
                ],
            }
            for metric in SHORT
            if any(figures[metric]["low"] <= 0 for figures in ahead.values())
        ],
    }


def _table(task: str, rows: Mapping, metrics: tuple[str, ...]) -> dict:
    return {"label": TASK_LABELS[task], "rows": _rows(rows, RANKING_LABELS, metrics)}


def _rows(rows: Mapping, labels: Mapping, metrics: tuple[str, ...]) -> list[dict]:
    return [
        {
            "label": labels[name],
            "is_ours": name == "ours",
            "figures": [{"label": METRIC_LABELS[m]} | figures[m] for m in metrics],
        }
        for name, figures in rows.items()
    ]
