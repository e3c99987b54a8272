"""What a curator says when a suggestion is adopted or dismissed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.partnerships.suggestions.models import (
    LONGEST_NOTE,
    DismissReason,
    SeatRole,
    SuggestionSeat,
)

CONTROL = {"class": "form-control"}
BOX = {"class": "form-check-input"}


class AdoptForm(forms.Form):
    """The draft as it is to begin: its words, and who is invited."""

    title = forms.CharField(
        label=_("Title"), max_length=200, widget=forms.TextInput(attrs=CONTROL)
    )
    scope = forms.CharField(
        label=_("Scope"),
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={**CONTROL, "rows": 5}),
        help_text=_("What the partnership would work on, in a few sentences."),
    )
    profiles = forms.MultipleChoiceField(
        label=_("Who is invited"),
        widget=forms.CheckboxSelectMultiple(attrs=BOX),
        help_text=_(
            "Priorities are invited as members, clusters as observers. Each of them"
            " decides whether to join."
        ),
        error_messages={"required": _("Choose who is invited.")},
    )

    leads = forms.MultipleChoiceField(
        label=_("Who is invited to lead"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=BOX),
        help_text=_(
            "Two or more from different countries, if possible. They are invited in any"
            " case."
        ),
    )

    def __init__(self, data: Any, *, seats: Sequence[SuggestionSeat], **kwargs: Any):
        super().__init__(data, **kwargs)
        members = [one for one in seats if one.role == SeatRole.MEMBER]
        for name, some in (("profiles", seats), ("leads", members)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(str(one.profile_id), _label(one)) for one in some]

    def said(self) -> dict[str, Any]:
        """What the service asks for."""
        data = self.cleaned_data
        keys = {name: list(map(int, data[name])) for name in ("profiles", "leads")}
        return {"title": data["title"], "scope": data["scope"], **keys}


class DismissForm(forms.Form):
    """Why it is not wanted."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "–"), *DismissReason.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": _("Choose a reason.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={**CONTROL, "rows": 2}),
        help_text=_("For other curators."),
    )


def _label(seat: SuggestionSeat) -> str:
    region = seat.profile.region
    return f"{seat.profile.title}, {region.label} ({region.code})"
