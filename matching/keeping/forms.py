"""Forms of what is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.keeping.models import (
    NAME_MAX,
    NOTE_MAX,
    WORDS_MAX,
    Reason,
    SearchPage,
)

ADDRESS_MAX = 4000


def _text(**options: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control", **options})


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"class": "form-control", "rows": 2})


class NoteForm(forms.Form):
    """A note that all people of the organisation read."""

    note = forms.CharField(
        label=_("Note"), max_length=NOTE_MAX, required=False, widget=_area()
    )


class AddForm(NoteForm):
    """For which of one's profiles a partner is kept."""

    profile = forms.ChoiceField(
        label=_("For which of your profiles?"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    field_order = ("profile", "note")

    def __init__(self, *args: Any, profiles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [
            (one.slug, f"{one.title} ({one.region.label})") for one in profiles
        ]


class DismissForm(forms.Form):
    """Why a candidate is of no use."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=Reason.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=WORDS_MAX,
        required=False,
        widget=_text(),
        help_text=_("Only the people of your organisation read this."),
    )


class NameForm(forms.Form):
    """What a search is called."""

    name = forms.CharField(label=_("Name"), max_length=NAME_MAX, widget=_text())


class SaveForm(NameForm):
    """A search as the button of its page hands it over."""

    page = forms.ChoiceField(choices=SearchPage.choices, widget=forms.HiddenInput())
    profile = forms.SlugField(
        max_length=120, required=False, widget=forms.HiddenInput()
    )
    query = forms.CharField(
        max_length=ADDRESS_MAX, required=False, widget=forms.HiddenInput()
    )
