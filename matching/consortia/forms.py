"""The forms of the builder."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.calls.models import Call
from matching.composition import Weights
from matching.consortia.kinds import Actor, Visibility
from matching.consortia.models import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    Consortium,
    ConsortiumMember,
)
from matching.consortia.proposing import LEAST, MOST, Wish
from matching.consortia.services import Facts, Outsider, Part
from regions.models import CohesionCategory, Profile
from regions.queries.vocabulary import vocabulary

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
YES_NO = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
ANSWERS = {"yes": True, "no": False, "": None}


def _number(label: Any, help_text: Any = "", **limits: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        widget=forms.NumberInput(attrs=CONTROL),
        help_text=help_text,
        **limits,
    )


class FactsForm(forms.Form):
    """What a lead says of its consortium as a whole."""

    title = forms.CharField(
        label=_("Working title"),
        max_length=200,
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Give it a title by which partners know it.")},
    )
    text = forms.CharField(
        label=_("What is planned"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={**CONTROL, "rows": 6}),
        help_text=_(
            "Partners that you invite read it. No e-mail addresses or telephone"
            " numbers."
        ),
    )
    trl = _number(
        _("Technology readiness level"),
        _("From 1 to 9, at the start of the project."),
        min_value=1,
        max_value=9,
    )
    months = _number(_("Duration in months"), min_value=1, max_value=240)
    grant = forms.DecimalField(
        label=_("Grant asked for, in euros"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=0,
        widget=forms.NumberInput(attrs=CONTROL),
    )
    visibility = forms.ChoiceField(
        label=_("Who reads it?"),
        choices=[(value, capfirst(str(word))) for value, word in Visibility.choices],
        initial=Visibility.MEMBERS,
        widget=forms.Select(attrs=SELECT),
        help_text=_("Notes are read by the lead’s editors and the curators only."),
    )
    use_required_attribute = False

    def facts(self) -> Facts:
        """What a valid form says."""
        names = Facts.__dataclass_fields__
        return Facts(**{name: self.cleaned_data[name] for name in names})


class StartForm(FactsForm):
    """The same for a new one, with its call and the partners it begins with."""

    call = forms.ModelChoiceField(
        label=_("Call"),
        queryset=Call.objects.none(),
        to_field_name="slug",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": _("Choose the call for which it forms.")},
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Partners to consider"),
        queryset=Profile.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody is told of it before you invite."),
    )
    field_order = ["call", "title", "text", "partners"]

    def __init__(
        self, data: Any = None, *, calls: Any, partners: Sequence[Profile], **more: Any
    ) -> None:
        super().__init__(data, **more)
        for name in ("trl", "months", "grant", "visibility"):
            del self.fields[name]
        self.fields["call"].queryset = calls
        field = self.fields["partners"]
        field.queryset = Profile.objects.filter(pk__in=[one.pk for one in partners])
        field.choices = [
            (one.slug, f"{one.title} ({one.region.label})") for one in partners
        ]
        if not partners:
            del self.fields["partners"]

    def facts(self) -> Facts:
        return Facts(self.cleaned_data["title"], self.cleaned_data["text"])


class PartForm(forms.Form):
    """What a member does in the project."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple
    )
    share = forms.DecimalField(
        label=_("Share of the budget in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={**CONTROL, "step": "0.01"}),
    )
    is_nonprofit = forms.ChoiceField(
        label=_("Is it non-profit?"),
        required=False,
        choices=YES_NO,
        widget=forms.Select(attrs=SELECT),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={**CONTROL, "rows": 3}),
        help_text=_("Read by the lead’s editors and the curators only."),
    )
    use_required_attribute = False

    def __init__(self, data: Any = None, *, roles: Iterable[tuple], **more: Any):
        super().__init__(data, **more)
        self.fields["roles"].choices = [
            (value, capfirst(str(word))) for value, word in roles
        ]

    def part(self) -> Part:
        """What a valid form says."""
        values = dict(self.cleaned_data)
        values["is_nonprofit"] = ANSWERS[values["is_nonprofit"]]
        return Part(**values)


