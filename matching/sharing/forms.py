"""Fields of this room's forms, and the forms of terms and free times."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.sharing.models import (
    Access,
    FacilityTerms,
    Price,
)
from matching.sharing.services import TermsSaid
from regions.editing.forms.fields import KeywordsField
from regions.models import Stage

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
NUMBER = {**CONTROL, "inputmode": "numeric"}
MOST_NUMBER = 20_000


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen in the browser's own way."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={**CONTROL, "type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


def text_field(label: Any, rows: int, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={**CONTROL, "rows": rows})
    return forms.CharField(**{"max_length": 1500} | options, label=label, widget=widget)


def line_field(label: Any, most: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=CONTROL)
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


def number_field(label: Any, least: int = 1, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs=NUMBER)
    limits = {"min_value": least, "max_value": MOST_NUMBER}
    return forms.IntegerField(**limits | options, label=label, widget=widget)


def choice_field(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of several, with a first line for none of them."""
    capital = [(value, capfirst(str(word))) for value, word in choices]
    widget = forms.Select(attrs=SELECT)
    return forms.ChoiceField(
        label=label, choices=[("", "–"), *capital], widget=widget, **options
    )


def boxes_field(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(value, capfirst(str(word))) for value, word in choices],
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


def consent_field(label: Any) -> forms.BooleanField:
    return forms.BooleanField(
        label=label,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Without this nobody could reach you.")},
    )


class HouseForm(forms.Form):
    """What all forms of this room share.

    `mark` stands in the ids of a form that shares its page with others.
    """

    use_required_attribute = False
    mark = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        if self.mark:
            more.setdefault("auto_id", f"id_{self.mark}_%s")
        super().__init__(*args, **more)


class TermsForm(HouseForm):
    """What owners say of the use of their facility."""

    access = choice_field(_("Open to whom"), Access.choices)
    access_note = text_field(
        _("More on access"),
        4,
        required=False,
        help_text=_("Who may use it, what they should bring, how long one waits."),
    )
    capabilities = KeywordsField(
        label=_("What it can do"),
        required=False,
        widget=forms.Textarea(attrs={**CONTROL, "rows": 3}),
        help_text=_(
            "A few words each, parted by commas or line ends: “clean room, blade"
            " recycling”. Others filter by them."
        ),
    )
    stages = boxes_field(_("Stages of the value chain"), Stage.choices)
    trl_from = number_field(
        _("Lowest technology readiness (1 to 9)"), required=False, max_value=9
    )
    trl_to = number_field(
        _("Highest technology readiness (1 to 9)"), required=False, max_value=9
    )
    price = choice_field(_("Price"), Price.choices)
    amount = forms.DecimalField(
        label=_("Amount in euro"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs={**CONTROL, "inputmode": "decimal"}),
        help_text=_("Per hour, day or project. Leave it empty if it depends."),
    )
    hours_a_month = number_field(
        _("Hours a month for others"),
        required=False,
        help_text=_("No more than these are granted in any month."),
    )
    users_at_once = number_field(
        _("Users at the same time"),
        required=False,
        max_value=1000,
        help_text=_(
            "On no day more than these. If you state neither hours nor users, one use"
            " is granted at a time."
        ),
    )
    contact_role = line_field(
        _("Who answers"),
        120,
        required=False,
        help_text=_("The office or role, not a person: “user office”."),
    )
    mailbox = forms.EmailField(
        label=_("Role mailbox"),
        required=False,
        widget=forms.EmailInput(attrs=CONTROL),
        help_text=_("Shown only to those whose request you have accepted."),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def said(self) -> TermsSaid:
        """What a valid form says."""
        return TermsSaid(**self.cleaned_data)


def values_of_terms(terms: FacilityTerms | None) -> Mapping[str, Any]:
    """What the form of terms begins with."""
    if terms is None:
        return {"version": 0, "price": Price.REQUEST}
    same = (
        *("access", "access_note", "price", "amount", "trl_from", "trl_to"),
        *("hours_a_month", "users_at_once", "contact_role", "mailbox", "version"),
    )
    return {
        **{name: getattr(terms, name) for name in same},
        "stages": terms.stages,
        "capabilities": ", ".join(one.words for one in terms.capabilities.all()),
    }


class WindowForm(HouseForm):
    """A time in which a facility is free."""

    starts_on = day_field(_("Free from"))
    ends_on = day_field(_("Free to"))
    note = line_field(_("Note"), 200, required=False)
