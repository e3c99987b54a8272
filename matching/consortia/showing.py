"""Proposals for the page: partners, what sets them apart, parts of the objective."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.calls.wording import word_actor, word_category, word_finding, word_rule
from matching.composition import Category, Cause, Ended, Infeasible, Partner, Proposal
from matching.consortia.proposing import Answer
from matching.consortia.wording import demand_words as word_demand
from matching.consortia.wording import part_rows, points, proof_words
from regions.models import Stage
from regions.queries.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True)
class PartnerRow:
    """A partner of a proposal."""

    key: str
    label: str
    url: str
    place: str
    country: str
    category: str
    actor: str
    points: float | None
    coordinates: bool
    is_fixed: bool
    is_new: bool
    is_only_here: bool


@dataclass(frozen=True)
class Shown:
    """A proposal with all that its card says."""

    number: int
    proposal: Proposal
    rows: Sequence[PartnerRow]
    proof: str
    worth: str
    parts: Sequence[Mapping[str, Any]]
    facts: Sequence[str]
    open_rules: Sequence[Mapping[str, str]]
    leaving: Sequence[str]
    coordinator: str
    # What it has that the first one has not, and the other way round.
    gains: Sequence[str] = ()
    lacks: Sequence[str] = ()

    @property
    def met(self) -> int:
        return len(self.proposal.findings) - len(self.open_rules)


def answer_page(answer: Answer) -> dict[str, Any]:
    """What the page says of an answer; no query."""
    if isinstance(answer.result, Infeasible):
        return {
            "shown": [],
            "conflict": _conflict(answer, answer.result),
            "is_minimal": answer.result.is_minimal,
            # Whether it would help to let somebody else coordinate.
            "frees_coordinator": any(
                one.cause == Cause.COORDINATOR for one in answer.result.conflict
            ),
        }
    words = vocabulary()
    uses = Counter(key for one in answer.proposals for key in one.keys)
    return {
        "shown": [
            _shown(answer, number, one, uses, words)
            for number, one in enumerate(answer.proposals, start=1)
        ],
        "apart": answer.result.apart,
        "ended": _ended(answer.result.ended),
        "candidates": len(answer.candidates),
    }


def _conflict(answer: Answer, result: Infeasible) -> list[str]:
    rules, names, size = answer.standing.rules, answer.names, answer.wish.size
    return [word_demand(one, rules, names, size) for one in result.conflict]


def _ended(ended: Ended) -> str:
    return {
        Ended.NONE_LEFT: _("No further choice differs enough from these."),
        Ended.TIME: _("Time was up before further ones were found."),
    }.get(ended, "")


def _shown(
    answer: Answer, number: int, one: Proposal, uses: Counter[str], words: Vocabulary
) -> Shown:
    standing, keys = answer.standing, set(one.keys)
    first = set(answer.proposals[0].keys)
    present = {partner.key for partner in standing.composition.partners}
    lead = one.composition.coordinator or ""
    rows = [
        _partner(answer, partner, lead, present, uses, words)
        for partner in one.composition.partners
    ]
    rows.sort(key=lambda row: (not row.coordinates, not row.is_fixed, row.label))
    return Shown(
        number=number,
        proposal=one,
        rows=rows,
        proof=proof_words(one, is_first=number == 1),
        worth=points(one.objective),
        parts=part_rows(one),
        facts=_facts(answer, one),
        open_rules=[
            {
                "rule": word_rule(one.findings[place].rule),
                "finding": word_finding(one.findings[place], answer.names),
            }
            for place in one.open
            if one.findings[place].status != "met"
        ],
        leaving=[standing.names[key] for key in sorted(present - keys)],
        coordinator=lead,
        gains=_labels(answer, keys - first),
        lacks=_labels(answer, first - keys),
    )


def _labels(answer: Answer, keys: set[str]) -> list[str]:
    return sorted(answer.names[key] for key in keys)


def _partner(
    answer: Answer,
    partner: Partner,
    lead: str,
    present: set[str],
    uses: Counter[str],
    words: Vocabulary,
) -> PartnerRow:
    candidate = answer.candidates.get(partner.key)
    profile = candidate.profile if candidate else None
    country = words.country_label(partner.country)
    code = profile.region_id if profile else partner.region
    place = words.region_label(code) if code else country
    return PartnerRow(
        key=partner.key,
        label=answer.names[partner.key],
        url=profile.get_absolute_url() if profile else "",
        place=place,
        country=country if country != place else "",
        category=word_category(partner.category) if partner.category else "",
        actor=word_actor(partner.actor),
        points=candidate.points if candidate else None,
        coordinates=partner.key == lead,
        is_fixed=candidate.is_fixed if candidate else True,
        is_new=partner.key not in present,
        is_only_here=uses[partner.key] == 1 and len(answer.proposals) > 1,
    )


def _facts(answer: Answer, one: Proposal) -> list[str]:
    """The same as the parts of the objective, as one would count it."""
    partners = one.composition.partners
    topics = set().union(*(partner.topics for partner in partners))
    stages = set().union(*(partner.stages for partner in partners))
    countries = {partner.country for partner in partners if partner.country}
    categories = {partner.category for partner in partners} - {Category.NONE}
    covered = answer.topics & topics
    candidates = [answer.candidates[k] for k in one.keys if k in answer.candidates]
    scores = [each.points for each in candidates if each.points is not None]
    projects = sum(each.projects for each in candidates)
    facts = [
        _("%(n)d of %(all)d topics are covered.")
        % {"n": len(covered), "all": len(answer.topics)},
        _("%(n)d of %(all)d stages of the value chain are covered.")
        % {"n": len(stages), "all": len(Stage)},
        _("%(countries)d countries and %(n)d of 3 cohesion categories.")
        % {"countries": len(countries), "n": len(categories)},
        ngettext(
            "%(n)d joint project of their regions is known.",
            "%(n)d joint projects of their regions are known.",
            projects,
        )
        % {"n": projects},
    ]
    if scores:
        mean = {"n": round(sum(scores) / len(scores)), "known": len(scores)}
        text = ngettext(
            "%(known)d partner is in the lead’s match list, with %(n)d of 100 points.",
            "%(known)d partners are in the lead’s match list, with %(n)d of 100 points"
            " in the mean.",
            len(scores),
        )
        facts.append(text % mean)
    return facts
