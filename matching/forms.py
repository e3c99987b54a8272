"""What pages and API of matching are asked by address; wrong values are named."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.features import Change
from regions.filters.common import WORDS_MAX
from regions.models import ItemKind, Profile, Stage
from regions.queries.vocabulary import Vocabulary

MOST_ADDITIONS = 10
LONGEST_NAME = WORDS_MAX
PAGE_FIELDS = {"need_kind", "need_topic", "offer_kind", "offer_topic"}
NOT_IN_LIST = gettext_lazy("There is no “%(value)s” in this list.")


class ExchangeField(forms.Field):
    """Offers or needs, each written as kind:topic, such as technology:22."""

    def __init__(self, *, topics: Mapping[str, Any], **options) -> None:
        super().__init__(required=False, widget=forms.SelectMultiple, **options)
        self.topics = topics

    def to_python(self, value: list[str] | None) -> list[tuple[str, str]]:
        return [self._pair(one) for one in value or [] if one]

    def _pair(self, text: str) -> tuple[str, str]:
        kind, _colon, topic = text.partition(":")
        if kind not in ItemKind.values or topic not in self.topics:
            message = _("“%(value)s” is not a kind and a topic, as in technology:22.")
            raise ValidationError(message % {"value": text})
        return kind, topic


class StrictForm(forms.Form):
    """A form of an address: a parameter that it does not know is an error."""

    def clean(self) -> dict[str, Any]:
        for name in sorted(set(self.data) - set(self.fields) - {"format"}):
            self.errors[name] = self.error_class(
                [_("There is no parameter of this name.")]
            )
        return super().clean()


class FindForm(StrictForm):
    """The name of somebody who is missed."""

    q = forms.CharField(
        label=gettext_lazy("Name"), max_length=LONGEST_NAME, required=False
    )


class WhatIfForm(StrictForm):
    """What a profile could state as well; `change` holds it once the form is valid.

    The form of the page asks for the kind and the topic of a need apart, and sends
    empty fields; `is_from_page` says that a shorter address says the same.
    """

    need_kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=ItemKind.choices, required=False
    )
    offer_kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=ItemKind.choices, required=False
    )
    add_stage = forms.MultipleChoiceField(
        label=gettext_lazy("Value-chain stage"), choices=Stage.choices, required=False
    )
    confirm = forms.ChoiceField(
        label=gettext_lazy("Profile confirmed now"),
        choices=[("yes", gettext_lazy("yes"))],
        required=False,
    )

    def __init__(self, data: QueryDict, *, profile: Profile, words: Vocabulary) -> None:
        given = data.copy()
        for name, values in data.lists():
            given.setlist(name, [value for value in values if value])
        super().__init__(QueryDict(given.urlencode()))
        self.profile, self.words = profile, words
        self.is_from_page = given != data or bool(PAGE_FIELDS & set(data))
        topics = [(code, topic.label) for code, topic in words.topics.items()]
        self.fields |= {
            "add_topic": forms.MultipleChoiceField(
                label=gettext_lazy("Topic"), choices=topics, required=False
            ),
            "add_need": ExchangeField(label=gettext_lazy("Need"), topics=words.topics),
            "add_offer": ExchangeField(
                label=gettext_lazy("Offer"), topics=words.topics
            ),
        }
        for side in ("need", "offer"):
            self.fields[f"{side}_topic"] = forms.ChoiceField(
                label=gettext_lazy("Topic"), choices=topics, required=False
            )
        for field in self.fields.values():
            if "invalid_choice" in field.error_messages:
                field.error_messages["invalid_choice"] = NOT_IN_LIST

    def clean_add_topic(self) -> list[str]:
        """Topics that the profile does not state yet."""
        codes = self._given("add_topic")
        stated = set(self.profile.topics.values_list("pk", flat=True))
        if both := [code for code in codes if code in stated]:
            message = _("The profile states the topic “%(value)s” already.")
            raise ValidationError(message % {"value": both[0]})
        return codes

    def clean_add_stage(self) -> list[str]:
        stages = self._given("add_stage")
        if both := [stage for stage in stages if stage in self.profile.stages]:
            message = _("The profile states the stage “%(value)s” already.")
            raise ValidationError(message % {"value": Stage(both[0]).label})
        return stages

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for side in ("need", "offer"):
            kind, topic = (found.get(f"{side}_{part}") for part in ("kind", "topic"))
            # One of the two that is wrong in itself has been named by then.
            if topic and not kind and f"{side}_kind" not in self.errors:
                self.add_error(f"{side}_kind", _("Choose a kind for this topic."))
            if topic and kind:
                found[f"add_{side}"] = [*found.get(f"add_{side}", []), (kind, topic)]
        names = ("add_topic", "add_need", "add_offer", "add_stage")
        if sum(len(found.get(name) or []) for name in names) > MOST_ADDITIONS:
            message = _("Try at most %(n)s additions at once.") % {"n": MOST_ADDITIONS}
            self.errors["additions"] = self.error_class([message])
        return found

    @property
    def change(self) -> Change:
        """All additions, each once."""
        found = self.cleaned_data
        return Change() + Change(
            topics=tuple(found["add_topic"]),
            needs=tuple(found["add_need"]),
            offers=tuple(found["add_offer"]),
            stages=tuple(found["add_stage"]),
            confirmed=bool(found["confirm"]),
        )

    def _given(self, name: str) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data[name]))
