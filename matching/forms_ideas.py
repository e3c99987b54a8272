"""The form of an idea: its text and details, beside the filters of its list."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import ideas
from matching.filters import IdeaFilterSet
from matching.ideas_checks import check_text, numbered_items
from portal.web.filtering import is_page_number
from regions.models import ItemKind, Stage
from regions.queries.vocabulary import Labels, Vocabulary

# An address holds so much of a text; longer ones are sent in the body.
LONGEST_IN_ADDRESS = 2_000
ITEM_LINES = 3
SIDES = ("offer", "need")
NOT_OFFERED = gettext_lazy("There is no “%(value)s” in this list.")


def _many(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    messages = {"invalid_choice": NOT_OFFERED}
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, error_messages=messages
    )


def _kinds() -> list[tuple[str, str]]:
    """Kinds of offers and needs, the one first that is taken where none is named."""
    choices = sorted(ItemKind.choices, key=lambda one: one[0] != ItemKind.TECHNOLOGY)
    return [(value, capfirst(label)) for value, label in choices]


def filters_among(data: QueryDict) -> QueryDict:
    """The part of an address that filters and orders the partners."""
    found = QueryDict(mutable=True)
    for name in IdeaFilterSet.base_filters:
        if any(data.getlist(name)):
            found.setlist(name, data.getlist(name))
    return found


class IdeaForm(forms.Form):
    """An idea as it was asked; a parameter it does not know is an error.

    `filterset` holds the choices among its partners, which may be wrong by themselves.
    """

    idea = forms.CharField(
        label=gettext_lazy("Describe your idea"),
        help_text=gettext_lazy(
            "A sentence or a paragraph, in English, German or French. It is not stored."
        ),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4}),
        error_messages={"required": gettext_lazy("Write what you want to do.")},
    )
    topic = _many(gettext_lazy("Topics"))
    topics = forms.ChoiceField(
        label=gettext_lazy("Topics"),
        choices=[("none", gettext_lazy("none"))],
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    stage = _many(gettext_lazy("Stages you cover"), Stage.choices)
    region = forms.CharField(label=gettext_lazy("Your region"), required=False)
    page = forms.CharField(required=False)
    long = forms.ChoiceField(choices=[("1", "1")], required=False)

    def __init__(self, data: Any, words: Vocabulary, *, is_long: bool) -> None:
        super().__init__(data, auto_id="idea-%s")
        self.words, self.is_long = words, is_long
        self.filterset = IdeaFilterSet(
            filters_among(data) if data else None, words=words
        )
        most = ideas.MOST_CHARACTERS if is_long else LONGEST_IN_ADDRESS
        # One message of our own; the attribute also stops typing beyond it.
        self.fields["idea"].widget.attrs["maxlength"] = most
        self.most = most
        labels = Labels(words.topics, with_code=True)
        self.fields["topic"].choices = list(labels.items())
        for side in SIDES:
            for number in range(1, ITEM_LINES + 1):
                self._add_line(f"{side}_{number}")

    def _add_line(self, name: str) -> None:
        label = _("Offer") if name.startswith("offer") else _("Need")
        number = name.rpartition("_")[2]
        self.fields[name] = forms.CharField(
            label=f"{label} {number}",
            max_length=ideas.LONGEST_ITEM,
            required=False,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
        self.fields[f"{name}_kind"] = forms.ChoiceField(
            label=_("Kind of %(line)s") % {"line": f"{label} {number}"},
            choices=_kinds(),
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
            error_messages={"invalid_choice": NOT_OFFERED},
        )

    def clean_idea(self) -> str:
        # A browser counts the end of a line once, and sends two characters for it.
        text = self.cleaned_data["idea"].replace("\r\n", "\n")
        if len(text) > self.most:
            raise forms.ValidationError(self._too_long(len(text)))
        if fault := check_text(text):
            raise forms.ValidationError(fault)
        return text

    def _too_long(self, length: int) -> str:
        numbers = {"length": length, "most": self.most}
        if self.is_long:
            sentence = _("This text has %(length)s characters; at most %(most)s fit.")
        else:
            sentence = _(
                "This text has %(length)s characters; an address holds %(most)s. Use"
                " the form for longer texts."
            )
        return sentence % numbers

    def clean_region(self) -> str:
        code = self.cleaned_data["region"]
        if code and code not in self.words.places:
            raise forms.ValidationError(NOT_OFFERED % {"value": code})
        return code

    def clean_page(self) -> int:
        text = self.cleaned_data["page"] or "1"
        if not is_page_number(text):
            raise forms.ValidationError(_("Write a whole number from 1 up."))
        return int(text)

    def clean_topic(self) -> list[str]:
        codes = self.cleaned_data["topic"]
        if len(codes) > ideas.MOST_TOPICS:
            sentence = _("At most %(most)s topics fit.")
            raise forms.ValidationError(sentence % {"most": ideas.MOST_TOPICS})
        return codes

    def clean(self) -> dict[str, Any]:
        known = {*self.fields, *IdeaFilterSet.base_filters, "csrfmiddlewaretoken"}
        for name in sorted(set(self.data) - known):
            self.add_error(None, _("There is no filter “%(name)s”.") % {"name": name})
        if self.cleaned_data.get("topics") and self.cleaned_data.get("topic"):
            self.add_error("topics", _("Name topics, or none; not both."))
        return super().clean()

    def as_idea(self) -> ideas.Idea:
        """The idea that was asked, once the form is valid."""
        data = self.cleaned_data
        read = not data["topic"] and not data["topics"]
        offers, needs = (
            [
                (data[f"{side}_{n}_kind"] or ItemKind.TECHNOLOGY, data[f"{side}_{n}"])
                for n in range(1, ITEM_LINES + 1)
                if data[f"{side}_{n}"]
            ]
            for side in SIDES
        )
        offered, needed = numbered_items(offers, needs)
        return ideas.Idea(
            text=data["idea"],
            topics=None if read else tuple(data["topic"]),
            offers=offered,
            needs=needed,
            stages=tuple(data["stage"]),
            region=data["region"],
        )
