"""What tests of mergers share."""

from regions.moderation.merge_services import merge_records
from regions.moderation.merging import field_choices
from tests import factories


def proposed(first, second) -> dict[str, str]:
    return {one.field: one.proposed for one in field_choices(first, second)}


def merge(kept, gone, curator, **chosen):
    factories.renew()
    return merge_records(
        kept=kept, gone=gone, chosen=proposed(kept, gone) | chosen, by=curator
    )
