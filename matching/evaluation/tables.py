"""The figures as tables of plain text, for a terminal."""

from collections.abc import Iterator, Mapping

from matching.evaluation.metrics import METRICS

LABELS = {"auc": "AUC", "ndcg20": "nDCG@20", "recall20": "recall@20", "mrr": "MRR"}
TITLES = {
    "theme": "Theme to members",
    "hidden_member": "One member hidden, the others given",
    "forward": "Projects after {year}, knowing cooperation up to then",
    "all_nuts2": "All NUTS-2 regions are candidates",
    "other_countries": "Candidates of the lead's own country left out",
    "clusters": "Registered clusters as themselves",
}
NAME, CELL = 26, 24


def lines(report: Mapping) -> Iterator[str]:
    """Give the whole report line by line."""
    year = report["split_year"]
    counts = report["counts"]
    yield (
        f"{report['projects']} projects, {report['members']} members, "
        f"{counts['candidates']['candidates']} candidate regions, "
        f"weights {report['weights']['version']}"
    )
    yield "Mean over projects, with the 95 % interval of a bootstrap over projects."
    for task, figures in report["tasks"].items():
        yield from _table(TITLES[task].format(year=year), figures)
        yield from _table("  ours less each baseline", report["differences"][task])
    for name, tasks in report["tables"].items():
        for task, figures in tasks.items():
            title = TITLES[task].format(year=year)
            yield from _table(f"{TITLES[name]}: {title}", figures)
    for task, parts in report["ablation"].items():
        title = TITLES[task].format(year=year)
        yield from _table(f"What each part is worth: {title}", parts)
    for task, rankings in report["fairness"].items():
        yield from _fairness(TITLES[task].format(year=year), rankings)
    yield ""
    yield from (f"note: {note}" for note in report["notes"])


def _table(title: str, figures: Mapping) -> Iterator[str]:
    yield ""
    yield f"{title:<{NAME}}"
    yield " " * NAME + "".join(f"{LABELS[name]:>{CELL}}" for name in METRICS)
    for name, row in figures.items():
        yield f"{name:<{NAME}}" + "".join(f"{_cell(row[m]):>{CELL}}" for m in METRICS)


def _cell(figure: Mapping[str, float]) -> str:
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"


def _fairness(title: str, rankings: Mapping) -> Iterator[str]:
    yield ""
    yield f"How the first 20 places are spread: {title}"
    yield f"{'':<{NAME}}{'Gini':>10}{'top tenth':>12}{'never':>8}"
    for name, row in rankings.items():
        yield (
            f"{name:<{NAME}}{row['gini']:>10.3f}{row['top_tenth']:>12.3f}"
            f"{row['never']:>8}"
        )
