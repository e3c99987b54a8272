"""The form of a test case: what is expected, the project, a row for each partner."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from matching.calls.casework import composition_of
from matching.calls.models import Expected, RuleCase
from matching.calls.services import CaseSaid
from matching.calls.wording import word_actor, word_category, word_error
from matching.composition import Actor, Category, RuleError
from regions.editing.forms.fields import (
    LEVELS,
    capital_choices,
    choice_field,
    number_field,
    text_field,
)

FIRST_ROWS = 3
MOST_ROWS = 50
HUNDRED = 100
TICK = {"class": "form-check-input"}
YES_OR_NO = [
    ("", gettext_lazy("not known")),
    ("yes", gettext_lazy("yes")),
    ("no", gettext_lazy("no")),
]
PREFIX = "partners"


class CaseForm(forms.Form):
    """What a case is called, what comes out, and what is said of the project."""

    name = text_field(
        gettext_lazy("Name of the test case"),
        required=True,
        max_length=200,
        help_text=gettext_lazy(
            "What it shows, such as “Five partners of four regions”."
        ),
    )
    expected = choice_field(
        gettext_lazy("What is expected"),
        capital_choices(Expected.choices),
        required=True,
    )
    trl = choice_field(gettext_lazy("Technology readiness of the project"), LEVELS)
    grant = number_field(gettext_lazy("Grant in euros"), max_value=10_000_000_000)
    duration_months = number_field(gettext_lazy("Duration in months"), max_value=240)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False


def _words(label: Any, most: int = 200) -> Any:
    return text_field(label, max_length=most)


class PartnerForm(forms.Form):
    """One partner of a case; a row in which nothing is said is no partner."""

    key = _words(pgettext_lazy("partner of a test case", "Name"))
    country = _words(gettext_lazy("Country (two letters)"), 2)
    region = _words(gettext_lazy("Region (NUTS 2)"), 5)
    category = choice_field(
        gettext_lazy("Category of the region"),
        lambda: [(one.value, word_category(one)) for one in Category][::-1],
    )
    is_outermost = forms.BooleanField(
        label=gettext_lazy("Outermost region"),
        required=False,
        widget=forms.CheckboxInput(attrs=TICK),
    )
    outside_eu = forms.BooleanField(
        label=gettext_lazy("Outside the European Union"),
        required=False,
        widget=forms.CheckboxInput(attrs=TICK),
    )
    actor = choice_field(
        gettext_lazy("Kind of organisation"),
        lambda: [("", "–"), *((one.value, word_actor(one)) for one in Actor)],
    )
    is_nonprofit = choice_field(gettext_lazy("Non-profit"), YES_OR_NO)
    share = forms.DecimalField(
        label=gettext_lazy("Share of the budget in percent"),
        required=False,
        min_value=0,
        max_value=HUNDRED,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "form-control", "step": "0.01"}),
    )
    roles = _words(gettext_lazy("Roles, parted by commas"))
    topics = _words(gettext_lazy("Codes of topics, parted by commas"))
    coordinates = forms.BooleanField(
        label=gettext_lazy("Coordinates"),
        required=False,
        widget=forms.CheckboxInput(attrs=TICK),
    )
    use_required_attribute = False


class _Partners(BaseFormSet):
    """Rows of partners; those in which nothing is said are left out."""

    def rows(self) -> list[tuple[int, dict[str, Any]]]:
        """The number of a row, and what a valid one says."""
        return [
            (number, form.cleaned_data)
            for number, form in enumerate(self.forms, start=1)
            if any(form.cleaned_data.values())
        ]


PartnerFormSet = formset_factory(
    PartnerForm, formset=_Partners, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class CaseForms:
    """Both together, as a page shows and a curator sends them."""

    def __init__(
        self, data: QueryDict | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        start = initial or {"rows": [{} for _one in range(FIRST_ROWS)]}
        self.form = CaseForm(data, initial=start.get("case"))
        self.partners = PartnerFormSet(
            data, initial=start["rows"], prefix=PREFIX, form_kwargs={}
        )

    def is_valid(self) -> bool:
        """Whether composition can read what was said; else a sentence says why not."""
        if not (self.form.is_valid() & self.partners.is_valid()):
            return False
        said = self.said()
        try:
            composition_of(said.partners, said.project)
        except RuleError as error:
            self.form.add_error(None, word_error(error))
        names = [row["key"] for row in said.partners]
        if sum(row["coordinates"] for _n, row in self.partners.rows()) > 1:
            self.form.add_error(None, _("Only one partner coordinates."))
        if len(set(names)) < len(names):
            self.form.add_error(None, _("Two partners have the same name."))
        return not self.form.errors

    def said(self) -> CaseSaid:
        """What valid forms say."""
        clean, rows = self.form.cleaned_data, self.partners.rows()
        project: dict[str, Any] = {
            name: clean[name]
            for name in ("grant", "duration_months")
            if clean[name] is not None
        }
        if clean["trl"]:
            project["trl"] = int(clean["trl"])
        for number, row in rows:
            if row["coordinates"]:
                project["coordinator"] = _key(number, row)
        partners = [_partner(number, row) for number, row in rows]
        return CaseSaid(clean["name"], clean["expected"], partners, project)


def _key(number: int, row: Mapping[str, Any]) -> str:
    return row["key"] or _("Partner %(n)d") % {"n": number}


def _partner(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as composition reads it; what was not said is left out."""
    said: dict[str, Any] = {"key": _key(number, row)}
    for name in ("country", "region", "category", "actor"):
        if row[name]:
            said[name] = row[name].upper() if name == "region" else row[name]
    if row["is_outermost"]:
        said["is_outermost"] = True
    if row["outside_eu"]:
        said["in_eu"] = False
    if row["is_nonprofit"]:
        said["is_nonprofit"] = row["is_nonprofit"] == "yes"
    if row["share"] is not None:
        said["share"] = float(row["share"]) / HUNDRED
    for name in ("roles", "topics"):
        if words := _list(row[name]):
            said[name] = words
    return said


def _list(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def values_of_case(case: RuleCase) -> dict[str, Any]:
    """What the forms of a case begin with."""
    project = dict(case.project)
    lead = project.pop("coordinator", None)
    values = {"name": case.name, "expected": case.expected, **project}
    return {
        "case": values | {"revision": case.call.revision},
        "rows": [_row(one, lead) for one in case.partners],
    }


def _row(said: Mapping[str, Any], lead: str | None) -> dict[str, Any]:
    row = dict(said) | {"coordinates": said.get("key") == lead}
    row["outside_eu"] = not said.get("in_eu", True)
    nonprofit = said.get("is_nonprofit")
    row["is_nonprofit"] = "" if nonprofit is None else ("yes" if nonprofit else "no")
    if said.get("share") is not None:
        row["share"] = f"{said['share'] * HUNDRED:g}"
    for name in ("roles", "topics"):
        row[name] = ", ".join(_texts(said.get(name, ())))
    return row


def _texts(values: Iterable[Any]) -> list[str]:
    return [str(value) for value in values]


def with_one_more(data: QueryDict) -> QueryDict:
    """What was sent, with an empty row more, as far as there may be more."""
    more = data.copy()
    name = f"{PREFIX}-TOTAL_FORMS"
    try:
        number = int(data.get(name, "0"))
    except ValueError:
        number = 0
    more[name] = str(max(0, min(number + 1, MOST_ROWS)))
    return more
