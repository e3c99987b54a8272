"""Words of calls in templates."""

from django import template

from matching.calls.models import Call, CallEdit, RuleCase
from matching.calls.wording_cases import word_partners
from matching.calls.wording_edits import word_edit
from matching.calls.wording_facts import word_deadline, word_money

register = template.Library()


@register.filter
def deadline(call: Call) -> str:
    """Where the call stands today, as one would say it."""
    return word_deadline(call)


@register.filter
def euros(amount: int | None) -> str:
    return word_money(amount)


@register.filter
def partners_line(case: RuleCase) -> str:
    """Who takes part in a test case, and what is said of the project."""
    return word_partners(case)


@register.filter
def edit_words(edit: CallEdit) -> str:
    """What somebody changed, as far as the trail keeps it."""
    return word_edit(edit)
