"""Words for what the register keeps as codes."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from regions.models import (
    ExchangeItem,
    Facility,
    ProfileType,
    Scheme,
    SearchKind,
    Status,
)

# Rules of the derivation (regions.register.derive): what stands behind an item.
DERIVATIONS = {
    "region_strong": _("The region is strong in this activity."),
    "region_related": _("The region is strong in this related activity."),
    "region_facility": _("A research infrastructure in the region serves this topic."),
    "region_weak": _("The region is weak in this activity."),
    "region_weak_related": _("The region is weak in this closely related activity."),
}
NOT_STATED = _("Derived by the portal from regional figures, not stated by the region.")
NOT_STATED_BY_CLUSTER = _(
    "Derived by the portal from regional figures, not stated by the cluster."
)

SCHEME_WORDS = {
    Scheme.ECONOMIC: _("Economic activity"),
    Scheme.SCIENTIFIC: _("Scientific domain"),
    Scheme.POLICY: _("Policy objective"),
}

KIND_WORDS = {
    SearchKind.REGION: _("Regions"),
    SearchKind.PRIORITY: _("Priorities"),
    SearchKind.CLUSTER: _("Clusters"),
    SearchKind.FACILITY: _("Facilities"),
    SearchKind.COOPERATION: _("Joint projects"),
}

# The register's own tables, as /data/ names them.
TABLE_WORDS = {
    "regions": _("Regions"),
    "crosswalk": _("Changes of region codes"),
    "topics": _("Topics"),
    "priorities": _("Priorities"),
    "clusters": _("Clusters"),
    "facilities": _("Facilities"),
    "projects": _("Joint projects"),
    "members": _("Members of joint projects"),
    "strengths": _("Strengths of regions"),
    "relatedness": _("Related activities"),
}


@dataclass(frozen=True)
class WordedItem:
    """An offer or need as a page shows it."""

    record: ExchangeItem
    text: str
    reason: Any
    url: str


def open_facility(item: ExchangeItem) -> Facility | None:
    """The facility behind an item, if everybody may see it; it must be joined."""
    facility = item.facility
    if facility is None or facility.status != Status.PUBLISHED:
        return None
    return facility


def word_item(item: ExchangeItem) -> WordedItem:
    """Word one item; its topics must be prefetched and its facility joined."""
    facility = open_facility(item)
    url = facility.get_absolute_url() if facility else ""
    if item.text:
        return WordedItem(item, item.text, "", url)
    topics = ", ".join(topic.label for topic in item.topics.all())
    text = facility.name if facility else topics or item.get_kind_display()
    return WordedItem(item, text, DERIVATIONS.get(item.derivation, ""), url)


def confirmer_of(type_: str) -> str:
    """Who would confirm a profile: its region, or the cluster itself."""
    return "cluster" if type_ == ProfileType.CLUSTER else "region"
