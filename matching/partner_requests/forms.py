"""The form of a request, and how it is closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.partner_requests.models import (
    LONGEST_TEXT,
    Audience,
    CloseReason,
    PartnerRequest,
    Role,
)
from matching.partner_requests.services import Said, deadline_days
from regions.editing.forms.fields import CodesField
from regions.editing.forms.topics import TopicsForm
from regions.models import ExchangeItem, ItemKind, Stage
from regions.wording import word_item

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}


def _boxes(label: Any, choices: Sequence, help_text: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(value, capfirst(str(word))) for value, word in choices],
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


class RequestForm(TopicsForm):
    """What somebody who seeks a partner says."""

    title = forms.CharField(
        label=_("What do you seek?"),
        max_length=200,
        widget=forms.TextInput(attrs=CONTROL),
        help_text=_("In one line, as others will look for it."),
        error_messages={"required": _("Say in one line what you seek.")},
    )
    text = forms.CharField(
        label=_("In more words"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={**CONTROL, "rows": 8}),
        help_text=_(
            "What you plan, what the partner would do and bring, and what you bring. No"
            " e-mail addresses or telephone numbers: answers reach you here."
        ),
        error_messages={"required": _("Say in a few sentences what you seek.")},
    )
    topics = CodesField(
        label=_("Topics"),
        help_text=_("Two to six narrow ones say more than many."),
    )
    kinds = _boxes(
        _("What the partner should bring"), ItemKind.choices, _("Any that apply.")
    )
    roles = _boxes(_("Role of the partner"), Role.choices, _("Any that you accept."))
    stages = _boxes(
        _("Stages of the value chain that the partner should cover"),
        Stage.choices,
        "",
    )
    call = forms.CharField(
        label=_("For which call?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=CONTROL),
    )
    call_url = forms.URLField(
        label=_("Web address of the call"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs=CONTROL),
    )
    deadline = forms.DateField(
        label=_("Until when must one have answered?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**CONTROL, "type": "date"}),
        help_text=_("The request closes by itself after this day."),
    )
    audience = forms.ChoiceField(
        label=_("Who sees it?"),
        choices=[(value, capfirst(str(word))) for value, word in Audience.choices],
        initial=Audience.PUBLIC,
        widget=forms.Select(attrs=SELECT),
    )
    use_required_attribute = False

    def __init__(
        self, data: QueryDict | None = None, *, search: str | None = None, **more: Any
    ) -> None:
        super().__init__(data, search=search, **more)
        first, last = deadline_days()
        limits = {"min": first.isoformat(), "max": last.isoformat()}
        self.fields["deadline"].widget.attrs |= limits

    def said(self) -> Said:
        """What a valid form says."""
        return Said(**self.cleaned_data)


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "–"), *CloseReason.choices],
        widget=forms.Select(attrs=SELECT),
    )


def values_of(request: PartnerRequest) -> Mapping[str, Any]:
    """What the form of a request begins with."""
    same = ("title", "text", "call", "call_url", "deadline", "audience")
    return {
        **{name: getattr(request, name) for name in same},
        "topics": sorted(topic.pk for topic in request.topics.all()),
        "kinds": request.kinds,
        "roles": request.roles,
        "stages": request.stages,
    }


def values_of_need(item: ExchangeItem) -> Mapping[str, Any]:
    """What a request begins with that is made from a profile's need."""
    text = word_item(item).text
    return {
        "title": text[:200],
        "text": text,
        "topics": sorted(topic.pk for topic in item.topics.all()),
        "kinds": [item.kind],
        "stages": [item.stage] if item.stage else [],
    }
