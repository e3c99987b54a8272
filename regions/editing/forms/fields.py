"""Fields as the forms of records use them."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regions.editing.checking import LONGEST_ITEM
from regions.editing.values import read_keywords
from regions.models import ItemKind, Stage, Visibility

LEVELS = [("", "–"), *((str(level), str(level)) for level in range(1, 10))]


class CodesField(forms.MultipleChoiceField):
    """Codes that the page offers by typing; `check_document` knows which there are."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def valid_value(self, value: str) -> bool:
        return True

    def clean(self, value: Any) -> list[str]:
        return sorted(set(super().clean(value)))


class PlaceField(forms.CharField):
    """The code of one region, which the page offers by typing."""

    widget = forms.HiddenInput


class PlacesField(CodesField):
    """Codes of regions, which the page offers by typing."""


class KeywordsField(forms.CharField):
    """Words parted by commas or line ends."""

    def clean(self, value: Any) -> Any:
        return read_keywords(super().clean(value))


def text_field(label: Any, rows: int = 0, most: int = 0, **options: Any) -> Any:
    """A text in one line or in `rows`; one with a limit gets a counter on the page."""
    attributes: dict[str, Any] = {"class": "form-control"}
    if most:
        attributes["data-most"] = most
    if rows:
        widget: Any = forms.Textarea(attrs=attributes | {"rows": rows})
    else:
        widget = forms.TextInput(attrs=attributes)
    return forms.CharField(
        **{"label": label, "required": False, "widget": widget} | options
    )


def address_field(label: Any, **options: Any) -> forms.URLField:
    """A web address; one without a scheme is taken for a secure one."""
    widget = forms.URLInput(attrs={"class": "form-control", "placeholder": "https://"})
    return forms.URLField(
        label=label, required=False, widget=widget, assume_scheme="https", **options
    )


def number_field(label: Any, **options: Any) -> forms.IntegerField:
    """A whole number that nobody has to know."""
    widget = forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"})
    return forms.IntegerField(
        **{"label": label, "required": False, "widget": widget, "min_value": 0}
        | options
    )


def boxes_field(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    """Any of a few, as boxes to tick."""
    return forms.MultipleChoiceField(
        **{
            "label": label,
            "choices": choices,
            "required": False,
            "widget": forms.CheckboxSelectMultiple,
        }
        | options
    )


def choice_field(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of a few; what is not among them is a fault beside the field."""
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(
        **{"label": label, "choices": choices, "required": False, "widget": widget}
        | options
    )


def capital_choices(choices: Any) -> list[tuple[str, Any]]:
    """The choices with words that begin as a line of a list does."""
    return [(value, capfirst(label)) for value, label in choices]


def visibility_field(label: str) -> forms.ChoiceField:
    """Who sees the field of this label: everybody unless something else is chosen."""
    choices = capital_choices(Visibility.choices)
    said = gettext("Who sees “%(field)s”") % {"field": label}
    return choice_field(said, choices, initial=Visibility.PUBLIC)


def item_fields(label: str) -> dict[str, forms.Field]:
    """The fields of one offer or need, which `label` names."""
    stages = [("", "–"), *capital_choices(Stage.choices)]
    kinds = sorted(ItemKind.choices, key=lambda one: one[0] != ItemKind.TECHNOLOGY)
    return {
        "kind": choice_field(_("Kind"), capital_choices(kinds)),
        "text": text_field(label, rows=2, most=LONGEST_ITEM),
        "topics": CodesField(label=_("Topics")),
        "trl_min": choice_field(_("TRL from"), LEVELS),
        "trl_max": choice_field(_("TRL to"), LEVELS),
        "stage": choice_field(_("Value-chain stage"), stages),
        "is_confidential": forms.BooleanField(
            label=_("Confidential"),
            required=False,
            widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        ),
        "derivation": forms.CharField(required=False, widget=forms.HiddenInput),
        "facility": forms.CharField(required=False, widget=forms.HiddenInput),
    }
