"""Forms of the register's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.filters.common import WORDS_MAX
from regions.models import SearchKind
from regions.register.search_kinds import search_kinds


def _kinds() -> list[tuple[str, Any]]:
    """The register's kinds and those of rooms above."""
    return [*SearchKind.choices, *((one.name, one.word) for one in search_kinds())]


class SearchForm(forms.Form):
    """What is searched for; a parameter it does not know is an error."""

    q = forms.CharField(
        label=gettext_lazy("Words"), max_length=WORDS_MAX, required=False
    )
    kind = forms.MultipleChoiceField(
        label=gettext_lazy("Kind"), choices=_kinds, required=False
    )
    page = forms.IntegerField(min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        for name in sorted(set(self.data) - set(self.fields)):
            self.add_error(None, _("There is no filter “%(name)s”.") % {"name": name})
        return super().clean()

    def error_lines(self) -> list[dict[str, Any]]:
        """What is wrong with the address, by parameter."""
        return [
            {"name": "" if name == "__all__" else name, "messages": list(messages)}
            for name, messages in self.errors.items()
        ]
