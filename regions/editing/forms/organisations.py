"""The forms of clusters and facilities."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from regions.editing.checking import LONGEST_TEXT
from regions.editing.documents import Document
from regions.editing.forms.base import RecordForm
from regions.editing.forms.fields import (
    CodesField,
    KeywordsField,
    PlaceField,
    PlacesField,
    address_field,
    boxes_field,
    capital_choices,
    choice_field,
    number_field,
    text_field,
)
from regions.editing.forms.records import ProfileForm
from regions.editing.values import Values
from regions.models import FacilityKind, RecordKind
from regions.models.cluster_words import LANGUAGES, ClusterService, language_name

FIRST_YEAR = 1800
MEMBERS = (
    "members_total",
    "sme_members",
    "large_members",
    "research_members",
    "public_members",
)
CONTACT = _(
    "Never shown on pages, in exports or the API; partners see it once both sides have"
    " agreed to meet."
)


def languages() -> list[tuple[str, str]]:
    """Working languages by their names in the reader's language."""
    named = [(code, capfirst(language_name(code))) for code in LANGUAGES]
    return sorted(named, key=lambda one: one[1])


def _limit_year(field: Any) -> None:
    """Let a field take no year that is still to come."""
    last = timezone.localdate().year
    field.validators = [*field.validators, MaxValueValidator(last)]
    field.widget.attrs["max"] = last


class ClusterForm(ProfileForm):
    """What is asked about a cluster organisation."""

    kind = RecordKind.CLUSTER

    title = text_field(
        _("Name"),
        required=True,
        max_length=250,
        help_text=_("As the cluster calls itself; the legal name has its own field."),
        error_messages={"required": _("Give it a name.")},
    )
    acronym = text_field(_("Short name"), max_length=60)
    legal_name = text_field(
        _("Legal name"),
        max_length=250,
        help_text=_("Of the organisation that stands behind the cluster."),
    )
    label = text_field(
        _("Excellence label"),
        max_length=120,
        help_text=_("For example a cluster label of the ECEI, and its year."),
    )
    website = address_field(_("Website"), max_length=300)
    region = PlaceField(
        label=_("Region of the seat"),
        required=False,
        help_text=_("The smallest region you know: it may be a district or a country."),
    )
    city = text_field(_("Town"), max_length=120)
    founded = number_field(_("Founded in the year"), min_value=FIRST_YEAR)
    team_size = number_field(_("People in the management team"), max_value=10_000)
    members_total = number_field(_("Members in all"), max_value=1_000_000)
    sme_members = number_field(_("Small and medium-sized companies"))
    large_members = number_field(_("Large companies"))
    research_members = number_field(_("Research and education"))
    public_members = number_field(_("Public bodies"))
    services = boxes_field(
        _("Services"),
        capital_choices(ClusterService.choices),
        help_text=_("What you do for your members and for partners."),
    )
    languages = boxes_field(
        _("Working languages"),
        languages,
        help_text=_("In which partners can write to you and meet you."),
    )
    target_regions = PlacesField(
        label=_("Target regions"),
        help_text=_("Regions or countries where you look for partners."),
    )
    mailbox = forms.EmailField(
        label=_("Role mailbox"),
        required=False,
        widget=forms.EmailInput(
            attrs={"class": "form-control", "autocomplete": "email"}
        ),
        help_text=_("An address of the office, not of a person."),
    )
    phone = text_field(_("Telephone"), max_length=40)
    contact_person = text_field(
        _("Contact person"),
        max_length=150,
        help_text=_(
            "The name is visible to your own people, and to partners once both sides"
            " have agreed to meet."
        ),
    )

    def __init__(self, values: Values, **options: Any) -> None:
        super().__init__(values, **options)
        _limit_year(self.fields["founded"])

    @property
    def seat(self) -> Any:
        """The choice of the region of the seat."""
        return self.topic_choice("region")

    @property
    def targets(self) -> Any:
        """The choice of target regions."""
        return self.topic_choice("target_regions")

    def member_fields(self) -> list[forms.BoundField]:
        """How many members there are, and of which kinds."""
        return [self[name] for name in MEMBERS]

    def contact_fields(self) -> list[forms.BoundField]:
        """What only partners get to see."""
        names = ("mailbox", "phone", "contact_person")
        return [self[name] for name in names if name in self.fields]


class CheckedClusterForm(ClusterForm):
    """The form for curators, who neither read nor change what leads to one person."""

    # So Django removes a field.
    phone = None
    contact_person = None


class FacilityForm(RecordForm):
    """What is asked about a facility."""

    kind = RecordKind.FACILITY

    name = text_field(
        _("Name"),
        required=True,
        max_length=250,
        error_messages={"required": _("Give it a name.")},
    )
    region = PlaceField(
        label=_("Region"),
        required=False,
        help_text=_("Where it stands; the smallest region you know."),
    )
    host = text_field(
        _("Host"),
        max_length=300,
        help_text=_("The organisation that runs it and whom others would ask."),
    )
    website = address_field(_("Website"), max_length=500)
    field = text_field(_("Field"), max_length=150)
    category = text_field(_("Category"), max_length=200)
    topics = CodesField(
        label=_("Topics"),
        help_text=_("Economic activities and scientific domains that it serves."),
    )
    keywords = KeywordsField(
        label=_("Keywords"),
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text=_("Parted by commas or line ends, at most 30."),
    )
    access_terms = text_field(
        _("Access terms"),
        rows=5,
        most=LONGEST_TEXT,
        help_text=_(
            "Who may use it, for what, at which price, how long one waits, whom to ask."
        ),
    )
    known_as_of = number_field(
        _("Known as of the year"),
        min_value=FIRST_YEAR,
        help_text=_("When you last knew this to be so."),
    )
    field_order = ("name", "kind")

    def __init__(self, values: Values, **options: Any) -> None:
        super().__init__(values, **options)
        _limit_year(self.fields["known_as_of"])

    @property
    def place(self) -> Any:
        """The choice of the region."""
        return self.topic_choice("region")


# In the class the name stands for the kind of record.
FacilityForm.base_fields["kind"] = choice_field(
    _("Kind"), capital_choices(FacilityKind.choices), required=True
)


def facility_form_of(code: str) -> type[FacilityForm]:
    """The form of a facility of this region itself: there it stays."""

    class RegionFacilityForm(FacilityForm):
        region = None  # type: ignore[assignment] # so Django removes a field

        def document(self) -> Document:
            return super().document() | {"region": code}

        def loose_document(self) -> Document:
            return super().loose_document() | {"region": code}

    return RegionFacilityForm
