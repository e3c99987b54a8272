"""The form in which people choose how soon they get mails of which notices."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.notices.kinds import Group, registered_groups
from portal.notices.models import Pace
from portal.notices.services import PROPOSED

# Forms have no empty choice for a field that is required.
_PROPOSED_VALUE = "proposed"


class ChoicesForm(forms.Form):
    """One field per group; the portal's own proposal is one of the choices."""

    def __init__(self, *args: Any, chosen: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, group in registered_groups().items():
            self.fields[name] = forms.ChoiceField(
                label=capfirst(group.label),
                choices=[(_PROPOSED_VALUE, _proposal(group)), *Pace.choices],
                initial=chosen.get(name) or _PROPOSED_VALUE,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def paces(self) -> dict[str, str]:
        """What was chosen, by group."""
        return {
            name: PROPOSED if value == _PROPOSED_VALUE else value
            for name, value in self.cleaned_data.items()
        }


def _proposal(group: Group) -> str:
    paces = [str(pace.label) for pace in Pace if pace in group.paces]
    return _("as the portal proposes (%(paces)s)") % {"paces": _(", ").join(paces)}
