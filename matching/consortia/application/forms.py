"""Forms of an application: pieces, letters, stage, result, and the next call."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.calls.models import Call
from matching.consortia.models import ConsortiumMember
from matching.consortia.models_application import LONGEST_NOTE, LONGEST_TEXT, Task
from matching.introductions.talk.files import Attachment, read_attachment
from portal.accounts.models import User
from portal.accounts.uploads import KINDS

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
SIGNED = (".jpeg", *(kind.suffix for kind in KINDS))


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={**CONTROL, "type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


def _words(label: Any, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={**CONTROL, "rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


class TaskForm(forms.Form):
    """A piece. `token` is new with each empty form: a form sent twice counts once."""

    title = forms.CharField(
        label=_("What is missing?"),
        max_length=200,
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say in one line what is missing.")},
    )
    member = forms.ModelChoiceField(
        label=_("Who brings it?"),
        queryset=ConsortiumMember.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
        widget=forms.Select(attrs=SELECT),
    )
    due = _day(
        _("Until when?"),
        required=False,
        help_text=_("People are reminded 7 days and 1 day before."),
    )
    note = _words(_("Note"), LONGEST_NOTE, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        members: Sequence[ConsortiumMember],
        task: Task | None = None,
        **more: Any,
    ) -> None:
        initial = _values_of(task) if task else {"token": uuid.uuid4()}
        super().__init__(*args, initial=initial, **more)
        keys = [one.pk for one in members]
        rows = ConsortiumMember.objects.with_who().filter(pk__in=keys)
        self.fields["member"].queryset = rows
        # A usual piece says itself in each reader's language.
        self.fields["title"].required = not (task and task.kind)

    def values(self) -> dict[str, Any]:
        """What a valid form says, without its token."""
        return {key: val for key, val in self.cleaned_data.items() if key != "token"}

    @property
    def sent_token(self) -> uuid.UUID:
        return self.cleaned_data.get("token") or uuid.uuid4()


def _values_of(task: Task) -> dict[str, Any]:
    return {
        "title": task.label,
        "member": task.member_id,
        "due": task.due,
        "note": task.note,
    }


class PersonForm(forms.Form):
    """Which colleague brings a piece; `people` are those who write for the partner."""

    person = forms.ModelChoiceField(
        label=_("Which of you does it?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
        widget=forms.Select(attrs=SELECT),
        help_text=_("Only your colleagues see whom you name."),
    )

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].queryset = people


class LetterForm(forms.Form):
    """The signed letter and the day of its signature."""

    signed_on = _day(
        _("Signed on"), error_messages={"required": _("Say when it was signed.")}
    )
    file = forms.FileField(
        label=_("Signed letter"),
        widget=forms.ClearableFileInput(
            attrs={"class": "form-control", "accept": ",".join(SIGNED)}
        ),
        help_text=_("PDF, PNG or JPEG, at most 2 MB."),
        error_messages={"required": _("Choose the file of the signed letter.")},
    )
    use_required_attribute = False

    def clean_signed_on(self) -> Any:
        return _not_ahead(self.cleaned_data["signed_on"])

    def clean_file(self) -> Attachment:
        found = read_attachment(self.cleaned_data["file"])
        if found.media_type not in {kind.media_type for kind in KINDS}:
            raise forms.ValidationError(_("This is no PDF, PNG or JPEG file."))
        return found


class SubmitForm(forms.Form):
    """That it was handed in."""

    on = _day(_("Submitted on"), initial=timezone.localdate)
    reference = forms.CharField(
        label=_("Number of the proposal"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=CONTROL),
    )
    is_anyway = forms.BooleanField(
        label=_("Submit it although rules are not met, or nobody can tell"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    reason = _words(_("Why?"), LONGEST_NOTE, required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, unmet: int = 0, **more: Any) -> None:
        super().__init__(*args, **more)
        if not unmet:
            del self.fields["is_anyway"], self.fields["reason"]


class ResultForm(forms.Form):
    """What the funder said."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=[
            ("", "–"),
            ("funded", _("it will be funded")),
            ("refused", _("it was not chosen")),
        ],
        widget=forms.Select(attrs=SELECT),
    )
    on = _day(_("Day of the result"))
    amount = forms.DecimalField(
        label=_("Grant in euro"),
        required=False,
        min_value=1,
        max_digits=12,
        decimal_places=0,
        widget=forms.NumberInput(attrs={**CONTROL, "inputmode": "numeric"}),
    )
    evaluation = _words(
        _("What the evaluation says"),
        LONGEST_TEXT,
        required=False,
        help_text=_("Reasons and points; only the members read it here."),
    )
    lessons = _words(_("What we learned"), LONGEST_TEXT, required=False)
    use_required_attribute = False

    def values(self) -> dict[str, Any]:
        """What a valid form says, as the service takes it."""
        said = dict(self.cleaned_data)
        return {"is_funded": said.pop("result") == "funded", **said}


class WithdrawForm(forms.Form):
    reason = _words(
        _("Why is it withdrawn?"), LONGEST_NOTE, required=False, help_text=""
    )


class LessonsForm(forms.Form):
    lessons = _words(_("What we learned"), LONGEST_TEXT, rows=6, required=False)


class ReuseForm(forms.Form):
    """The next call, and what the new consortium is called."""

    call = forms.ModelChoiceField(
        label=_("For which call?"),
        queryset=Call.objects.none(),
        to_field_name="slug",
        widget=forms.Select(attrs=SELECT),
        error_messages={
            "required": _("Choose a call."),
            "invalid_choice": _("Choose one of these calls."),
        },
    )
    title = forms.CharField(
        label=_("Title of the new consortium"),
        max_length=200,
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Give the new consortium a title.")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, calls: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["call"].queryset = calls


def _not_ahead(day: Any) -> Any:
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come."))
    return day
