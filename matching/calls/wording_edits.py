"""What somebody changed of a call, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from matching.calls.models import Call, CallEdit, Change
from matching.calls.wording_parts import word_kind
from matching.calls.wording_rules import word_rule
from matching.composition import Rule, RuleError


def word_edit(edit: CallEdit) -> str:
    """The fields of facts, the sentence of a rule, or the name of a case."""
    details = edit.details
    if edit.change == Change.FACTS:
        return ", ".join(str(_field(name)) for name in details)
    if edit.change == Change.CASES:
        return ", ".join(str(name) for name in details.values())
    if edit.change == Change.RULES:
        return _rule_words(details)
    return ""


def _field(name: str) -> Any:
    return Call._meta.get_field(name).verbose_name


def _rule_words(details: Mapping[str, Any]) -> str:
    if "before" in details:
        words = {name: _rule(details[name]) for name in ("before", "after")}
        return _("before: %(before)s; now: %(after)s") % words
    for name, text in (
        ("added", _("added: %(rule)s")),
        ("removed", _("removed: %(rule)s")),
        ("moved", _("moved: %(rule)s")),
    ):
        if name in details:
            return text % {"rule": _rule(details[name])}
    return ""


def _rule(said: Mapping[str, Any]) -> str:
    try:
        return word_rule(Rule.read(said["kind"], said["params"]))
    except RuleError:
        return word_kind(said["kind"])
