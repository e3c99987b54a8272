"""The two forms that are assessed, and the reviewers' own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.partnerships.choices import DECIDED, ProposalKind
from matching.partnerships.forms import CONTROL, SELECT, AboutForm, long_text, one_of
from matching.partnerships.models.assessment import LONGEST_REASON, MOST_POINTS
from matching.partnerships.questions import LONGEST_ANSWER, QUESTIONS, criteria
from portal.accounts.models import User


def _question_fields(kind: str) -> dict[str, forms.Field]:
    return {
        one.name: long_text(one.label, one.help, rows=6, max_length=LONGEST_ANSWER)
        for one in QUESTIONS[kind]
    }


class ExpressionForm(AboutForm):
    """An expression of interest: what it is about, and the four questions."""

    locals().update(_question_fields(ProposalKind.EXPRESSION))

    def answers(self) -> dict[str, str]:
        return {
            one.name: self.cleaned_data[one.name]
            for one in QUESTIONS[ProposalKind.EXPRESSION]
        }


class ScopingForm(forms.Form):
    """A scoping note."""

    locals().update(_question_fields(ProposalKind.SCOPING))

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return list(self)

    def answers(self) -> dict[str, str]:
        return dict(self.cleaned_data)


class ReviewForm(forms.Form):
    """Points and a reason for each criterion of a kind."""

    remark = long_text(_("Overall, in a few sentences"), max_length=LONGEST_REASON)

    def __init__(self, data: Any = None, *, kind: str) -> None:
        super().__init__(data)
        self.kind = kind
        points = [("", "–"), *((n, str(n)) for n in range(MOST_POINTS + 1))]
        for one in criteria()[kind]:
            self.fields[f"points-{one.code}"] = forms.TypedChoiceField(
                label=_("Points"),
                choices=points,
                coerce=int,
                empty_value=-1,
                required=False,
                widget=forms.Select(attrs=SELECT),
            )
            self.fields[f"reason-{one.code}"] = long_text(
                _("Reason"), rows=3, max_length=LONGEST_REASON
            )

    def rows(self) -> list[dict[str, Any]]:
        """The criteria with their two fields."""
        return [
            {
                "criterion": one,
                "fields": (self[f"points-{one.code}"], self[f"reason-{one.code}"]),
            }
            for one in criteria()[self.kind]
        ]

    def given(self) -> dict[str, tuple[int, str]]:
        data = self.cleaned_data
        return {
            one.code: (data[f"points-{one.code}"], data[f"reason-{one.code}"])
            for one in criteria()[self.kind]
        }


class AssignForm(forms.Form):
    reviewer = forms.ModelChoiceField(
        label=_("Reviewer"),
        queryset=User.objects.none(),
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, data: Any = None, *, reviewers: Iterable[User] = ()) -> None:
        super().__init__(data)
        field = self.fields["reviewer"]
        field.queryset = reviewers
        field.label_from_instance = _name_of


def _name_of(person: User) -> str:
    return str(person)


class DecideForm(forms.Form):
    verdict = one_of(
        _("Decision"), [("", "–"), *((one.value, one.label) for one in DECIDED)]
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The leads read it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={**CONTROL, "rows": 4}),
    )
