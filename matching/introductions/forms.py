"""The three questions, the answer to them, and what came of it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.introductions.models import Cooperation, DeclineReason
from matching.introductions.services import REPORTED, reply_days

LONGEST = 1500
CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
CHECK = {"class": "form-check-input"}
CONSENT = _(
    "Our contact data may be shown to the other side as soon as both have agreed."
)
MUST_CONSENT = _("Without this an introduction is not possible.")


def _long(label: Any, *, rows: int = 5, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={**CONTROL, "rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=area, **options)


def _consent() -> forms.BooleanField:
    return forms.BooleanField(
        label=CONSENT,
        error_messages={"required": MUST_CONSENT},
        widget=forms.CheckboxInput(attrs=CHECK),
    )


def _day_input() -> forms.DateInput:
    # Browsers send and want this form of a date, whatever the language.
    return forms.DateInput(format="%Y-%m-%d", attrs={**CONTROL, "type": "date"})


class AskForm(forms.Form):
    """What somebody who asks says of it."""

    cooperation = forms.ChoiceField(
        label=_("What kind of cooperation do you have in mind?"),
        choices=[("", "–"), *Cooperation.choices],
        widget=forms.Select(attrs=SELECT),
    )
    brings = _long(_("What do you bring?"))
    seeks = _long(_("What do you seek?"))
    occasion = forms.CharField(
        label=_("For which call or partnership?"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs=CONTROL),
    )
    reply_by = forms.DateField(label=_("Reply by"), widget=_day_input())
    consent = _consent()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first, usual, last = reply_days()
        field = self.fields["reply_by"]
        field.initial = usual
        field.widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}


class AcceptForm(forms.Form):
    prefix = "accept"
    words = _long(_("Words to the other side"), rows=3, required=False)
    consent = _consent()


class DeclineForm(forms.Form):
    prefix = "decline"
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "–"), *DeclineReason.choices],
        widget=forms.Select(attrs=SELECT),
    )
    words = _long(_("Words to the other side"), rows=3, required=False)


class CloseForm(forms.Form):
    prefix = "close"
    words = _long(_("Words to the other side"), rows=2, required=False)


class ResultForm(forms.Form):
    prefix = "result"
    what = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[("", "–"), *((one.value, one.label) for one in REPORTED)],
        widget=forms.Select(attrs=SELECT),
    )
    on = forms.DateField(label=_("On which day?"), widget=_day_input())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = timezone.localdate
