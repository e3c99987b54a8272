"""Why somebody is proposed, in the reader's language: a phrase for each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.exposure import Why
from portal.guide.peers import order
from portal.guide.peers.models import PeerProposal
from portal.guide.practices.choices import PolicyStage
from portal.guide.practices.models import Practice
from regions.editing.forms.organisations import languages
from regions.models import CohesionCategory

TOPICS_NAMED = 2
LABELS: Mapping[str, Any] = {
    order.PRACTICE: gettext_lazy("practices on this"),
    order.STAGE: gettext_lazy("stage of the policy"),
    order.THEME: gettext_lazy("same theme"),
    order.PROJECTS: gettext_lazy("joint projects in the theme"),
    order.SIZE: gettext_lazy("size"),
    order.CATEGORY: gettext_lazy("cohesion category"),
    order.LANGUAGE: gettext_lazy("working language"),
    order.ANSWERS: gettext_lazy("answers introductions"),
}
WHYS: Mapping[str, Any] = {
    "seldom_shown": gettext_lazy("seldom proposed so far"),
    "newcomer": gettext_lazy("few joint projects known"),
    "less_developed": gettext_lazy("less developed region"),
    "outermost": gettext_lazy("outermost region"),
}


@dataclass(frozen=True)
class Reason:
    """One reason: a phrase, the address of what it rests on or "", and its points."""

    text: str
    points: int
    url: str = ""


@dataclass(frozen=True)
class Part:
    """One row of the sum: its points, or None where it is not known."""

    label: str
    points: int | None


def reasons_of(
    proposal: PeerProposal, practices: Mapping[int, Practice], words: Any
) -> list[Reason]:
    """The reasons that brought points, in the order of the parts; best first there."""
    facts = proposal.facts
    found: list[Reason] = []
    for part in order.MOST:
        points = proposal.points.get(part, 0)
        if not points:
            continue
        if part == order.PRACTICE:
            found += _of_practices(proposal, practices, points)
        else:
            text = _SENTENCES[part](proposal, facts, words)
            found.append(Reason(text, points, _url_of(part, proposal)))
    return found


def parts_of(proposal: PeerProposal) -> list[Part]:
    """All rows of the sum, those that are not known too."""
    known = [name for name in order.MOST if name in proposal.points]
    rows = [Part(str(LABELS[name]), proposal.points[name]) for name in known]
    return rows + [Part(label, None) for label in unknown_of(proposal)]


def unknown_of(proposal: PeerProposal) -> list[str]:
    """What is not known of this peer."""
    unknown = proposal.facts.get("unknown", ())
    return [str(LABELS[name]) for name in unknown if name in LABELS]


def fairness_of(proposal: PeerProposal) -> str:
    """Why it may stand before others with a few points more, or ""."""
    codes = Why.codes(proposal.facts.get("why", 0))
    if not proposal.facts.get("bonus") or not codes:
        return ""
    bonus = number_format(proposal.facts["bonus"], decimal_pos=1)
    reasons = ", ".join(str(WHYS[code]) for code in codes)
    return _("Within the margin it comes %(bonus)s points earlier: %(reasons)s.") % {
        "bonus": bonus,
        "reasons": reasons,
    }


def _of_practices(
    proposal: PeerProposal, practices: Mapping[int, Practice], points: int
) -> list[Reason]:
    """A line for each practice; the points stand with the first."""
    rows = [practices[key] for key in proposal.facts["practices"] if key in practices]
    if not rows:
        return [Reason(_("Had described a practice that is no longer public"), points)]
    text = _("Has described a practice on this: %(title)s")
    return [
        Reason(
            text % {"title": one.title},
            0 if number else points,
            one.get_absolute_url(),
        )
        for number, one in enumerate(rows)
    ]


def _stage(proposal: PeerProposal, facts: Mapping[str, Any], words: Any) -> str:
    stage = PolicyStage(facts["stage"]).label
    if proposal.points[order.STAGE] == order.MOST[order.STAGE]:
        return _("Was at the same stage: %(stage)s") % {"stage": stage}
    return _("Was one stage before or after: %(stage)s") % {"stage": stage}


def _theme(proposal: PeerProposal, facts: Mapping[str, Any], words: Any) -> str:
    if proposal.profile is None:
        return _("A profile that is no longer public spoke of the same")
    title = proposal.profile.title
    names = _topics(facts["topics"], words)
    if not names:
        return _("“%(title)s” speaks of it in the same words") % {"title": title}
    text = _("“%(title)s” works on the same: %(topics)s")
    return text % {"title": title, "topics": names}


def _topics(codes: Sequence[str], words: Any) -> str:
    known = [words.topics[code].label for code in codes if code in words.topics]
    return "; ".join(known[:TOPICS_NAMED])


def _projects(proposal: PeerProposal, facts: Mapping[str, Any], words: Any) -> str:
    n = facts["projects"]
    text = ngettext(
        "%(n)d known joint project of its region touches the theme",
        "%(n)d known joint projects of its region touch the theme",
        n,
    )
    return text % {"n": n}


def _size(proposal: PeerProposal, facts: Mapping[str, Any], words: Any) -> str:
    factor = number_format(facts["factor"], decimal_pos=1)
    text = _("Similar size: one has %(factor)s times the population of the other")
    return text % {"factor": factor}


def _category(proposal: PeerProposal, facts: Mapping[str, Any], words: Any) -> str:
    label = CohesionCategory(facts["category"]).label
    return _("Same cohesion category: %(category)s") % {"category": label}


def _language(proposal: PeerProposal, facts: Mapping[str, Any], words: Any) -> str:
    names = dict(languages())
    known = ", ".join(str(names.get(code, code)) for code in facts["languages"])
    return _("Works in the same language: %(languages)s") % {"languages": known}


def _answers(proposal: PeerProposal, facts: Mapping[str, Any], words: Any) -> str:
    return _("Answers %(percent)d %% of introductions") % {"percent": facts["percent"]}


_SENTENCES = {
    order.STAGE: _stage,
    order.THEME: _theme,
    order.PROJECTS: _projects,
    order.SIZE: _size,
    order.CATEGORY: _category,
    order.LANGUAGE: _language,
    order.ANSWERS: _answers,
}


def _url_of(part: str, proposal: PeerProposal) -> str:
    """Where the fact can be looked up, if the portal has a page of it."""
    if part == order.THEME and proposal.profile:
        return proposal.profile.get_absolute_url()
    if part in (order.SIZE, order.CATEGORY):
        return reverse("regions:detail", args=[_place(proposal)])
    if part == order.PROJECTS:
        return f"{reverse('regions:cooperation-list')}?region={_place(proposal)}"
    return ""


def _place(proposal: PeerProposal) -> str:
    return proposal.region_id or proposal.cluster.region_id
