"""What this room adds to match cards, pairs and lists of candidates."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from matching.card_parts import Hiding, Part, register_hiding, register_part
from matching.keeping.models import Dismissal, Reason, ShortlistEntry
from portal.accounts.models import User
from regions.models import Profile
from regions.querysets import EDITING


def read_kept(
    user: User, profile: Profile, partners: Sequence[Profile]
) -> dict[int, dict[str, Any]]:
    """What the organisation keeps of these candidates; three queries.

    Who only reads sees what is kept and gets no button.
    """
    keys = [one.pk for one in partners]
    own = Profile.objects.owned_by(user, *EDITING).filter(pk=profile.pk)
    may_write = own.exists()
    entries, dismissals = (
        {one.partner_id: one for one in rows.filter(profile=profile, partner__in=keys)}
        for rows in (ShortlistEntry.objects.all(), Dismissal.objects.all())
    )
    return {
        key: {
            "may_write": may_write,
            "entry": entries.get(key),
            "dismissal": dismissals.get(key),
            "is_folded": key in dismissals,
            "reasons": Reason.choices,
        }
        for key in keys
        if key != profile.pk
    }


def dismissed_keys(user: User, profile: Profile) -> Collection[int]:
    """The candidates that the organisation dismissed for this profile."""
    rows = Dismissal.objects.filter(profile=profile)
    return frozenset(rows.values_list("partner_id", flat=True))


def hidden_words(count: int) -> str:
    """How many a list leaves out."""
    return ngettext(
        "%(n)d partner that you dismissed is hidden.",
        "%(n)d partners that you dismissed are hidden.",
        count,
    ) % {"n": count}


def register_parts() -> None:
    """Tell the lists what to show, and what a reader may hide."""
    register_part(
        Part(
            name="keeping",
            read=read_kept,
            line="keeping/_card_line.html",
            action="keeping/_card_actions.html",
            pair="keeping/_pair.html",
            order=20,
        )
    )
    register_hiding(
        Hiding(
            name="dismissed",
            label=_("Hide what you dismissed"),
            keys=dismissed_keys,
            words=hidden_words,
        )
    )
