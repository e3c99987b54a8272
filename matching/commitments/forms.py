"""The form by which a side states a step."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.commitments.models import LONGEST
from matching.commitments.steps import MEANINGS, Step
from portal.accounts.forms_people import ProofField

CONTROL = {"class": "form-control"}


class StepForm(forms.Form):
    """How far, until when, and what shows it; the service knows what must be there."""

    step = forms.TypedChoiceField(
        label=_("How far do you go?"),
        coerce=int,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        help_text=_(
            "Empty: 90 days for “curious”, 180 for “officer-level”, a year for all"
            " others. At most 180 days, one year, two years for a mandate, three for a"
            " letter or money."
        ),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **CONTROL}),
    )
    proof = forms.CharField(
        label=_("What shows it?"),
        help_text=_(
            "From “mandate shown” on a text, a page or a file is needed. The people of"
            " the other side see it."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **CONTROL}),
    )
    proof_url = forms.URLField(
        label=_("Page that shows it"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs=CONTROL),
    )
    file = ProofField(
        label=_("File that shows it"),
        help_text=_(
            "PDF, PNG or JPEG, at most 5 MB. Only the people of both sides can open it;"
            " it is deleted six months after the step has ended."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg", **CONTROL}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["step"].choices = [
            ("", "–"),
            *((one.value, f"{one.label}: {MEANINGS[one]}") for one in Step),
        ]
        first = timezone.localdate() + datetime.timedelta(days=1)
        self.fields["valid_until"].widget.attrs["min"] = first.isoformat()
