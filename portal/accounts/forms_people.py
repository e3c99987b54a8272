"""Forms about mandates, claims and invitations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Claim, Mandate, Role
from portal.accounts.services import Proof
from portal.accounts.uploads import read_proof

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
ROLE_HELP = _(
    "Owners invite people and decide who may do what. Editors write records. Readers"
    " see what is not public."
)


class DayField(forms.DateField):
    """A last day: today or later, or none."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **CONTROL})
        super().__init__(widget=widget, required=False, **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value < timezone.localdate():
            raise ValidationError(_("The last day cannot be in the past."))


def _role_field(**options: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs=SELECT)
    return forms.ChoiceField(
        label=_("Role"), choices=Role.choices, widget=widget, **options
    )


class ProofField(forms.FileField):
    """A file that is read once size and kind are known to be right."""

    def clean(self, data: Any, initial: Any = None) -> Proof | None:
        file = super().clean(data, initial)
        return read_proof(file) if isinstance(file, UploadedFile) else None


class ClaimForm(forms.Form):
    """What somebody says who claims to act for an organisation."""

    role = _role_field(initial=Role.OWNER, help_text=ROLE_HELP)
    statement = forms.CharField(
        label=_("What is your task there?"),
        help_text=_("In a few sentences, for the curator who decides."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, **CONTROL}),
    )
    proof_url = forms.URLField(
        label=_("Page that shows it"),
        help_text=_(
            "For example the page of your office that names you. A page or a file: one"
            " of the two is needed."
        ),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs=CONTROL),
    )
    proof = ProofField(
        label=_("File that shows it"),
        help_text=_(
            "PDF, PNG or JPEG, at most 5 MB. Only you and the curators can open it; it"
            " is deleted six months after the decision."
        ),
        required=False,
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.png,.jpg,.jpeg", **CONTROL},
        ),
    )


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", **CONTROL}),
    )
    role = _role_field(initial=Role.EDITOR, help_text=ROLE_HELP)
    ends_on = DayField(label=_("Last day of the mandate"))


class GrantForm(InviteForm):
    """A curator gives a mandate to somebody who has an account."""


class RoleForm(forms.Form):
    role = _role_field(help_text=ROLE_HELP)


class EndForm(forms.Form):
    """Another last day; empty means that the mandate runs on."""

    ends_on = DayField(
        label=_("Last day of the mandate"),
        help_text=_("Empty: without a last day."),
    )


class HandOverForm(forms.Form):
    """To whom an owner hands over, and until when he stays."""

    to = forms.ChoiceField(label=_("Colleague"), widget=forms.Select(attrs=SELECT))
    ends_on = DayField(
        label=_("Last day of the mandate"),
        help_text=_("Empty: it ends at once."),
    )

    def __init__(self, *args: Any, successors: list[Mandate], **options: Any) -> None:
        super().__init__(*args, **options)
        self._by_key = {str(one.pk): one for one in successors}
        self.fields["to"].choices = [
            (key, f"{one.user} ({one.get_role_display()})")
            for key, one in self._by_key.items()
        ]

    def successor(self) -> Mandate:
        return self._by_key[self.cleaned_data["to"]]


class DecisionForm(forms.Form):
    """What a curator decides on a claim."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Claim.State.GRANTED, _("Grant the mandate")),
            (Claim.State.REFUSED, _("Refuse the claim")),
        ],
        widget=forms.Select(attrs=SELECT),
    )
    role = _role_field(help_text=_("If you grant it: in this role."))
    ends_on = DayField(
        label=_("Last day of the mandate"),
        help_text=_("If you grant it for a time only."),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("The person reads them. Needed if you refuse."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, **CONTROL}),
    )
