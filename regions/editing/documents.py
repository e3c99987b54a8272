"""A record as one plain document: what forms fill, versions keep, files carry.

A document is a dict of texts, numbers, lists and None, safe to store as JSON. It holds
what people write about a record and nothing that the portal adds (address, status,
provenance). Its shape, by kind of record:

- strategy: title, period, document_url, responsible_body, mailbox
- priority: title, title_original, summary, keywords, topics, stages, offers, needs
- cluster: the same but title_original, and region, legal_name, acronym, city, website,
  founded, team_size, members_total, sme_members, large_members, research_members,
  public_members, label, services, languages, target_regions, mailbox, phone,
  contact_person
- facility: name, kind, region, cluster, host, website, field, category, keywords,
  topics, access_terms, known_as_of

All but priority may hold `visibility`. An offer or need is a dict of ITEM_FIELDS;
`derivation` names the rule where the portal made it and nobody has adopted it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from regions.models import (
    Cluster,
    ExchangeItem,
    Facility,
    Owned,
    Priority,
    Profile,
    RecordKind,
    Side,
    Strategy,
)
from regions.models.stages import bits_to_stages

Document = dict[str, Any]

MODELS: dict[str, type[Owned]] = {
    RecordKind.STRATEGY: Strategy,
    RecordKind.PRIORITY: Priority,
    RecordKind.CLUSTER: Cluster,
    RecordKind.FACILITY: Facility,
}
_PROFILE = ("title", "summary", "keywords")
# Fields that a document and its model call by the same name and hold alike.
PLAIN_FIELDS: dict[str, tuple[str, ...]] = {
    RecordKind.STRATEGY: (
        "title",
        "period",
        "document_url",
        "responsible_body",
        "mailbox",
        "visibility",
    ),
    RecordKind.PRIORITY: (*_PROFILE, "title_original"),
    RecordKind.CLUSTER: (
        *_PROFILE,
        "legal_name",
        "acronym",
        "city",
        "website",
        "founded",
        "team_size",
        "members_total",
        "sme_members",
        "large_members",
        "research_members",
        "public_members",
        "label",
        "services",
        "languages",
        "mailbox",
        "phone",
        "contact_person",
        "visibility",
    ),
    RecordKind.FACILITY: (
        "name",
        "kind",
        "host",
        "website",
        "field",
        "category",
        "keywords",
        "access_terms",
        "known_as_of",
        "visibility",
    ),
}
# Codes and addresses of other records, each many or one.
LINKS: dict[str, dict[str, str]] = {
    RecordKind.STRATEGY: {},
    RecordKind.PRIORITY: {"topics": "code"},
    RecordKind.CLUSTER: {"topics": "code", "target_regions": "code"},
    RecordKind.FACILITY: {"topics": "code"},
}
ITEM_FIELDS = (
    "kind",
    "text",
    "topics",
    "trl_min",
    "trl_max",
    "stage",
    "is_confidential",
    "derivation",
    "facility",
)
SIDES = {"offers": Side.OFFER, "needs": Side.NEED}


def fields_of(kind: str) -> tuple[str, ...]:
    """The names of a document's fields, in the order in which people read them."""
    fields = [*PLAIN_FIELDS[kind], *LINKS[kind]]
    if kind in (RecordKind.CLUSTER, RecordKind.FACILITY):
        fields.append("region")
    if kind == RecordKind.FACILITY:
        fields.append("cluster")
    if kind in (RecordKind.PRIORITY, RecordKind.CLUSTER):
        fields += ["stages", *SIDES]
    return tuple(fields)


def document_of(record: Owned) -> Document:
    """What the record says now; a profile's confidential items are in it too."""
    kind = record.record_kind
    links = {
        # Sorted here: databases differ in how they order texts.
        name: sorted(getattr(record, name).order_by().values_list(key, flat=True))
        for name, key in LINKS[kind].items()
    }
    items = items_in_order([record.pk]) if isinstance(record, Profile) else ()
    return put_together(record, links, items)


def put_together(
    record: Owned, links: Mapping[str, list[str]], items: Iterable[ExchangeItem]
) -> Document:
    """The document of a record whose links (codes by field) and items were read."""
    kind = record.record_kind
    document: Document = {name: getattr(record, name) for name in PLAIN_FIELDS[kind]}
    document |= links
    document["region"] = record.region_id
    if isinstance(record, Facility):
        document["cluster"] = record.cluster.slug if record.cluster else ""
    if isinstance(record, Profile):
        document["stages"] = [str(one) for one in bits_to_stages(record.stage_bits)]
        own = list(items)
        for name, side in SIDES.items():
            document[name] = [item_document(one) for one in own if one.side == side]
    return {name: document[name] for name in fields_of(kind)}


def items_in_order(profile_ids: Sequence[int]) -> "QuerySet[ExchangeItem]":
    """All offers and needs of these profiles, confidential ones too, in their order."""
    items = ExchangeItem.all_items.filter(profile_id__in=profile_ids)
    items = items.select_related("facility").prefetch_related("topics")
    return items.order_by("side", "position", "pk")


def item_document(item: ExchangeItem) -> Document:
    """One offer or need as part of its profile's document."""
    plain = {name: getattr(item, name) for name in ITEM_FIELDS}
    return plain | {
        "topics": sorted(topic.code for topic in item.topics.all()),
        "facility": item.facility.slug if item.facility else "",
    }


def empty_document(kind: str) -> Document:
    """The document of a record that nobody has written yet."""
    model = MODELS[kind]
    lists = {*LINKS[kind], "stages", *SIDES}
    document: Document = {}
    for name in fields_of(kind):
        if name in lists:
            document[name] = []
        elif name in ("region", "cluster"):
            document[name] = ""
        else:
            document[name] = _empty(model._meta.get_field(name))
    return document


def _empty(field: Any) -> Any:
    if field.has_default():
        value = field.get_default()
        return str(value) if isinstance(value, str) else value
    return None if field.null else ""


def known_part(kind: str, document: Document) -> Document:
    """What a stored document says in the fields that this kind has."""
    return {name: document[name] for name in fields_of(kind) if name in document}


def complete_document(kind: str, some: Document) -> Document:
    """The document with empty values for what `some` lacks; unknown names: KeyError."""
    unknown = some.keys() - set(fields_of(kind))
    if unknown:
        raise KeyError(f"{kind} has no {', '.join(sorted(unknown))}")
    return empty_document(kind) | some
