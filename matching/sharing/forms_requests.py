"""Forms of requests for facilities, of their answers, and of uses."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from matching.sharing.forms import (
    HouseForm,
    choice_field,
    consent_field,
    day_field,
    line_field,
    number_field,
    text_field,
)
from matching.sharing.models import AccessRequest, DeclineReason
from matching.sharing.services import Need, reply_days
from regions.models import Stage


class NeedForm(HouseForm):
    """What a facility is needed for, and when: for requests and for pools."""

    purpose = text_field(
        _("What do you need it for?"),
        6,
        help_text=_(
            "What you plan to do there and with what. No e-mail addresses or telephone"
            " numbers: these are shown once the facility accepts."
        ),
        error_messages={"required": _("Say in a few sentences what you need it for.")},
    )
    capability = line_field(
        _("Capability needed"),
        120,
        required=False,
        help_text=_("In a few words, such as “clean room”."),
    )
    stage = choice_field(_("Stage"), Stage.choices, required=False)
    trl = number_field(
        _("Technology readiness of your work (1 to 9)"), required=False, max_value=9
    )
    wished_from = day_field(_("Wished from"))
    wished_to = day_field(_("Wished until"))
    hours = number_field(_("Hours needed"))

    def need(self) -> Need:
        """What a valid form says of the need."""
        names = ("purpose", "capability", "stage", "trl", "wished_from", "wished_to")
        return Need(**{name: self.cleaned_data[name] for name in names})


class AskForm(NeedForm):
    """A request by one profile."""

    reply_by = day_field(
        _("Answer by"),
        required=False,
        help_text=_("The request closes by itself after this day."),
    )
    consent = consent_field(
        _("If the facility accepts, it sees our contact data, and we see its.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        first, usual, last = reply_days()
        limits = {"min": first.isoformat(), "max": last.isoformat()}
        self.fields["reply_by"].widget.attrs |= limits
        self.fields["reply_by"].initial = usual


class SendForm(HouseForm):
    """By when the facility should answer the request of a pool."""

    reply_by = day_field(_("Answer by"), required=False)


class AcceptForm(HouseForm):
    """The time that is granted."""

    mark = "accept"

    first = day_field(_("Granted from"))
    last = day_field(_("Granted until"))
    hours = number_field(_("Hours granted"))
    answer = text_field(_("A few words with it"), 3, required=False)
    consent = consent_field(
        _("They see our role mailbox and who accepted, and we see their contact data.")
    )


def values_of_wish(request: AccessRequest) -> Mapping[str, Any]:
    """What the form of an acceptance begins with: what was wished."""
    return {
        "first": request.wished_from,
        "last": request.wished_to,
        "hours": request.hours,
    }


class DeclineForm(HouseForm):
    mark = "decline"

    reason = choice_field(
        _("Reason"),
        DeclineReason.choices,
        error_messages={"required": _("Choose a reason.")},
    )
    answer = text_field(_("A few words with it"), 3, required=False)


class EndForm(HouseForm):
    mark = "end"

    closing = text_field(_("A few words with it"), 3, required=False)


class NoteForm(HouseForm):
    """What a curator did about a facility that nobody acts for."""

    mark = "note"

    note = text_field(_("What you did"), 3)


class UseForm(HouseForm):
    """When a facility was used, and with what result."""

    mark = "use"

    starts_on = day_field(_("Used from"))
    ends_on = day_field(_("Used until"))
    hours = number_field(_("Hours"))
    result = text_field(
        _("What came of it"),
        3,
        required=False,
        help_text=_("In a few words. Both sides of this request see it, nobody else."),
    )
