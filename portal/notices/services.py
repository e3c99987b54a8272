"""Writes of notices."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.services.letters import Letter, tell
from portal.notices.kinds import Kind, kind_named
from portal.notices.models import Notice, NoticeChoice, Pace


@transaction.atomic
def notify(
    *,
    people: Iterable[User],
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    path: str = "",
) -> int:
    """Tell these people something; return how many of them are told now.

    Call it in the transaction of what it is about. `key` names the occasion: nobody is
    told of one twice. `facts` is JSON, from which the kind words the text. Who wants
    it at once gets a mail, all others a digest; see `portal.notices.digests`.
    """
    known = kind_named(kind)
    if known is None:
        raise ValueError(f"Nobody has registered notices of the kind {kind!r}.")
    told = 0
    for person in people:
        notice, is_new = Notice.objects.get_or_create(
            user=person,
            key=key,
            defaults={"kind": kind, "facts": dict(facts), "path": path},
        )
        told += is_new
        if is_new and pace_of(person, known) == Pace.NOW:
            _queue(person, notice, known)
    return told


def pace_of(person: User, kind: Kind) -> str:
    """The pace that this person has chosen for such notices, or the kind's own."""
    chosen = NoticeChoice.objects.filter(user=person, group=kind.group)
    return chosen.values_list("pace", flat=True).first() or kind.pace


def _queue(person: User, notice: Notice, kind: Kind) -> None:
    def letter() -> Letter:
        words = kind.words(notice.facts)
        lines = (words.text,) if words.text else ()
        label = _("See it in the portal") if notice.path else ""
        return Letter(words.title, lines, path=notice.path, label=label)

    tell(person, letter, key=f"notice:{notice.pk}")
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
