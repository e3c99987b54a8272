"""Forms of importing and exporting."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.sheets.applying import Then
from regions.sheets.exporting import FORMATS
from regions.sheets.tables import WHATS

ENDINGS = (".xlsx", ".csv", ".zip")
WHAT_WORDS = {
    "strategies": gettext_lazy("Strategies with priorities, offers and needs"),
    "clusters": gettext_lazy("Clusters with offers and needs"),
}
FORMAT_WORDS = {
    "xlsx": gettext_lazy("Excel workbook (.xlsx)"),
    "zip": gettext_lazy("CSV files in a ZIP (.zip)"),
}


class UploadForm(forms.Form):
    """One file; what is in it is looked at by a worker."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=150,
        widget=forms.ClearableFileInput(
            attrs={"class": "form-control", "accept": ",".join(ENDINGS)}
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(wrong_ending(file.name))
        return file


def wrong_ending(name: str) -> str:
    """The sentence that refuses a file for its name."""
    if name.lower().endswith((".xlsm", ".xltm", ".xlam")):
        return _("The file holds macros. Save it as .xlsx without them.")
    if name.lower().endswith(".xls"):
        return _("This is an old Excel file (.xls). Save it as .xlsx and upload that.")
    return _("Upload an Excel workbook (.xlsx), a CSV file (.csv) or a ZIP of such.")


class ApplyForm(forms.Form):
    """What becomes of new records; only curators publish without a check."""

    then = forms.ChoiceField(
        label=gettext_lazy("New records"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        initial=Then.DRAFT,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["then"].choices = [
            (value, label)
            for value, label in Then.choices
            if value != Then.PUBLISH or user.is_staff
        ]


class ExportForm(forms.Form):
    """Which records, and in which format."""

    what = forms.ChoiceField(
        label=gettext_lazy("Records"),
        choices=[(name, WHAT_WORDS[name]) for name in WHATS],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[(name, FORMAT_WORDS[name]) for name in FORMATS],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        everything = ("", _("all that you may change"))
        self.fields["region"].choices = [everything, *places]
