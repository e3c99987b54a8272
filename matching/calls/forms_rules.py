"""The form of a rule, made from what composition says of its kind."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.calls.forms import CONTROL, day_field
from matching.calls.models import CallRule, Verification
from matching.calls.services import RuleSaid
from matching.calls.wording import word_choice, word_error, word_kind, word_param
from matching.composition import KINDS, Param, ParamType, Rule, RuleError
from regions.editing.forms.fields import (
    CodesField,
    address_field,
    boxes_field,
    capital_choices,
    choice_field,
    text_field,
)
from regions.editing.topics import TopicChoice, topic_choice
from regions.queries.vocabulary import vocabulary

PREFIX = "param-"
HUNDRED = 100


class KindForm(forms.Form):
    """Which kind of rule is to be added."""

    kind = choice_field(
        gettext_lazy("Kind of rule"),
        lambda: [(kind, word_kind(kind)) for kind in KINDS],
        required=True,
    )


class RuleForm(forms.Form):
    """Parameters of a kind of rule, and where the rule was read."""

    source_url = address_field(
        gettext_lazy("Page in which the rule was read"), max_length=500
    )
    valid_from = day_field(gettext_lazy("Valid from"))
    note = text_field(gettext_lazy("Note"), max_length=300)
    verification = choice_field(
        gettext_lazy("How it was verified"),
        capital_choices(Verification.choices),
        required=True,
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: str,
        search: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.kind, self._search = kind, search
        own = {PREFIX + one.name: field_of(one) for one in self.params}
        self.fields = own | self.fields

    @property
    def params(self) -> tuple[Param, ...]:
        return KINDS[self.kind].params

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the parameters, in the order of the kind."""
        return [self[PREFIX + one.name] for one in self.params]

    @property
    def topics_choice(self) -> TopicChoice:
        name = f"{PREFIX}topics"
        codes = (
            self.data.getlist(name)
            if isinstance(self.data, QueryDict) and self.is_bound
            else self.initial.get(name, [])
        )
        return topic_choice(name, codes, vocabulary(), self._search)

    def clean(self) -> dict[str, Any]:
        """Whether composition can read the parameters; else its sentence, by field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                Rule.read(self.kind, self._params())
            except RuleError as error:
                name = PREFIX + error.field
                self.add_error(name if name in self.fields else None, word_error(error))
        return cleaned

    def said(self) -> RuleSaid:
        """What a valid form says."""
        same = ("source_url", "valid_from", "note", "verification")
        values = {name: self.cleaned_data[name] for name in same}
        return RuleSaid(kind=self.kind, params=self._params(), **values)

    def _params(self) -> dict[str, Any]:
        """The parameters as composition reads them; what is left out is left out."""
        found = {}
        for one in self.params:
            value = self.cleaned_data.get(PREFIX + one.name)
            if value not in (None, "", [], {}):
                found[one.name] = value
        return found


class _CodesOfCountries(forms.CharField):
    """Country codes parted by blanks or commas; composition knows what a code is."""

    def clean(self, value: Any) -> Any:
        return super().clean(value).replace(",", " ").replace(";", " ").split()

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else " ".join(value or ())


class _Areas(forms.CharField):
    """One area a line: its name, a colon, its countries."""

    def clean(self, value: Any) -> Any:
        areas: dict[str, list[str]] = {}
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            name, colon, codes = line.partition(":")
            if not colon or not name.strip():
                raise forms.ValidationError(
                    _("Write a name, a colon and countries: “%(line)s”.")
                    % {"line": line.strip()}
                )
            areas[name.strip()] = codes.replace(",", " ").split()
        return areas

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return "\n".join(f"{name}: {' '.join(codes)}" for name, codes in value.items())


class _Share(forms.DecimalField):
    """A share from 0 to 1, typed in percent."""

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return None if percent is None else float(percent) / HUNDRED

    def prepare_value(self, value: Any) -> Any:
        return f"{value * HUNDRED:g}" if isinstance(value, float) else value


def field_of(param: Param) -> forms.Field:
    """The field in which a parameter is typed or chosen."""
    options = {"label": word_param(param.name), "required": param.required}
    limits = {"min_value": param.low, "max_value": param.high}
    match param.type:
        case ParamType.WHOLE:
            widget = forms.NumberInput(attrs=CONTROL)
            limits = {name: int(value) for name, value in limits.items()}
            return forms.IntegerField(widget=widget, **limits, **options)
        case ParamType.NUMBER:
            return forms.FloatField(
                widget=forms.NumberInput(attrs=CONTROL), **limits, **options
            )
        case ParamType.SHARE:
            widget = forms.NumberInput(attrs={**CONTROL, "step": "0.01"})
            return _Share(
                widget=widget,
                min_value=0,
                max_value=HUNDRED,
                decimal_places=2,
                **options,
            )
        case ParamType.FLAG:
            widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
            return forms.BooleanField(widget=widget, **(options | {"required": False}))
        case ParamType.CHOICE:
            choices = [(one, word_choice(one)) for one in param.choices]
            return choice_field(choices=choices, **(options | {"required": False}))
        case ParamType.CHOICES:
            choices = [(one, word_choice(one)) for one in param.choices]
            text = _("At least one of these.") if param.required else ""
            return boxes_field(choices=choices, help_text=text, **options)
        case _:
            return _text_field(param, options)


def _text_field(param: Param, options: dict[str, Any]) -> forms.Field:
    """The field of what is typed as words."""
    if param.type == ParamType.AREAS:
        text = _("One a line: a name, a colon, codes of countries. North: DK FI SE")
        widget = forms.Textarea(attrs={**CONTROL, "rows": 5})
        return _Areas(widget=widget, help_text=text, **options)
    if param.type == ParamType.COUNTRIES:
        text = _("Two letters each, parted by blanks: AT DE EL")
        widget = forms.Textarea(attrs={**CONTROL, "rows": 2})
        return _CodesOfCountries(widget=widget, help_text=text, **options)
    if param.type == ParamType.WORDS and param.name == "topics":
        text = _("At least one of these.") if param.required else ""
        return CodesField(label=options["label"], help_text=text)
    if param.type == ParamType.WORDS:
        text = _("Parted by blanks.")
        return _CodesOfCountries(
            widget=forms.TextInput(attrs=CONTROL), help_text=text, **options
        )
    return forms.CharField(widget=forms.TextInput(attrs=CONTROL), **options)


def values_of_rule(row: CallRule) -> dict[str, Any]:
    """What the form of a rule begins with."""
    names = ("source_url", "valid_from", "note", "verification")
    values = {name: getattr(row, name) for name in names}
    values |= {PREFIX + name: value for name, value in row.params.items()}
    return values | {"revision": row.call.revision}
