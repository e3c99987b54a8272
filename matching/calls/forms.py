"""The form of a call's facts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.calls.models import LONGEST_TEXT, Call, Verification
from matching.calls.services import Facts
from regions.editing.forms.fields import (
    LEVELS,
    CodesField,
    address_field,
    capital_choices,
    choice_field,
    number_field,
    text_field,
)
from regions.editing.forms.topics import TopicsForm

CONTROL = {"class": "form-control"}
# Largest whole number of a database's big integer is far above any budget.
MOST_EUROS = 10_000_000_000


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={**CONTROL, "type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, **options)


def _euros(label: Any) -> forms.IntegerField:
    return number_field(label, max_value=MOST_EUROS)


def _percent(label: Any) -> forms.IntegerField:
    return number_field(label, min_value=1, max_value=100)


class CallForm(TopicsForm):
    """What a curator says of a call beside its rules; only two things have to be."""

    title = text_field(_("Title"), required=True, max_length=250)
    programme = text_field(
        _("Programme"),
        required=True,
        max_length=120,
        help_text=_("As with other calls of the same programme."),
    )
    identifier = text_field(_("Identifier of the call"), max_length=80)
    link = address_field(_("Address of the call"), max_length=500)
    summary = text_field(
        _("In short"),
        rows=4,
        max_length=LONGEST_TEXT,
        help_text=_("What is funded, in your own words."),
    )
    opens = day_field(_("Opens"))
    closes = day_field(_("Closes"))
    closing_time = forms.TimeField(
        label=_("Closing time in Brussels"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={**CONTROL, "type": "time"}),
    )
    topics = CodesField(
        label=_("Topics"), help_text=_("None, if the call is open to all topics.")
    )
    themes = text_field(_("Themes in the call’s words"), max_length=400)
    budget_eur = _euros(_("Budget of the call in euros"))
    grant_min_eur = _euros(_("Least grant in euros"))
    grant_max_eur = _euros(_("Largest grant in euros"))
    rate_min = _percent(_("Least funding rate in percent"))
    rate_max = _percent(_("Largest funding rate in percent"))
    min_trl = choice_field(_("Least technology readiness level"), LEVELS)
    months_min = number_field(_("Shortest duration in months"), max_value=240)
    months_max = number_field(_("Longest duration in months"), max_value=240)
    conditions = text_field(
        _("Further conditions"),
        rows=4,
        max_length=LONGEST_TEXT,
        help_text=_("What no rule can hold. It is shown, and not checked."),
    )
    source_url = address_field(
        _("Page in which it was read"),
        max_length=500,
        help_text=_("Needed, unless it is general knowledge that nobody verified."),
    )
    source_name = text_field(_("Name of this page"), max_length=200)
    source_date = day_field(_("Date of this page"))
    verification = choice_field(
        _("How it was verified"), capital_choices(Verification.choices), required=True
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def clean_min_trl(self) -> int | None:
        level = self.cleaned_data["min_trl"]
        return int(level) if level else None

    def facts(self) -> Facts:
        """What a valid form says."""
        names = Facts.__dataclass_fields__
        return Facts(**{name: self.cleaned_data[name] for name in names})


class PublishForm(forms.Form):
    """Whether a call is published although test cases fail."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    despite_failing = forms.BooleanField(
        label=_("Publish it although test cases fail"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


def values_of(call: Call) -> Mapping[str, Any]:
    """What the form of a call begins with."""
    names = Facts.__dataclass_fields__
    values = {name: getattr(call, name) for name in names if name != "topics"}
    topics = sorted(topic.pk for topic in call.topics.all())
    return values | {"topics": topics, "revision": call.revision}
