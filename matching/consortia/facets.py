"""How many consortia each choice of a filter would show to one person."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from matching.consortia.filters import MINE
from matching.consortia.kinds import Stage
from matching.consortia.querysets import ConsortiumQuerySet
from portal.web.facets import FacetIndex
from portal.web.listing import Facet


def consortium_index(rows: ConsortiumQuerySet, user: Any) -> FacetIndex:
    """Bit sets of these consortia; two queries, one for visitors."""
    fields = ("pk", "stage", "call__slug", "lead__slug")
    found = list(rows.order_by("pk").values_list(*fields))
    mine: set[int] = set()
    if user.is_authenticated:
        mine = set(rows.mine(user).order_by().values_list("pk", flat=True))
    return FacetIndex(
        [row[0] for row in found],
        {
            "stage": [(row[0], row[1]) for row in found],
            "call": [(row[0], row[2]) for row in found],
            "profile": [(row[0], row[3]) for row in found],
            "mine": [(row[0], "yes") for row in found if row[0] in mine],
        },
    )


def consortium_facets(calls: Mapping[str, str], user: Any) -> list[Facet]:
    """The groups of filters beside the list, in the reader's language."""
    own = [Facet("mine", _("Whose"), dict(MINE), is_open=True)]
    return [
        *(own if user.is_authenticated else []),
        Facet(
            "stage",
            pgettext("consortium", "Stage"),
            dict(Stage.choices),
            is_open=True,
        ),
        Facet("call", _("Call"), calls, by_count=True, is_open=True),
    ]
