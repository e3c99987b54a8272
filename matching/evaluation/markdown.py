"""The figures as tables of Markdown, as they stand in docs/evaluation.md."""

from collections.abc import Iterator, Mapping

from matching.evaluation.metrics import METRICS
from matching.evaluation.tables import LABELS, TITLES

SHORT = ("auc", "ndcg20")


def document(report: Mapping) -> str:
    """Return every table of a report; a test holds the document to it."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Mapping) -> Iterator[str]:
    year = report["split_year"]
    candidates = report["counts"]["candidates"]["candidates"]
    yield (
        f"{report['projects']} projects, {report['members']} members, "
        f"{candidates} candidate regions, weights {report['weights']['version']}. "
        f"Truth `{report['truth_hash'][:12]}`, register `{report['input_hash'][:12]}`."
    )
    for task, figures in report["tasks"].items():
        title = TITLES[task].format(year=year)
        yield from _table(title, "ranking", figures, METRICS)
        ahead = report["differences"][task]
        yield from _table(f"{title}: ours less …", "baseline", ahead, SHORT)
    for task, parts in report["ablation"].items():
        title = TITLES[task].format(year=year)
        yield from _table(f"{title}: what each part is worth", "part", parts, SHORT)
    for task, rows in report["fairness"].items():
        yield from _spread(TITLES[task].format(year=year), rows)
    for name, tasks in report["tables"].items():
        for task, figures in tasks.items():
            title = f"{TITLES[name]}: {TITLES[task].format(year=year)}"
            yield from _table(title, "ranking", figures, SHORT)


def _table(
    title: str, first: str, rows: Mapping, metrics: tuple[str, ...]
) -> Iterator[str]:
    yield ""
    yield f"**{title}**"
    yield ""
    yield f"| {first} | " + " | ".join(LABELS[name] for name in metrics) + " |"
    yield "|---" * (len(metrics) + 1) + "|"
    for name, figures in rows.items():
        cells = (_cell(figures[metric]) for metric in metrics)
        yield f"| {name} | " + " | ".join(cells) + " |"


def _cell(figure: Mapping[str, float]) -> str:
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"


def _spread(title: str, rows: Mapping) -> Iterator[str]:
    yield ""
    yield f"**{title}: how the first 20 places are spread**"
    yield ""
    yield "| ranking | Gini | top tenth | never named |"
    yield "|---|---|---|---|"
    for name, row in rows.items():
        cells = f"{row['gini']:.3f} | {row['top_tenth']:.3f} | {row['never']}"
        yield f"| {name} | {cells} |"
