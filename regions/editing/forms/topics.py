"""The base of forms that are no record's but choose topics too."""

from typing import Any

from django import forms
from django.http import QueryDict

from regions.editing.topics import TopicChoice, topic_choice
from regions.queries.vocabulary import vocabulary


class TopicsForm(forms.Form):
    """A form whose field `topics` is filled in by looking topics up.

    `search` is what somebody looks for, None where nobody does.
    """

    def __init__(
        self, data: QueryDict | None = None, *, search: str | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self._search = search

    @property
    def topics_choice(self) -> TopicChoice:
        """The chosen topics, with the answer to a search beside them."""
        codes = (
            self.data.getlist("topics")
            if isinstance(self.data, QueryDict) and self.is_bound
            else self.initial.get("topics", [])
        )
        return topic_choice("topics", codes, vocabulary(), self._search)

    def error_lines(self) -> list[dict[str, str]]:
        """All faults for the top of the page: which field, where it stands, what."""
        return [
            {
                "label": str(self.fields[name].label) if name in self.fields else "",
                "target": self._target(name),
                "text": str(text),
            }
            for name, errors in self.errors.items()
            for text in errors
        ]

    def _target(self, name: str) -> str:
        field = self.fields.get(name)
        if field is None:
            return ""
        is_group = isinstance(field, forms.MultipleChoiceField)
        return f"field-{name}" if is_group else f"id_{name}"
