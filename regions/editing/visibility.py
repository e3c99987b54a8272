"""Who sees which field of a record."""

from collections.abc import Callable, Set
from typing import Any

from regions.models import Owned, RecordKind, Visibility

# An organisation: its kind ("region" or "cluster"), and its code or number.
OrganisationKey = tuple[str, Any]
Partners = Callable[[Any], Set[OrganisationKey]]
_partners: list[Partners] = []

# Shown to partners only, after both sides have agreed to meet; nobody can widen that.
CONTACT_FIELDS: dict[str, tuple[str, ...]] = {
    RecordKind.STRATEGY: ("mailbox",),
    RecordKind.PRIORITY: (),
    RecordKind.CLUSTER: ("mailbox", "phone", "contact_person"),
    RecordKind.FACILITY: (),
}
# What leads to one person: curators check records without reading it.
PERSONAL_FIELDS: dict[str, tuple[str, ...]] = {
    RecordKind.CLUSTER: ("phone", "contact_person"),
}
# Fields for which the owner chooses; everybody sees them unless he says otherwise.
CHOSEN_FIELDS: dict[str, tuple[str, ...]] = {
    RecordKind.STRATEGY: ("responsible_body",),
    RecordKind.PRIORITY: (),
    RecordKind.CLUSTER: (
        "legal_name",
        "team_size",
        "members_total",
        "sme_members",
        "large_members",
        "research_members",
        "public_members",
        "services",
        "languages",
        "target_regions",
    ),
    RecordKind.FACILITY: ("access_terms",),
}


def visibility_of(record: Owned, field: str) -> str:
    """Who sees this field: a value of Visibility; what nobody restricts is public."""
    kind = record.record_kind
    if field in CONTACT_FIELDS[kind]:
        return Visibility.PARTNERS
    if field in CHOSEN_FIELDS[kind]:
        return record.visibility.get(field, Visibility.PUBLIC)
    return Visibility.PUBLIC


def restricted_fields(record: Owned) -> dict[str, list[str]]:
    """The fields that not everybody sees, by level: contact data and what is chosen."""
    kind = record.record_kind
    found: dict[str, list[str]] = {}
    for name in (*CHOSEN_FIELDS[kind], *CONTACT_FIELDS[kind]):
        if (level := visibility_of(record, name)) != Visibility.PUBLIC:
            found.setdefault(level, []).append(name)
    return found


def register_partners(read: Partners) -> None:
    """Let the room of introductions say with which organisations a person's own have
    agreed to meet; this room does not know it."""
    if read not in _partners:
        _partners.append(read)


def owner_key(record: Owned) -> OrganisationKey:
    """The organisation to which the record belongs; asks nothing of the database."""
    cluster = getattr(record, "cluster_id", None)
    if record.record_kind == RecordKind.CLUSTER:
        cluster = record.pk
    return ("cluster", cluster) if cluster else ("region", record.region_id)


def is_partner(record: Owned, user: Any) -> bool:
    """Whether this person acts for somebody with whom the owner has agreed to meet.

    Read once for each person object, and so once a request.
    """
    if not user.is_authenticated:
        return False
    known = getattr(user, "_partner_organisations", None)
    if known is None:
        known = frozenset(key for read in _partners for key in read(user))
        user._partner_organisations = known
    return owner_key(record) in known


def is_shown(record: Owned, field: str, user: Any, *, is_own: bool = False) -> bool:
    """Whether this person sees the field; `is_own`: he acts for the record's owner.

    Partners are those who agreed to a meeting. Curators see everything but contact
    data.
    """
    level = visibility_of(record, field)
    if is_own or level == Visibility.PUBLIC:
        return True
    if not user.is_authenticated:
        return False
    if level == Visibility.REGISTERED:
        return True
    if user.is_staff and field not in CONTACT_FIELDS[record.record_kind]:
        return True
    return is_partner(record, user)


def hidden_fields(record: Owned, user: Any, *, is_own: bool = False) -> list[str]:
    """The fields whose owner keeps them from this person, contact data aside."""
    chosen = CHOSEN_FIELDS[record.record_kind]
    return [name for name in chosen if not is_shown(record, name, user, is_own=is_own)]


def hidden_in_trail(kind: str, *, is_own: bool) -> tuple[str, ...]:
    """Fields of which curators see that they changed, not what they say.

    The people of the organisation see everything. Curators check submissions, so they
    see confidential offers and needs and the mailbox of the office.
    """
    return () if is_own else PERSONAL_FIELDS.get(kind, ())


def hidden_in_form(record: Owned, user: Any) -> tuple[str, ...]:
    """Fields that this writer of the record neither reads nor changes.

    A curator who also acts for the organisation writes all of them.
    """
    own = type(record).objects.owned_by(user).filter(pk=record.pk)
    is_own = not user.is_staff or own.exists()
    return hidden_in_trail(record.record_kind, is_own=is_own)
