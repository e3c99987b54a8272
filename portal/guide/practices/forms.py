"""The forms of a practice: what it says, and what is decided about it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.organisations import Organisation, name_of
from portal.guide.practices.chapter_names import chapter_choices
from portal.guide.practices.choices import (
    CostBand,
    Instrument,
    PolicyStage,
    ResultState,
)
from portal.guide.practices.models import LONGEST_TEXT, SHORT_TEXT, Practice
from portal.guide.practices.people import key_of
from portal.guide.practices.said import NAMES, Said, said_of
from regions.editing.forms.fields import (
    CodesField,
    address_field,
    boxes_field,
    capital_choices,
    choice_field,
    number_field,
    text_field,
)
from regions.editing.forms.topics import TopicsForm
from regions.models import Cluster
from regions.models.cluster_words import LANGUAGES, language_name

EMPTY = ("", "–")


def _long(label: Any, help_text: Any = "", most: int = LONGEST_TEXT) -> Any:
    return text_field(
        label,
        rows=5 if most == LONGEST_TEXT else 3,
        most=most,
        help_text=help_text,
        max_length=most,
    )


class PracticeForm(TopicsForm):
    """What an organisation says of its practice. Only the title is needed to save."""

    title = text_field(
        _("Title"),
        max_length=200,
        required=True,
        help_text=_("What was done, in one line, as others will look for it."),
        error_messages={"required": _("Give it a title: then the draft can be saved.")},
    )
    language = choice_field(_("Language in which you write"), ())
    cluster = choice_field(_("Cluster that it is about"), ())
    challenge = _long(
        _("The challenge"), _("What was difficult, for whom, and how you knew.")
    )
    action = _long(
        _("What was done"), _("Who did what, in which order, and what was new in it.")
    )
    result_state = choice_field(_("Is a result known?"), ())
    result = _long(
        _("The result"),
        _("What is different now. Leave it empty if nothing is known."),
    )
    figures = _long(
        _("Figures of the result"), _("For instance: 42 firms took part."), SHORT_TEXT
    )
    measured = _long(
        _("How the figures were measured"),
        _("By whom, when, and compared with what; or that this is not known."),
        SHORT_TEXT,
    )
    period_from = number_field(_("From the year"), max_value=2100, min_value=1950)
    period_to = number_field(
        _("To the year"),
        max_value=2100,
        min_value=1950,
        help_text=_("Leave it empty while it goes on."),
    )
    cost = choice_field(_("Cost in all"), capital_choices(CostBand.choices))
    funding = text_field(
        _("Funding source"),
        max_length=200,
        help_text=_("Programme or budget, for instance ERDF 2021–2027."),
    )
    stage = choice_field(
        _("Stage of the policy"),
        [EMPTY, *capital_choices(PolicyStage.choices)],
        help_text=_("How far your policy was when you did this."),
    )
    instrument = choice_field(
        _("Kind of instrument"), [EMPTY, *capital_choices(Instrument.choices)]
    )
    transfer_needs = _long(
        _("What one needs for it"), _("People, money, partners, law."), SHORT_TEXT
    )
    transfer_adapt = _long(
        _("What would have to be adapted"),
        _("What is particular to your place."),
        SHORT_TEXT,
    )
    transfer_failed = _long(
        _("What did not work"),
        _("Readers learn most from this, and it is rarely written down."),
        SHORT_TEXT,
    )
    topics = CodesField(
        label=_("Topics"), help_text=_("Two to six narrow ones say more than many.")
    )
    chapters = boxes_field(_("Chapters of the guide that it illustrates"), ())
    source_name = text_field(
        _("Source: title"),
        max_length=200,
        help_text=_("A public page or report in which readers can check it."),
    )
    source_url = address_field(_("Source: web address"), max_length=500)
    source_date = forms.DateField(
        label=_("Source: date"),
        required=False,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"}
        ),
    )
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        organisation: Organisation,
        practice: Practice | None = None,
        search: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, search=search, **more)
        self._offer("language", [EMPTY, *_languages()])
        self._offer("cluster", [EMPTY, *_clusters(organisation, practice)])
        self._offer("chapters", chapter_choices())
        known = practice.result_state if practice else ""
        self._offer("result_state", capital_choices(_states(known)))
        if isinstance(organisation, Cluster):
            # Its own practice is about itself.
            del self.fields["cluster"]

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def said(self) -> Said:
        """What a valid form says."""
        values = {name: self.cleaned_data.get(name) for name in NAMES}
        empty = Said(title="")
        for name in NAMES:
            if values[name] in (None, ""):
                values[name] = getattr(empty, name)
        return Said.of(values)

    @property
    def seen_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class DecisionForm(forms.Form):
    """A curator's decision; only to return it asks for reasons."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reasons = text_field(
        _("Reasons"),
        rows=4,
        most=LONGEST_TEXT,
        max_length=LONGEST_TEXT,
        help_text=_("Needed to return it: the owner reads them and changes the text."),
    )


class WithdrawForm(forms.Form):
    reasons = text_field(
        _("Why?"),
        rows=3,
        most=SHORT_TEXT,
        max_length=SHORT_TEXT,
        required=True,
        error_messages={"required": _("Say in a few words why.")},
    )


def initial_of(practice: Practice) -> Mapping[str, Any]:
    """What the form of a practice begins with."""
    return {**asdict(said_of(practice)), "revision": practice.revision}


def initial_of_new() -> Mapping[str, Any]:
    return {
        "language": (get_language() or "en")[:2],
        "cost": CostBand.NOT_KNOWN,
        "result_state": ResultState.NOT_YET,
    }


def organisation_choices(
    organisations: Sequence[Organisation],
) -> list[tuple[str, str]]:
    """For whom somebody may submit, as a form offers it."""
    return [(key_of(one), name_of(one)) for one in organisations]


def _languages() -> list[tuple[str, str]]:
    found = [(code, language_name(code)) for code in LANGUAGES]
    return sorted(found, key=lambda one: one[1].casefold())


def _clusters(
    organisation: Organisation, practice: Practice | None
) -> list[tuple[str, str]]:
    """The clusters of a region and of all that lies in it, and the present one."""
    if isinstance(organisation, Cluster):
        return [(organisation.slug, organisation.title)]
    rows = Cluster.objects.published().not_merged()
    rows = rows.filter(region__code__startswith=organisation.code)
    found = list(rows.order_by("title").values_list("slug", "title"))
    present = practice.cluster if practice else None
    if present and present.slug not in dict(found):
        found.append((present.slug, present.title))
    return found


def _states(known: str) -> list[tuple[str, Any]]:
    """An organisation knows its own result; "not stated" is of public sources only."""
    return [
        (value, label)
        for value, label in ResultState.choices
        if value != ResultState.NOT_STATED or value == known
    ]
