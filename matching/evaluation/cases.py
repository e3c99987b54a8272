"""The questions that a ranking is asked: one case for each project of the truth."""

from dataclasses import dataclass, replace

from matching.engine import ProfileInput
from matching.evaluation.places import Places
from matching.evaluation.register import (
    Known,
    Register,
    names_of_truth,
    one_spelling,
)
from matching.evaluation.truth import MEMBERS, Member, Truth, TruthProject

LEAST_TARGETS = 3  # a project with fewer placed members tells too little


@dataclass(frozen=True)
class Target:
    """One member to be found: any of its units, and the code that was given for it."""

    code: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One project as a question.

    theme     its name, keywords and activities as a profile that is nowhere
    targets   its members, each region once
    clusters  keys of its members that are registered clusters
    home      the country of its lead, or of the first member where no lead is named
    beside    units that are no candidates: where somebody asks who is none of them
    names     by what the same project is recognised in what is known
    """

    key: str
    year: int | None
    theme: ProfileInput
    targets: tuple[Target, ...]
    clusters: tuple[int, ...]
    home: str
    names: frozenset[str]
    beside: tuple[str, ...] = ()

    def theme_at(self, code: str) -> ProfileInput:
        return replace(self.theme, region=code)


@dataclass(frozen=True)
class Cases:
    """All cases, everything that may be known, and what had to be left out."""

    cases: tuple[Case, ...]
    known: tuple[Known, ...]
    notes: tuple[str, ...]

    def known_for(self, case: Case, until: int | None = None) -> tuple[Known, ...]:
        """All joint projects but the case's own, and only up to a year if one is given.

        Under a year, projects without one are left out.
        """
        others = (one for one in self.known if not one.names & case.names)
        if until is None:
            return tuple(others)
        return tuple(one for one in others if one.year and one.year <= until)

    @property
    def last_year(self) -> int | None:
        return max((one.year for one in self.known if one.year), default=None)


def build_cases(truth: Truth, register: Register, places: Places) -> Cases:
    """Place every member, and turn every project with enough of them into a case."""
    notes: list[str] = []
    cases, added = [], []
    registered = frozenset().union(*(one.names for one in register.known))
    next_key = max((one.key for one in register.known), default=0) + 1
    for project in truth.projects:
        placed = _placed(project, register, places, notes)
        case = _case(project, placed, register, places)
        if not case.names & registered:
            added.append(_known(case, placed, next_key + len(added)))
        if len(case.targets) >= LEAST_TARGETS:
            cases.append(case)
        else:
            found = f"{len(case.targets)} placed members, {LEAST_TARGETS} are needed"
            notes.append(f"project {project.key}: {found}; not judged")
    return Cases(tuple(cases), (*register.known, *added), tuple(notes))


def _placed(
    project: TruthProject, register: Register, places: Places, notes: list[str]
) -> list[tuple[Member, str]]:
    """Members with their codes in the register; the others are noted and left out."""
    found = []
    regions = {p.key: p.region for p in register.inputs.profiles}
    for member in project.members:
        code = places.placed(member.code) if member.code else None
        if not member.code:
            keys = register.clusters.get(one_spelling(member.name), ())
            code = regions[keys[0]] if len(keys) == 1 else None
        if code is not None and places.units_of(code):
            found.append((member, code))
        else:
            why = f"unknown code {member.code}" if member.code else "no NUTS code"
            label = f"{member.name} " if member.name else ""
            notes.append(f"{MEMBERS}, row {member.row}: {label}left out, {why}")
    return found


def _case(
    project: TruthProject,
    placed: list[tuple[Member, str]],
    register: Register,
    places: Places,
) -> Case:
    home = next((code for member, code in placed if member.leads), None)
    home = project.asking or home or (placed[0][1] if placed else "")
    targets = _targets([code for _, code in placed], places)
    sought = {unit for target in targets for unit in target.units}
    beside = places.units_of(project.asking) if project.asking else ()
    return Case(
        key=project.key,
        year=project.year,
        theme=_theme(project, register),
        targets=targets,
        clusters=_registered([member for member, _ in placed], register),
        home=home[:2],
        names=names_of_truth(project),
        beside=tuple(unit for unit in beside if unit not in sought),
    )


def _theme(project: TruthProject, register: Register) -> ProfileInput:
    keys = (profile.key for profile in register.inputs.profiles)
    known = register.inputs.topics.schemes
    return ProfileInput(
        key=max(keys, default=0) + 1,
        region="",
        topics=tuple(sorted(code for code in project.codes if code in known)),
        texts={"title": project.name, "keywords": "; ".join(project.keywords)},
    )


def _targets(codes: list[str], places: Places) -> tuple[Target, ...]:
    """Each region once; a larger region stands for those of its units not named."""
    single = {places.units_of(c)[0] for c in codes if len(places.units_of(c)) == 1}
    found: dict[tuple[str, ...], str] = {}
    for code in codes:
        units = places.units_of(code)
        if len(units) > 1:
            units = tuple(unit for unit in units if unit not in single)
        if units:
            found.setdefault(units, code if len(code) < 4 else units[0])
    return tuple(Target(code, units) for units, code in sorted(found.items()))


def _registered(members: list[Member], register: Register) -> tuple[int, ...]:
    """Keys of the clusters among the members whose name is registered once."""
    named = (m.name for m in members if m.kind == "cluster")
    found = (register.clusters.get(one_spelling(name), ()) for name in named)
    return tuple(sorted({keys[0] for keys in found if len(keys) == 1}))


def _known(case: Case, placed: list[tuple[Member, str]], key: int) -> Known:
    return Known(
        key=key,
        names=case.names,
        year=case.year,
        regions=tuple(sorted({code for _, code in placed})),
        topics=case.theme.topics,
        texts=case.theme.texts,
    )


def split_year(cases: Cases) -> int | None:
    """Return the latest year after which at least 3 in 10 dated cases begin."""
    years = sorted(case.year for case in cases.cases if case.year)
    return next(
        (
            year
            for year in sorted(set(years), reverse=True)
            if 10 * sum(other > year for other in years) >= 3 * len(years)
        ),
        None,
    )
