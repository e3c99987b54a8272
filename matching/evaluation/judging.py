"""Ask every ranking every question, and keep what each answer was worth."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine import Weights
from matching.evaluation.baselines import BASELINES, Baselines, Scores
from matching.evaluation.cases import Case, Cases
from matching.evaluation.metrics import DEPTH, measure
from matching.evaluation.ours import PARTS, Ours, Values, without
from matching.evaluation.places import Places
from matching.evaluation.register import Register

OURS = "ours"
RANKINGS = (OURS, *BASELINES)
ABLATED = {part: f"without {part}" for part in PARTS}
TASKS = ("theme", "hidden_member", "forward")
CANDIDATES, ALL_UNITS, ABROAD, CLUSTERS = TABLES = (
    "candidates",
    "all_nuts2",
    "other_countries",
    "clusters",
)
Rows = dict[str, list[np.ndarray]]  # by ranking: one row of figures a project


@dataclass
class Verdict:
    """What came out.

    rows      by table and task: for each ranking the figures of each project
    questions by table and task: how many rankings were judged
    turns     by task and ranking: how often each candidate was among the first 20
    """

    rows: dict[str, dict[str, Rows]] = field(
        default_factory=lambda: {
            table: {task: defaultdict(list) for task in TASKS} for table in TABLES
        }
    )
    questions: dict[tuple[str, str], int] = field(
        default_factory=lambda: defaultdict(int)
    )
    turns: dict[str, dict[str, np.ndarray]] = field(
        default_factory=lambda: {task: {} for task in TASKS}
    )


@dataclass(frozen=True)
class Question:
    """One ranking to be judged: what is sought, as units or as one cluster each."""

    sought: tuple[tuple[str, ...], ...]
    given: tuple[str, ...] = ()


class Judge:
    """Holds the rankings; `judge` runs all cases and is told of its progress."""

    def __init__(
        self, register: Register, places: Places, cases: Cases, weights: Weights
    ):
        self._places = places
        self._cases = cases
        self._ours = Ours(register.inputs, cases.known)
        self._baselines = Baselines(register, places)
        full = weights.as_array()
        self._weights = {OURS: full}
        self._weights |= {ABLATED[part]: without(full, part) for part in PARTS}
        countries = register.inputs.regions.countries
        self._country = np.array([countries[code] for code in places.units])
        profiles = register.inputs.profiles
        self._clusters = np.array([p.is_cluster for p in profiles], dtype=bool)
        self._profile = {p.key: place for place, p in enumerate(profiles)}

    def judge(
        self,
        split: int | None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Verdict:
        verdict, cases = Verdict(), self._cases.cases
        for done, case in enumerate(cases, start=1):
            for task, questions, answers in self._asked(case, split):
                self._judge_regions(verdict, task, case, questions, answers)
                if task != "hidden_member":
                    self._judge_clusters(verdict, task, case, answers)
            progress(done, len(cases))
        return verdict

    def _asked(self, case: Case, split: int | None) -> Iterator[tuple]:
        """Give each task its questions, and for each ranking one answer to each."""
        members = tuple(target.units for target in case.targets)
        known = self._cases.known_for(case)
        values = case_values(self._ours, case, self._cases)
        baselines = self._baselines.scores(case, known)
        scores = {name: values.scores(w) for name, w in self._weights.items()}
        whole = (Question(members, case.beside),)
        answers = {name: [self._best(s[0])] for name, s in scores.items()}
        answers |= {name: [one] for name, one in baselines.items()}
        yield "theme", whole, answers
        hidden = tuple(
            Question(
                (units,),
                (*(u for one in members if one != units for u in one), *case.beside),
            )
            for units in members
        )
        answers = {name: self._given(s[1:]) for name, s in scores.items()}
        answers |= {name: [one] * len(hidden) for name, one in baselines.items()}
        yield "hidden_member", hidden, answers
        if split and case.year and case.year > split:
            yield "forward", whole, self._forward(case, split)

    def _forward(self, case: Case, split: int) -> dict[str, list[Scores]]:
        known = self._cases.known_for(case, until=split)
        index = self._ours.knowing(known, split)
        values = self._ours.values(index, (case.theme,))
        found = {n: [self._best(values.scores(w)[0])] for n, w in self._weights.items()}
        baselines = self._baselines.scores(case, known)
        return found | {name: [one] for name, one in baselines.items()}

    def _given(self, scores: np.ndarray) -> list[Scores]:
        """Leave each row out in turn: the mean score from where the others are."""
        rest = np.maximum(len(scores) - 1, 1)
        return [self._best((scores.sum(axis=0) - own) / rest) for own in scores]

    def _best(self, scores: np.ndarray) -> Scores:
        return Scores(self._places.best(scores), scores)

    def _judge_regions(
        self,
        verdict: Verdict,
        task: str,
        case: Case,
        questions: Sequence[Question],
        answers: Mapping[str, Sequence[Scores]],
    ) -> None:
        """Judge every table; a project's figures are the mean over its questions."""
        holding, figures = self._places.candidates, self._places.figures
        everywhere = np.ones_like(holding)
        fields = {
            CANDIDATES: (holding, (*RANKINGS, *ABLATED.values())),
            ALL_UNITS: (everywhere, RANKINGS),
            ABROAD: (holding & (self._country != case.home), RANKINGS),
        }
        for table, (allowed, names) in fields.items():
            for name in names:
                rows = [
                    row
                    for one, answer in zip(questions, answers[name], strict=True)
                    if (row := figures(answer.units, one.sought, one.given, allowed))
                ]
                if rows:
                    verdict.rows[table][task][name].append(np.mean(rows, axis=0))
                    verdict.questions[table, task] += len(rows) * (name == OURS)
        for name in (*RANKINGS, ABLATED["track_record"]):
            turns = verdict.turns[task].setdefault(name, np.zeros(holding.sum()))
            for answer in answers[name]:
                turns += first_places(answer.units[holding])

    def _judge_clusters(
        self,
        verdict: Verdict,
        task: str,
        case: Case,
        answers: Mapping[str, Sequence[Scores]],
    ) -> None:
        sought = np.zeros_like(self._clusters)
        sought[[self._profile[key] for key in case.clusters]] = True
        others = self._clusters & ~sought
        if not sought.any() or not others.any():
            return
        verdict.questions[CLUSTERS, task] += 1
        for name in RANKINGS:
            scores = answers[name][0].profiles
            figures = measure(scores[sought], scores[others])
            verdict.rows[CLUSTERS][task][name].append(figures)


def case_values(ours: Ours, case: Case, cases: Cases) -> Values:
    """Components of a case: its theme nowhere, then at each of its members' regions."""
    index = ours.knowing(cases.known_for(case), cases.last_year)
    places = (case.theme_at(target.code) for target in case.targets)
    return ours.values(index, (case.theme, *places))


def first_places(scores: np.ndarray) -> np.ndarray:
    """Return 1 for the first 20, as a list shows them: ties in the order of codes."""
    found = np.zeros(scores.size)
    found[np.argsort(-scores, kind="stable")[:DEPTH]] = 1
    return found
