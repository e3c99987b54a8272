"""What curators say about pairs."""

from typing import Any

from django.db import transaction

from regions.models import NotDuplicate, Owned


@transaction.atomic
def mark_no_duplicates(*, first: Owned, second: Owned, by: Any) -> NotDuplicate:
    """Remember that two records are two things; saying it twice changes nothing."""
    low, high = sorted((first.pk, second.pk))
    pair = NotDuplicate(kind=first.record_kind, first=low, second=high, by=by)
    pair.clean_fields()
    made, _is_new = NotDuplicate.objects.get_or_create(
        kind=pair.kind, first=low, second=high, defaults={"by": by}
    )
    return made
