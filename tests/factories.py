"""Small builders of a register for tests: real rows, few words.

Each builder makes what it needs around it (country, parent regions, strategy), takes
the fields one cares about, and returns the saved record. `renew()` does after writing
what the loader does: it rebuilds the search and ends what was kept.
"""

from collections.abc import Sequence
from itertools import count

from portal.accounts.models import Mandate, User
from regions.models import (
    Cluster,
    Cooperation,
    CooperationMember,
    ExchangeItem,
    Facility,
    Priority,
    PriorityLink,
    Profile,
    Region,
    RegionStrength,
    Strategy,
    Topic,
)
from regions.services import bump_register_version, rebuild_search

_numbers = count(1)
READ = {"confidence": "read", "source_name": "example.org"}


def renew() -> None:
    """What follows every write: search entries anew, kept pages and counts ended."""
    # What the guide has to say is found only where a test is about it.
    rebuild_search(with_rooms=False)
    bump_register_version()


def make_region(code: str = "ES51", **fields) -> Region:
    """A region with all regions around it; the level follows from the code."""
    parent = make_region(code[:-1]) if len(code) > 2 else None
    values = {
        "name": f"Region {code}",
        "level": len(code) - 2,
        "country": code[:2],
        "parent": parent,
        "in_eu": True,
    }
    region, is_new = Region.objects.get_or_create(code=code, defaults=values | fields)
    if fields and not is_new:
        Region.objects.filter(code=code).update(**fields)
        region.refresh_from_db()
    return region


def make_topic(code: str, parent: str = "", **fields) -> Topic:
    """A topic; the scheme follows from the code."""
    schemes = {"N": "scientific", "P": "policy"}
    scheme = schemes[code[0]] if code.startswith(("NABS", "PO.")) else "economic"
    values = {
        "scheme": scheme,
        "parent": make_topic(parent) if parent else None,
        "level": 2 if parent else 1,
        "label_en": f"Topic {code}",
    }
    return Topic.objects.get_or_create(code=code, defaults=values | fields)[0]


def make_strategy(region: str = "ES51", **fields) -> Strategy:
    values = {"slug": f"{region.lower()}-{next(_numbers)}", "period": "2021-2027"}
    return Strategy.objects.create(region=make_region(region), **READ | values | fields)


def make_priority(
    region: str = "ES51", topics: Sequence[str] = (), **fields
) -> Priority:
    """A published priority, in a strategy of the region (the present one if any)."""
    strategy = fields.pop("strategy", None) or (
        Strategy.objects.filter(region=region).first() or make_strategy(region)
    )
    return _make_profile(Priority, region, topics, strategy=strategy, **fields)


def make_cluster(region: str = "ES51", topics: Sequence[str] = (), **fields) -> Cluster:
    return _make_profile(Cluster, region, topics, **fields)


def _make_profile(model: type[Profile], region: str, topics, **fields) -> Profile:
    type_ = model._meta.model_name
    number = next(_numbers)
    values = {"title": f"{type_.capitalize()} {number:03}", "slug": f"{type_}-{number}"}
    profile = model.objects.create(
        type=type_, region=make_region(region), **READ | values | fields
    )
    profile.topics.set([make_topic(code) for code in topics])
    return profile


def make_item(profile: Profile, side: str = "offer", **fields) -> ExchangeItem:
    """An offer or need; `topics` are codes."""
    topics = fields.pop("topics", ())
    values = {"kind": "technology", "position": _items_of(profile).count()}
    if not fields.get("derivation"):
        values["text"] = f"{side} {next(_numbers)}"
    item = ExchangeItem.all_items.create(
        profile_id=profile.pk, side=side, **READ | values | fields
    )
    item.topics.set([make_topic(code) for code in topics])
    return item


def _items_of(profile: Profile):
    return ExchangeItem.all_items.filter(profile_id=profile.pk)


def make_facility(
    region: str = "ES51", topics: Sequence[str] = (), **fields
) -> Facility:
    number = next(_numbers)
    values = {"name": f"Facility {number:03}", "slug": f"facility-{number}"}
    facility = Facility.objects.create(
        region=make_region(region), **READ | values | fields
    )
    facility.topics.set([make_topic(code) for code in topics])
    return facility


def make_link(cluster: Cluster, priority: Priority, state: str = "confirmed"):
    """A cluster's link to a priority; the region has confirmed it."""
    return PriorityLink.objects.create(cluster=cluster, priority=priority, state=state)


def make_cooperation(
    members: Sequence[str] = ("ES51", "FI1C"), topics: Sequence[str] = (), **fields
) -> Cooperation:
    """A joint project with one member in each of these regions."""
    number = next(_numbers)
    values = {
        "name": f"Project {number:03}",
        "slug": f"project-{number}",
        "programme": "Interreg Europe",
        "year": 2019,
    }
    project = Cooperation.objects.create(**READ | values | fields)
    project.topics.set([make_topic(code) for code in topics])
    for code in members:
        CooperationMember.objects.create(
            cooperation=project, region=make_region(code), name=f"Member {code}", **READ
        )
    return project


def make_strength(region: str, topic: str, strength: float, quotient: float = 1.5):
    return RegionStrength.objects.create(
        region=make_region(region),
        topic=make_topic(topic),
        strength=strength,
        location_quotient=quotient,
    )


def make_person(
    name: str, region: str = "", cluster: Cluster | None = None, **fields
) -> User:
    """A person with an address of this name, and a mandate where one is named."""
    person = User.objects.create_user(f"{name}@example.org", "a-word-2-sign", **fields)
    person.trust_email()
    if region:
        Mandate.objects.create(user=person, region=make_region(region), role="editor")
    if cluster:
        Mandate.objects.create(user=person, cluster=cluster, role="editor")
    return person
