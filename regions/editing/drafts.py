"""Writes of drafts: what people have typed and not yet sent off."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.web.errors import Conflict, PortalError
from regions.editing.values import Values
from regions.models import Draft, RecordKind

TITLE_FIELDS = {RecordKind.FACILITY: "name"}
MOST_DRAFTS = 200


class DraftOvertaken(Conflict):
    """Another window has saved this draft since; `draft` is what it says now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("This was written on in another window in the meantime."))
        self.draft = draft


@dataclass(frozen=True)
class Subject:
    """What a draft is about: a record that is edited, or a new one of an owner.

    `owner` is the code of a region for a strategy, the address of the strategy for a
    priority, and what the forms of other records choose.
    """

    kind: str
    record_key: int | None = None
    owner: str = ""
    base_version: int = 0


@transaction.atomic
def save_draft(
    *,
    user: Any,
    key: uuid.UUID,
    subject: Subject,
    values: Values,
    revision: int,
    is_forced: bool = False,
) -> Draft:
    """Keep what was typed under `key`; `revision` is the one the window has seen.

    Saving the same again is no new revision. Raises DraftOvertaken where another
    window was faster and says something else, unless the person wants to overwrite.
    """
    draft = _present(user, key, subject)
    if draft is None:
        draft = _new_draft(user, key, subject)
    elif draft.data == values:
        return draft
    elif not is_forced and draft.revision != revision:
        raise DraftOvertaken(draft)
    draft.data = values
    draft.title = _title_of(subject.kind, values)
    draft.revision = max(draft.revision, revision) + 1
    draft.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        # Two windows began at the same moment; the next attempt finds the draft.
        raise Conflict(_("Another window is saving this. Try again.")) from error
    return draft


def _new_draft(user: Any, key: uuid.UUID, subject: Subject) -> Draft:
    if Draft.objects.filter(pk=key).exists():
        raise PortalError(_("This unsaved text belongs to somebody else."))
    if Draft.objects.filter(user=user).count() >= MOST_DRAFTS:
        raise PortalError(_("You have too many unsaved texts. Discard some first."))
    return Draft(
        id=key,
        user=user,
        kind=subject.kind,
        owner=subject.owner,
        record_key=subject.record_key,
        base_version=subject.base_version,
    )


def _present(user: Any, key: uuid.UUID, subject: Subject) -> Draft | None:
    """The draft under this key; of a record also the one that another window made."""
    rows = Draft.objects.select_for_update().filter(user=user)
    found = rows.filter(pk=key).first()
    if found is None and subject.record_key is not None:
        return rows.filter(kind=subject.kind, record_key=subject.record_key).first()
    return found


def _title_of(kind: str, values: Values) -> str:
    name = TITLE_FIELDS.get(RecordKind(kind), "title")
    return "".join(values.get(name, [])[:1]).strip()[:250]


@transaction.atomic
def discard_draft(*, user: Any, key: uuid.UUID) -> bool:
    """Throw a draft away; say if it was there."""
    count, _by_model = Draft.objects.filter(user=user, pk=key).delete()
    return bool(count)


@transaction.atomic
def end_draft(*, user: Any, key: uuid.UUID, values: Values, revision: int) -> bool:
    """Throw away a draft whose record was saved from `values`; say if none is left.

    What another window wrote since, and nobody has saved, stays.
    """
    draft = Draft.objects.select_for_update().filter(user=user, pk=key).first()
    if draft is None:
        return True
    if draft.revision > revision and draft.data != values:
        return False
    draft.delete()
    return True
