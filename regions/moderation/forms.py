"""What curators and owners write about a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.models import Outcome, Rule
from regions.moderation.rules import RULES

LONGEST = 5_000
_NEEDS_REASONS = (Outcome.RETURNED, Outcome.WITHDRAWN)
# The button that puts a beginning into the reasons.
START = "start_with"


class ReasonsForm(forms.Form):
    """A rule and the facts, and the state of the record that was read."""

    rule = forms.ChoiceField(
        label=gettext_lazy("Rule"),
        choices=[("", "–"), *Rule.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Facts"),
        help_text=gettext_lazy(
            "What is so in this record, and what would be right. The owner reads this "
            "together with the rule."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 6}),
    )
    seen = forms.CharField(
        max_length=20_000, required=False, widget=forms.HiddenInput()
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self._needs_reasons(data):
            return data
        if not data.get("rule"):
            self.add_error("rule", _("Choose the rule on which you decide."))
        if not data.get("reasons", "").strip() and "reasons" not in self.errors:
            self.add_error("reasons", _("Give the reasons: the owner reads them."))
        return data

    def _needs_reasons(self, data: dict[str, Any]) -> bool:
        return True


class WithdrawOneForm(ReasonsForm):
    """Which of two records goes that were registered twice, and why."""

    goes = forms.ChoiceField(
        label=gettext_lazy("Which record is withdrawn"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    field_order = ("goes", "rule", "reasons", "seen")

    def __init__(
        self,
        data: Any = None,
        *,
        records: Sequence[Any],
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial={"rule": Rule.DUPLICATE} | (initial or {}))
        self._by_key = {str(one.pk): one for one in records}
        names = [(key, f"{one} ({one.slug})") for key, one in self._by_key.items()]
        goes: Any = self.fields["goes"]
        goes.choices = [("", "–"), *names]

    def record(self) -> Any:
        return self._by_key[self.cleaned_data["goes"]]


class DecisionForm(ReasonsForm):
    """A curator's decision about a case; each outcome has a button of its own."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (one.value, one.label)
            for one in (Outcome.PUBLISHED, Outcome.RETURNED, Outcome.WITHDRAWN)
        ],
        widget=forms.HiddenInput(),
    )

    def _needs_reasons(self, data: dict[str, Any]) -> bool:
        return data.get("outcome") in _NEEDS_REASONS


class MessageForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4}),
    )


def phrases() -> list[tuple[str, str, str]]:
    """Each rule with its label and the beginning that a curator may edit."""
    return [(str(rule), str(one.label), str(one.phrase)) for rule, one in RULES.items()]


def started(data: Any) -> dict[str, str]:
    """What the form shows after somebody has asked for a beginning."""
    rule = data.get(START, "")
    written = data.get("reasons", "").rstrip()
    phrase = str(RULES[rule].phrase) if rule in RULES else ""
    reasons = "\n\n".join(one for one in (written, phrase) if one)
    return {"rule": rule, "reasons": reasons, "seen": data.get("seen", "")}
