"""Forms of pooled demand and of wishes to invest together."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from matching.sharing.forms import (
    HouseForm,
    boxes_field,
    choice_field,
    consent_field,
    day_field,
    line_field,
    number_field,
    text_field,
)
from matching.sharing.forms_requests import NeedForm
from matching.sharing.models import LEAST, CostBand, Pool, PoolMember, Share
from matching.sharing.services import PoolSaid, WishSaid, join_days, wish_days
from regions.editing.forms.fields import CodesField
from regions.editing.forms.topics import TopicsForm
from regions.models import Facility, Stage


def _limit(form: forms.Form, name: str, days: tuple) -> None:
    first, last = days
    limits = {"min": first.isoformat(), "max": last.isoformat()}
    form.fields[name].widget.attrs |= limits


class PoolForm(NeedForm):
    """Demand that others can join; `hours` are the own share."""

    title = line_field(
        _("What is it about?"),
        200,
        help_text=_("In one line, as others will look for it."),
    )
    facility = line_field(
        _("Facility"),
        120,
        required=False,
        help_text=_(
            "The last part of the address of its page. Leave it empty if you look for a"
            " capability: you choose the facility later."
        ),
    )
    join_by = day_field(
        _("Others can join until"), help_text=_("After this day you send the request.")
    )
    consent = consent_field(
        _("If the facility accepts, it sees our contact data, and we see its.")
    )
    field_order = ("title", "facility", "purpose", "capability", "stage", "trl")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _limit(self, "join_by", join_days())
        self.fields["hours"].label = _("Your share in hours")

    def clean_facility(self) -> Facility | None:
        slug = self.cleaned_data["facility"].strip().strip("/").rpartition("/")[2]
        if not slug:
            return None
        found = Facility.objects.published().filter(slug=slug)
        facility = found.select_related("region", "cluster").first()
        if facility is None:
            raise forms.ValidationError(_("There is no facility at this address."))
        return facility

    def said(self) -> PoolSaid:
        """What a valid form says."""
        data = self.cleaned_data
        return PoolSaid(
            title=data["title"],
            need=self.need(),
            join_by=data["join_by"],
            facility=data["facility"],
        )


def values_of_pool(pool: Pool, own: PoolMember | None) -> Mapping[str, Any]:
    """What the form of a pool begins with."""
    same = ("title", "purpose", "capability", "stage", "trl", "join_by")
    return {
        **{name: getattr(pool, name) for name in same},
        "wished_from": pool.wished_from,
        "wished_to": pool.wished_to,
        "facility": pool.facility.slug if pool.facility else "",
        "hours": own.hours if own else None,
    }


class JoinPoolForm(HouseForm):
    """A share of a pool, for one of the own profiles."""

    profile = forms.CharField(max_length=120, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    hours = number_field(_("Your share in hours"))
    consent = consent_field(
        _(
            "We agree to the request as it is written here. If the facility accepts, it"
            " sees our contact data, and we see its."
        )
    )


class WishForm(HouseForm, TopicsForm):
    """A wish to invest together."""

    title = line_field(
        _("What would you invest in?"),
        200,
        help_text=_("In one line: “a shared pilot line for blade recycling”."),
    )
    text = text_field(
        _("In more words"),
        8,
        max_length=3000,
        help_text=_(
            "What it is, who would use it, where it could stand, and what you would"
            " bring. No e-mail addresses or telephone numbers."
        ),
    )
    topics = CodesField(
        label=_("Topics"), help_text=_("Two to six narrow ones say more than many.")
    )
    stages = boxes_field(_("Stages of the value chain"), Stage.choices)
    cost = choice_field(_("Rough cost as a whole"), CostBand.choices)
    share = choice_field(
        _("What you could give"),
        Share.choices,
        help_text=_(
            "Nobody sees what a single member could give. From three members on the"
            " page says what all could give at least, rounded down."
        ),
    )
    regions_needed = number_field(
        _("How many regions should share it?"), LEAST, max_value=30, initial=LEAST
    )
    countries_needed = number_field(
        _("From how many countries?"), LEAST, max_value=30, initial=LEAST
    )
    until = day_field(_("Until when?"))

    def __init__(
        self, data: QueryDict | None = None, *, search: str | None = None, **more: Any
    ) -> None:
        super().__init__(data, search=search, **more)
        _limit(self, "until", wish_days())

    def said(self) -> WishSaid:
        """What a valid form says, without the share."""
        data = dict(self.cleaned_data)
        data.pop("share")
        return WishSaid(**data)


class JoinWishForm(HouseForm):
    """That one of the own profiles shares a wish."""

    profile = forms.CharField(max_length=120, widget=forms.HiddenInput)
    share = choice_field(
        _("What you could give"),
        Share.choices,
        help_text=_("Nobody sees what a single member could give."),
        error_messages={"required": _("Choose what you could give.")},
    )
