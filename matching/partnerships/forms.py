"""The forms of partnerships: what it is about, seats, letters, milestones, reports."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.commitments.steps import MEANINGS, Step
from matching.partnerships.choices import MemberRole, Phase
from matching.partnerships.models import Partnership, PartnershipMember
from matching.partnerships.models.members import LONGEST
from matching.partnerships.models.partnership import LONGEST_TEXT
from matching.partnerships.services import Said
from portal.accounts.forms_people import ProofField
from regions.editing.forms.fields import CodesField
from regions.editing.forms.topics import TopicsForm
from regions.models import Profile

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}


def capital(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, str]]:
    return [(value, capfirst(str(word))) for value, word in choices]


def long_text(label: Any, help_text: Any = "", *, rows: int = 4, **more: Any):
    """A text of several lines; nobody has to write it unless it is said."""
    values = {"max_length": LONGEST, "required": False, "help_text": help_text}
    widget = forms.Textarea(attrs={**CONTROL, "rows": rows})
    return forms.CharField(**{"label": label, "widget": widget, **values, **more})


def day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={**CONTROL, "type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


def one_of(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs=SELECT)
    return forms.ChoiceField(
        label=label, choices=capital(choices), widget=widget, **more
    )


class AboutForm(TopicsForm):
    """What a partnership is about."""

    title = forms.CharField(
        label=_("Name of the partnership"),
        max_length=200,
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Give it a name.")},
    )
    theme = forms.CharField(
        label=_("Theme in a few words"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=CONTROL),
    )
    scope = long_text(
        _("Scope"),
        _("What belongs to it and what does not. The narrower, the more comes of it."),
        rows=6,
        max_length=LONGEST_TEXT,
    )
    topics = CodesField(
        label=_("Topics"), help_text=_("Two to six narrow ones say more than many.")
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs=CONTROL),
    )
    use_required_attribute = False

    def __init__(
        self, data: QueryDict | None = None, *, search: str | None = None, **more: Any
    ) -> None:
        super().__init__(data, search=search, **more)
        if search is not None:
            # Nothing is said to be wrong while somebody looks for a topic.
            self._errors = ErrorDict()

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """What a kind of this form asks beside the fields of this one."""
        return [self[name] for name in self.fields if name not in ABOUT]

    def error_lines(self) -> list[dict[str, str]]:
        """All faults for the top of the page: which field, where it stands, what."""
        return [
            {
                "label": str(self.fields[name].label) if name in self.fields else "",
                "target": f"id_{name}" if name in self.fields else "",
                "text": str(text),
            }
            for name, errors in self.errors.items()
            for text in errors
        ]

    def said(self) -> Said:
        """What a valid form says of the partnership."""
        return Said(**{name: self.cleaned_data[name] for name in ABOUT})


ABOUT = tuple(AboutForm.base_fields)


class SetUpForm(AboutForm):
    """How a curator sets one up."""

    phase = one_of(_("Phase"), Phase.choices, initial=Phase.SET_UP)


def values_of(one: Partnership) -> Mapping[str, Any]:
    """What the form of a partnership begins with."""
    same = ("title", "theme", "scope", "website")
    return {
        **{name: getattr(one, name) for name in same},
        "topics": sorted(topic.pk for topic in one.topics.all()),
    }


class JoinForm(forms.Form):
    """Somebody asks for a seat."""

    profile = one_of(_("With which profile?"), [])
    role = one_of(
        _("As what?"),
        [
            (MemberRole.MEMBER, _("member: works in it")),
            (MemberRole.OBSERVER, _("observer: is kept informed")),
        ],
    )
    message = long_text(
        _("What you would bring"), _("The leads read it when they answer.")
    )

    def __init__(self, data: Any = None, *, profiles: Iterable[Profile] = ()) -> None:
        super().__init__(data)
        field = self.fields["profile"]
        field.choices = [
            (one.slug, f"{one.title} ({one.region.label})") for one in profiles
        ]


class InviteForm(forms.Form):
    """A profile that was found is invited."""

    role = one_of(_("As what?"), MemberRole.choices, initial=MemberRole.MEMBER)
    message = long_text(_("Message"), _("Why you invite them, in a few sentences."))


class ReasonForm(forms.Form):
    reason = long_text(_("Reason"), rows=3, required=True)


class PledgeForm(forms.Form):
    """How firmly a member stands by it; the service knows what must be there."""

    step = forms.TypedChoiceField(
        label=_("How far do you go?"), coerce=int, widget=forms.Select(attrs=SELECT)
    )
    valid_until = day(
        _("Valid until"),
        required=False,
        help_text=_(
            "Empty: two years for a letter or money, as the entry conditions ask."
        ),
    )
    proof = long_text(
        _("What shows it?"),
        _("From “mandate shown” on a text, a page or a file is needed."),
        rows=3,
    )
    proof_url = forms.URLField(
        label=_("Page that shows it"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs=CONTROL),
    )
    file = ProofField(
        label=_("File that shows it"),
        help_text=_(
            "PDF, PNG or JPEG, at most 5 MB. The people of members and curators can"
            " open it; it is deleted six months after the step has ended."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg", **CONTROL}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["step"].choices = [
            ("", "–"),
            *((one.value, f"{one.label}: {MEANINGS[one]}") for one in Step),
        ]
        first = timezone.localdate() + datetime.timedelta(days=1)
        self.fields["valid_until"].widget.attrs["min"] = first.isoformat()


class PhaseForm(forms.Form):
    phase = one_of(_("Phase"), Phase.choices)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs=CONTROL),
    )


class MilestoneForm(forms.Form):
    title = forms.CharField(
        label=_("Milestone"), max_length=200, widget=forms.TextInput(attrs=CONTROL)
    )
    phase = one_of(_("Phase"), Phase.choices)
    due_on = day(_("Due on"))


class HandoverForm(forms.Form):
    """The lead is offered to a member."""

    taker = one_of(_("To whom?"), [])
    is_shared = forms.BooleanField(
        label=_("Both lead afterwards"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(
        self, data: Any = None, *, members: Iterable[PartnershipMember] = ()
    ) -> None:
        super().__init__(data)
        field = self.fields["taker"]
        field.choices = [(str(one.pk), one.label) for one in members]


class ReportForm(forms.Form):
    progress = long_text(
        _("Progress"),
        _("What was reached, and what it changed. Needed to submit the report."),
        rows=6,
        max_length=LONGEST_TEXT,
    )
    obstacles = long_text(_("Obstacles"), rows=4, max_length=LONGEST_TEXT)
    next_steps = long_text(_("Next steps"), rows=4, max_length=LONGEST_TEXT)
    is_public = forms.BooleanField(
        label=_("Show it to everybody once it is submitted"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
