"""The forms of strategies and priorities, and what those of all profiles share."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.editing.checking import LONGEST_TEXT
from regions.editing.forms.base import RecordForm
from regions.editing.forms.fields import (
    CodesField,
    KeywordsField,
    address_field,
    capital_choices,
    choice_field,
    text_field,
)
from regions.models import RecordKind, Stage

# Programming periods of the Union's funds, seven years each.
FIRST_PERIOD, PERIOD_YEARS = 2014, 7


def periods() -> list[tuple[str, str]]:
    """The periods one can register a strategy for, the present one first."""
    year = timezone.localdate().year
    starts = range(FIRST_PERIOD, year + 2, PERIOD_YEARS)
    names = [f"{start}-{start + PERIOD_YEARS - 1}" for start in starts]
    return [(name, name.replace("-", "–")) for name in reversed(names)]


class StrategyForm(RecordForm):
    """What is asked about a strategy."""

    kind = RecordKind.STRATEGY

    period = choice_field(
        _("Period"),
        periods,
        required=True,
        help_text=_("One strategy a region and period."),
    )
    title = text_field(
        _("Title"),
        max_length=250,
        help_text=_("As on its cover. Left empty, the portal names region and period."),
    )
    document_url = address_field(
        _("Link to the document"),
        max_length=500,
        help_text=_("The published strategy, so that others can read the source."),
    )
    responsible_body = text_field(
        _("Responsible body"),
        max_length=250,
        help_text=_("The ministry, agency or office that keeps the strategy."),
    )
    mailbox = forms.EmailField(
        label=_("Role mailbox"),
        required=False,
        widget=forms.EmailInput(
            attrs={"class": "form-control", "autocomplete": "email"}
        ),
        help_text=_(
            "An address of the office, not of a person. It is never shown on pages,"
            " in exports or the API; partners see it once both sides have agreed to"
            " meet."
        ),
    )

    def __init__(self, values: dict[str, list[str]], **options: Any) -> None:
        super().__init__(values, **options)
        # A record of another period keeps it.
        known = dict(periods())
        present = "".join(values.get("period", [])[:1])
        if present and present not in known:
            field = self.fields["period"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*known.items(), (present, present)]


class ProfileForm(RecordForm):
    """What priorities and clusters are asked alike."""

    sides = ("offers", "needs")

    title = text_field(
        _("Title"),
        required=True,
        max_length=250,
        help_text=_("The field in a few words, as others will look for it."),
        error_messages={"required": _("Give it a title.")},
    )
    summary = text_field(
        _("Summary"),
        rows=7,
        most=LONGEST_TEXT,
        help_text=_(
            "What is done, by whom, and with whom you want to work; two or three"
            " paragraphs."
        ),
    )
    topics = CodesField(
        label=_("Topics"),
        help_text=_(
            "Economic activities, scientific domains and policy objectives. Two to six"
            " narrow ones say more than many."
        ),
    )
    keywords = KeywordsField(
        label=_("Keywords"),
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text=_("Parted by commas or line ends, at most 30."),
    )
    stages = forms.MultipleChoiceField(
        label=_("Stages of the value chain that you cover"),
        required=False,
        choices=capital_choices(Stage.choices),
        widget=forms.CheckboxSelectMultiple,
    )


class PriorityForm(ProfileForm):
    """What is asked about a priority."""

    kind = RecordKind.PRIORITY

    title_original = text_field(
        _("Title in the original language"), max_length=250, help_text=""
    )
    field_order = (
        "title",
        "title_original",
        "summary",
        "topics",
        "keywords",
        "stages",
    )
