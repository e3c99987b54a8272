"""A test case in words: who takes part, and what is said of the project."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.calls.models import RuleCase
from matching.calls.wording_facts import word_money
from matching.calls.wording_parts import percent, word_actor, word_category


def word_partners(case: RuleCase) -> str:
    """One line; what the case does not say is left out."""
    lead = case.project.get("coordinator")
    told = [_partner(one, lead) for one in case.partners]
    return "; ".join([*told, *_project(case.project)]) or _("nobody takes part")


def _partner(said: Mapping[str, Any], lead: str | None) -> str:
    facts = [str(said[name]) for name in ("region", "country") if said.get(name)][:1]
    if said.get("category"):
        facts.append(word_category(said["category"]))
    if said.get("is_outermost"):
        facts.append(_("outermost"))
    if said.get("actor"):
        facts.append(word_actor(said["actor"]))
    if said.get("is_nonprofit") is False:
        facts.append(_("for profit"))
    if said.get("share") is not None:
        facts.append(_("%(n)s %% of the budget") % {"n": percent(said["share"])})
    facts += [str(role) for role in said.get("roles", ())]
    if said.get("key") == lead:
        facts.append(_("coordinates"))
    name = str(said.get("key", ""))
    return f"{name} ({', '.join(facts)})" if facts else name


def _project(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get("trl") is not None:
        yield _("readiness level %(n)s") % {"n": said["trl"]}
    if said.get("grant") is not None:
        yield word_money(said["grant"])
    if said.get("duration_months") is not None:
        number = said["duration_months"]
        yield ngettext("%(n)d month", "%(n)d months", number) % {"n": number}
