"""The two questions with what may be said beside them, and what was learned."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.organisations import Organisation, name_of
from portal.guide.chapters import CHAPTERS
from portal.guide.peers.asking import Said
from portal.guide.peers.models import (
    LONGEST_LEARNED,
    LONGEST_NOTE,
    LONGEST_TEXT,
    Preference,
)
from portal.guide.peers.people import key_of
from portal.guide.peers.services import check_texts, mark_of
from portal.guide.practices.choices import PolicyStage
from portal.guide.practices.models import Practice
from regions.models import Region
from regions.queries.vocabulary import vocabulary

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
# Regions that a visitor can choose: countries and NUTS level 2.
LEVELS = (0, 2)


def _long(label: Any, help_text: Any, *, rows: int, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={**CONTROL, "rows": rows})
    options = {"max_length": LONGEST_TEXT, **options}
    return forms.CharField(label=label, help_text=help_text, widget=area, **options)


class QuestionForm(forms.Form):
    """What somebody asks peers; whom they act for is chosen where there are several."""

    wants = _long(
        gettext_lazy("What do you want to solve?"),
        gettext_lazy(
            "In English, German or French. Leave out e-mail addresses and telephone"
            " numbers."
        ),
        rows=4,
        error_messages={"required": gettext_lazy("Say what you want to solve.")},
    )
    tried = _long(
        gettext_lazy("What have you tried, or what stands in the way?"),
        gettext_lazy("Who answers can then begin where you are."),
        rows=3,
        required=False,
    )
    whom = forms.ChoiceField(
        label=gettext_lazy("On whose behalf?"),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    region = forms.CharField(label=gettext_lazy("Your region"), required=False)
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage of your policy"),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    preferences = forms.MultipleChoiceField(
        label=gettext_lazy("What counts more for you"),
        help_text=gettext_lazy(
            "What you tick counts about double; another country is a condition."
        ),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    no_topics = forms.BooleanField(
        label=gettext_lazy("My question is about policy in general, not an industry"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    chapter = forms.CharField(required=False, widget=forms.HiddenInput)
    practice = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        user: Any,
        organisations: list[Organisation],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.user, self.organisations = user, organisations
        self.fields["whom"].choices = [
            (_code(one), name_of(one)) for one in organisations
        ]
        self.fields["stage"].choices = [
            ("", _("not said")),
            *((value, capfirst(str(label))) for value, label in PolicyStage.choices),
        ]
        self.fields["preferences"].choices = [
            (value, capfirst(str(label))) for value, label in Preference.choices
        ]

    def clean_wants(self) -> str:
        return self._without_contacts("wants")

    def clean_tried(self) -> str:
        return self._without_contacts("tried")

    def _without_contacts(self, name: str) -> str:
        text = self.cleaned_data[name].strip()
        try:
            check_texts({name: text})
        except ValidationError as error:
            raise ValidationError(error.message_dict[name]) from None
        return text

    def clean_region(self) -> Region | None:
        code = self.cleaned_data["region"].strip()
        found = Region.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise ValidationError(_("There is no such region in this list."))
        return found

    def clean_chapter(self) -> str:
        slug = self.cleaned_data["chapter"]
        if slug and slug not in CHAPTERS:
            raise ValidationError(_("There is no such chapter."))
        return slug

    def clean_practice(self) -> Practice | None:
        slug = self.cleaned_data["practice"]
        rows = Practice.objects.visible_to(self.user).published()
        found = rows.filter(slug=slug).first() if slug else None
        if slug and found is None:
            raise ValidationError(_("This practice is not public."))
        return found

    @property
    def organisation(self) -> Organisation | None:
        """On whose behalf: the one chosen, the only one, or None."""
        chosen = self.cleaned_data.get("whom", "")
        found = [one for one in self.organisations if _code(one) == chosen]
        return (found or self.organisations or [None])[0]

    def said(self) -> Said:
        """What a valid form says."""
        data = self.cleaned_data
        return Said(
            wants=data["wants"],
            tried=data["tried"],
            organisation=self.organisation or data["region"],
            chapter=data["chapter"],
            practice=data["practice"],
            stage=data["stage"],
            preferences=tuple(data["preferences"]),
            has_topics=not data["no_topics"],
        )

    def sent(self) -> list[tuple[str, str]]:
        """What was sent, name by name, to be sent once more by a button."""
        names = [name for name in self.fields if name in self.data]
        return [(name, value) for name in names for value in self.data.getlist(name)]

    def region_groups(self) -> list[dict[str, Any]]:
        """Countries and their regions, for who acts for nobody."""
        words = vocabulary()
        return [
            {
                "label": place.label,
                "regions": [
                    {"code": one, "label": words.region_label(one)}
                    for one in words.within(code)
                    if words.places[one].level in LEVELS
                ],
            }
            for code, place in words.countries.items()
        ]


def _code(organisation: Organisation) -> str:
    kind, key = key_of(organisation)
    return f"{kind}:{key}"


class LearnedForm(forms.Form):
    """What came of a question, in the asking side's own words."""

    learned = forms.CharField(
        label=gettext_lazy("What did you learn?"),
        help_text=gettext_lazy(
            "For your own organisation: what you take over, what does not suit you."
        ),
        max_length=LONGEST_LEARNED,
        widget=forms.Textarea(attrs={**CONTROL, "rows": 4}),
        error_messages={
            "required": gettext_lazy(
                "Write what you learned, or close the question without it."
            )
        },
    )
    # The mark of what was noted when the page was opened.
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    @classmethod
    def of(cls, learned: str) -> "LearnedForm":
        """The form to change what is noted."""
        return cls(initial={"learned": learned, "seen": mark_of(learned)})

    def show_meanwhile(self, learned: str) -> None:
        """Keep what was typed; sent once more, it takes the place of what is noted."""
        self.data = self.data.copy()
        self.data["seen"] = mark_of(learned)


class SettleForm(forms.Form):
    """What a curator has done to invite a peer."""

    note = forms.CharField(
        label=gettext_lazy("Note for who asked"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(attrs=CONTROL),
    )
