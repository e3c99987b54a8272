"""What a curator reads before two records become one: whose they are, what moves."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regions.models import (
    Case,
    Cluster,
    Draft,
    Facility,
    Priority,
    PriorityLink,
    Profile,
)
from regions.moderation.records import people_of, was_ever_public
from regions.querysets import EDITING

_ANY_ROLE = (*EDITING, "reader")


@dataclass(frozen=True)
class Holders:
    """Who acts for each of two records, and who for both."""

    first: list[Any]
    second: list[Any]
    both: list[Any]


def holders_of(first: Profile, second: Profile) -> Holders:
    """The people of both records' organisations, by name; two queries."""
    one, other = (
        list(people_of(record, *_ANY_ROLE).order_by("name", "email"))
        for record in (first, second)
    )
    return Holders(one, other, [person for person in one if person in other])


def what_moves(kept: Profile, gone: Profile) -> list[str]:
    """What becomes of all that belongs to the record that goes, in sentences."""
    words = {"kept": kept, "gone": gone, "slug": gone.slug}
    found = [
        _("“%(gone)s” is withdrawn; its address %(slug)s leads to “%(kept)s”.") % words
    ]
    if isinstance(gone, Cluster):
        found += [_of_people(kept, gone), *_of_facilities(gone)]
    found += [*_of_links(gone), *_of_texts(gone)]
    if Case.objects.open().about(gone).exists():
        told = _("The open case about “%(gone)s” ends, and its owner reads why.")
        found.append(told % words)
    return [sentence for sentence in found if sentence]


def _of_people(kept: Profile, gone: Profile) -> str:
    holders = holders_of(kept, gone)
    if not holders.second:
        return ""
    words = {"names": ", ".join(map(str, holders.second)), "kept": kept}
    if was_ever_public(gone):
        told = _("These people act for “%(kept)s” too from then on: %(names)s.")
    else:
        told = _(
            "The mandates of these people end, because their record was never public: "
            "%(names)s."
        )
    return told % words


def _of_facilities(gone: Profile) -> list[str]:
    count = Facility.objects.filter(cluster_id=gone.pk).count()
    told = ngettext(
        "%(n)d facility moves with it.", "%(n)d facilities move with it.", count
    )
    return [told % {"n": count}] if count else []


def _of_links(gone: Profile) -> list[str]:
    end = "priority" if isinstance(gone, Priority) else "cluster"
    count = PriorityLink.objects.filter(**{end: gone.pk}).count()
    told = ngettext(
        "%(n)d link between a cluster and a priority moves with it.",
        "%(n)d links between clusters and priorities move with it.",
        count,
    )
    return [told % {"n": count}] if count else []


def _of_texts(gone: Profile) -> list[str]:
    of_record = Q(kind=gone.record_kind, record_key=gone.pk) | Q(owner=gone.slug)
    count = Draft.objects.filter(of_record).count()
    told = ngettext(
        "%(n)d unsaved text of a person moves with it.",
        "%(n)d unsaved texts of people move with it.",
        count,
    )
    return [told % {"n": count}] if count else []
