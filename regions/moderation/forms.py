"""What curators and owners write about a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.models import Outcome, Owned, Rule
from regions.moderation.rules import RULES
from regions.moderation.verdicts import Verdict

LONGEST = 5_000
LONGEST_VERDICT = 500
FINE, CHANGE = "fine", "change"
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

    def __init__(
        self, *args: Any, priorities: Sequence[Owned] = (), **kwargs: Any
    ) -> None:
        """`priorities` are those of a strategy, each to be judged by itself."""
        super().__init__(*args, **kwargs)
        # Of a single one all is said by the reasons.
        self.priorities = priorities if len(priorities) > 1 else ()
        for one in self.priorities:
            self.fields[f"verdict-{one.pk}"] = forms.ChoiceField(
                label=_("Verdict"),
                choices=[("", "–"), (FINE, _("fine")), (CHANGE, _("to be changed"))],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"words-{one.pk}"] = forms.CharField(
                label=_("What is to be changed"),
                max_length=LONGEST_VERDICT,
                required=False,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for one in self.priorities:
            words = data.get(f"words-{one.pk}", "").strip()
            is_change = data.get(f"verdict-{one.pk}") == CHANGE
            if is_change and not words and not self.errors.get(f"words-{one.pk}"):
                told = _("Say in a sentence what is to be changed.")
                self.add_error(f"words-{one.pk}", told)
        return data

    @property
    def verdict_rows(self) -> list[tuple[Owned, Any, Any]]:
        """Each priority with its two fields."""
        return [
            (one, self[f"verdict-{one.pk}"], self[f"words-{one.pk}"])
            for one in self.priorities
        ]

    def decision(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("outcome", "rule", "reasons", "seen")}
        return plain | {
            "verdicts": [
                Verdict(
                    key=one.pk,
                    title=str(one),
                    is_fine=data[f"verdict-{one.pk}"] == FINE,
                    words=data[f"words-{one.pk}"],
                )
                for one in self.priorities
                if data[f"verdict-{one.pk}"]
            ]
        }


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
    verdicts = {
        name: data[name] for name in data if name.startswith(("verdict-", "words-"))
    }
    begun = {"rule": rule, "reasons": reasons, "seen": data.get("seen", "")}
    return verdicts | begun