class OutsiderForm(forms.Form):
    """An organisation that is not in the register."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        widget=forms.TextInput(attrs=CONTROL),
    )
    country = forms.ChoiceField(label=_("Country"), widget=forms.Select(attrs=SELECT))
    region_code = forms.CharField(
        label=_("Region (NUTS code)"),
        max_length=5,
        required=False,
        widget=forms.TextInput(attrs=CONTROL),
        help_text=_("Such as ES51. Without it rules about regions cannot count it."),
    )
    actor = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[("", "–"), *((v, capfirst(str(w))) for v, w in Actor.choices)],
        widget=forms.Select(attrs=SELECT),
    )
    category = forms.ChoiceField(
        label=_("Cohesion category"),
        required=False,
        choices=[("", _("not known")), *CohesionCategory.choices],
        widget=forms.Select(attrs=SELECT),
        help_text=_("Only where the register does not know the region."),
    )
    use_required_attribute = False

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        places = vocabulary().countries.values()
        named = sorted((place.label, place.code) for place in places)
        choices = [("", "–"), *((code, label) for label, code in named)]
        self.fields["country"].choices = choices

    def clean_region_code(self) -> str:
        """A code that the register knows, in the country that is named."""
        code = self.cleaned_data["region_code"].strip().upper()
        country = self.cleaned_data.get("country", "")
        if code and code not in vocabulary().places:
            raise forms.ValidationError(_("There is no region with this code."))
        if code and country and not code.startswith(country):
            raise forms.ValidationError(_("This region is in another country."))
        return code

    def outsider(self) -> Outsider:
        """What a valid form says."""
        return Outsider(**self.cleaned_data)


LEVELS = [("0", _("not at all")), ("1", _("normal")), ("2", _("double"))]
# The criteria that somebody can weigh, in the order in which they are asked for.
WEIGHED = {
    "topics": _("Topics of the call"),
    "stages": _("Stages of the value chain"),
    "strength": _("Fit with the lead"),
    "record": _("Track record"),
    "balance": _("Balance of places"),
    "newcomers": _("Newcomers"),
}


class WishForm(forms.Form):
    """What is asked of proposals; it is sent as an address that one can pass on."""

    low = _number(_("At least so many partners"), min_value=LEAST, max_value=MOST)
    high = _number(_("At most so many partners"), min_value=LEAST, max_value=MOST)
    lead = forms.ChoiceField(
        label=_("Who coordinates?"),
        required=False,
        choices=[("", _("the present coordinator")), ("any", _("whoever fits best"))],
        widget=forms.Select(attrs=SELECT),
    )
    use_required_attribute = False

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for name, label in WEIGHED.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=LEVELS,
                widget=forms.Select(attrs=SELECT),
            )

    def clean(self) -> dict[str, Any]:
        low, high = (self.cleaned_data.get(name) for name in ("low", "high"))
        if low and high and low > high:
            self.add_error("high", _("This is less than the least number."))
        return self.cleaned_data

    def wish(self, low: int, high: int) -> Wish:
        """What a valid form asks; where it says nothing, the usual size."""
        said = self.cleaned_data
        low, high = said["low"] or low, said["high"] or high
        usual = Weights().to_json()
        # Newcomers count for nothing by themselves, so that "double" means something.
        usual["newcomers"] = 1.0
        given = {
            name: usual[name] * int(said[name]) for name in WEIGHED if said.get(name)
        }
        return Wish(
            low=min(low, high),
            high=max(low, high),
            keeps_coordinator=said["lead"] != "any",
            weights=Weights.read(given),
        )

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in WEIGHED]


def values_of(one: Consortium) -> dict[str, Any]:
    """What the form of a consortium begins with."""
    return {name: getattr(one, name) for name in Facts.__dataclass_fields__}


def values_of_part(member: ConsortiumMember) -> dict[str, Any]:
    words = {True: "yes", False: "no", None: ""}
    return {
        "roles": member.roles,
        "share": member.share,
        "is_nonprofit": words[member.is_nonprofit],
        "note": member.note,
    }


def values_of_outsider(member: ConsortiumMember) -> dict[str, Any]:
    return {name: getattr(member, name) for name in Outsider.__dataclass_fields__}
