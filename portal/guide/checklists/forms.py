"""The form of one chapter's checklist: three fields for each point."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.guide.checklists.models import LONGEST_NOTE, Mark, Standing
from portal.guide.checklists.queries import Checklist, Line
from portal.guide.checklists.services import EARLIEST, Said

CONTROL = {"class": "form-control"}


class PointForm(forms.Form):
    """What is said of one point; its fields begin with the point's id."""

    use_required_attribute = False
    standing = forms.ChoiceField(
        label=gettext_lazy("State"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    done_on = forms.DateField(
        label=gettext_lazy("Done on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={**CONTROL, "type": "date"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs=CONTROL),
    )
    revision = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, line: Line, number: int) -> None:
        self.line, self.number = line, number
        super().__init__(data, prefix=line.item.id, initial=_initial(line.mark))
        choices = [(value, capfirst(str(word))) for value, word in Standing.choices]
        self.fields["standing"].choices = choices  # type: ignore[attr-defined]
        # What others made of the point while this form was written.
        self.now: Mark | None = None

    def clean(self) -> dict[str, Any]:
        """A day is of what is done; the one from before goes when it no longer is."""
        said = super().clean() or {}
        day = said.get("done_on")
        if day and said.get("standing") not in (None, Standing.DONE):
            if self.line.mark is None or day != self.line.mark.done_on:
                self.add_error(
                    "standing", _("You named a day: choose “done”, or clear the day.")
                )
            said["done_on"] = None
        return said

    def clean_done_on(self) -> Any:
        day = self.cleaned_data["done_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is yet to come."))
        if day and day < EARLIEST:
            words = {"first": date_format(EARLIEST)}
            raise forms.ValidationError(_("Name a day from %(first)s on.") % words)
        return day

    def said(self) -> Said:
        return Said(
            item=self.line.item.id,
            standing=self.cleaned_data["standing"],
            done_on=self.cleaned_data["done_on"],
            note=self.cleaned_data["note"],
            revision=self.cleaned_data["revision"],
        )


class ChecklistForm:
    """All points of a checklist as one form."""

    def __init__(self, checklist: Checklist, data: Mapping[str, Any] | None = None):
        self.points = [
            PointForm(data, line, number)
            for number, line in enumerate(checklist.lines, start=1)
        ]
        self.is_bound = data is not None

    def is_valid(self) -> bool:
        return all([one.is_valid() for one in self.points])

    def said(self) -> list[Said]:
        return [one.said() for one in self.points]

    @property
    def faults(self) -> list[PointForm]:
        """Points with a fault, for the list above the form."""
        return [one for one in self.points if one.is_bound and one.errors]

    def catch_up(self, marks: Iterable[Mark]) -> "ChecklistForm":
        """The same form, on what the marks say now: the next save writes over it.

        What the person typed stays; beside it stands what others said meanwhile.
        """
        now = {one.item: one for one in marks}
        for point in self.points:
            if mark := now.get(point.line.item.id):
                point.data = point.data.copy()
                point.data[point.add_prefix("revision")] = str(mark.revision)
                point.now = mark
        return self


def _initial(mark: Mark | None) -> dict[str, Any]:
    if mark is None:
        return {"standing": Standing.OPEN, "revision": 0}
    return {
        "standing": mark.standing,
        "done_on": mark.done_on,
        "note": mark.note,
        "revision": mark.revision,
    }
