"""What people of both sides and curators write."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.introductions.models_talk import (
    LONGEST_MESSAGE,
    LONGEST_REASONS,
    Category,
    Meeting,
)
from matching.introductions.talk.files import (
    ACCEPTED,
    MOST_FILES,
    Attachment,
    read_attachment,
)

CONTROL = {"class": "form-control"}
CHECK = {"class": "form-check-input"}
_LASTS = (15, 30, 45, 60, 90, 120, 180)


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **CONTROL})


class ManyFiles(forms.ClearableFileInput):
    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Some files, each read once it is known to be small enough."""

    def clean(self, data: Any, initial: Any = None) -> list[Attachment]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise ValidationError(
                _("At most %(count)d files can be sent with a message.")
                % {"count": MOST_FILES}
            )
        checked = [super(AttachmentsField, self).clean(one, initial) for one in files]
        return [
            read_attachment(one) for one in checked if isinstance(one, UploadedFile)
        ]


class MessageForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=LONGEST_MESSAGE,
        widget=_text(4),
    )
    files = AttachmentsField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "Up to three, at most 2 MB each: PDF, PNG, JPEG, office documents without"
            " macros, text, CSV. Only both sides can open them."
        ),
        required=False,
        max_length=200,
        widget=ManyFiles(attrs={"accept": ",".join(ACCEPTED), **CONTROL}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"token": uuid.uuid4()})
        super().__init__(*args, prefix="message", **options)


class MeetingForm(forms.Form):
    """A time in Brussels; what the clock there skips or has twice is refused."""

    starts_at = forms.DateTimeField(
        label=gettext_lazy("Day and time, as clocks show it in Brussels"),
        help_text=gettext_lazy(
            "The calendar file shows everybody the time of the place where they are."
        ),
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", **CONTROL}
        ),
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Minutes"),
        coerce=int,
        initial=45,
        choices=[(one, one) for one in _LASTS],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    place = forms.CharField(
        label=gettext_lazy("Place or link"),
        help_text=gettext_lazy("An address, or the link of a video meeting."),
        max_length=300,
        widget=forms.TextInput(attrs=CONTROL),
    )
    agenda = forms.CharField(
        label=gettext_lazy("What to talk about"),
        max_length=1500,
        required=False,
        widget=_text(4),
    )
    seen = forms.IntegerField(
        required=False, min_value=0, max_value=9999, widget=forms.HiddenInput()
    )

    def clean_starts_at(self) -> Any:
        at = self.cleaned_data["starts_at"]
        if at < timezone.now():
            raise ValidationError(_("Name a time that is still ahead."))
        return at

    @classmethod
    def initial_of(cls, meeting: Meeting | None) -> dict[str, Any]:
        """What the form shows at first: the open meeting, if there is one."""
        if meeting is None:
            return {}
        names = ("starts_at", "minutes", "place", "agenda")
        return {name: getattr(meeting, name) for name in names} | {
            "seen": meeting.sequence
        }


class ReportForm(forms.Form):
    category = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=[("", "–"), *Category.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy(
            "Why you think so. Curators read it; the other side does not."
        ),
        max_length=LONGEST_REASONS,
        widget=_text(5),
    )


class DecisionForm(forms.Form):
    """A curator's decision on a report; which one, its two buttons say."""

    reasons = forms.CharField(
        label=gettext_lazy("Statement of reasons"),
        help_text=gettext_lazy(
            "The facts, and the rule that they break or do not break. Both sides read"
            " it: name no person, and do not quote the report."
        ),
        max_length=LONGEST_REASONS,
        widget=_text(6),
    )
    hides_message = forms.BooleanField(
        label=gettext_lazy("Hide the message and its files"),
        required=False,
        widget=forms.CheckboxInput(attrs=CHECK),
    )
    stops_introduction = forms.BooleanField(
        label=gettext_lazy("Stop the introduction; contact data are closed again"),
        required=False,
        widget=forms.CheckboxInput(attrs=CHECK),
    )
    bars_until = forms.DateField(
        label=gettext_lazy("Bar the organisation from asking until"),
        help_text=gettext_lazy("Empty: it may go on asking others."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **CONTROL}),
    )

    def __init__(self, *args: Any, is_about_message: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_about_message:
            del self.fields["hides_message"]


class WordsForm(forms.Form):
    """An appeal, or a curator's answer to it."""

    words = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_REASONS,
        widget=_text(6),
    )
