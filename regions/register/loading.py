"""Load the tables into the database: all of them, or nothing.

What the tables may change and what not:

- a record that somebody confirmed or edited in the portal is kept as it is;
- a record that is no longer in the tables is left, because matches, introductions and
  partnerships may hang on it; the report counts it ("others"), and a curator withdraws
  it. Only the figures nobody can edit (strengths, relatedness, code changes) go;
- status, summary and whatever else the tables do not hold belong to the portal.

Other rooms are told of each profile that changed, as after an edit by a person; but not
where more than MOST_TOLD changed, or anything else that profiles are matched by: that
is a wide change, after which everything is to be scored anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from regions.models import (
    Cluster,
    Cooperation,
    CooperationMember,
    ExchangeItem,
    Facility,
    NutsChange,
    Priority,
    Profile,
    Region,
    RegionStrength,
    Strategy,
    Topic,
    TopicRelation,
)
from regions.register import records
from regions.register.checking import check_tables
from regions.register.items import refresh_derived_items, stated_items
from regions.register.reading import Register, RegisterError, Row, read_tables
from regions.register.rooms import further_tables
from regions.register.upsert import (
    Tally,
    Wanted,
    is_touched,
    people_wrote,
    replace,
    upsert,
)
from regions.services import (
    MOST_TOLD,
    bump_register_version,
    rebuild_search,
    renew_room_entries,
)
from regions.signals import profile_edited

# What changes the profile it belongs to, and what no profile is matched by.
_OF_PROFILES = {"priorities", "clusters", "offers and needs"}
_OF_NO_PROFILE = {"code changes", "strategies", "facilities"}
Step = Callable[[str, int, int], None]


@dataclass
class Report:
    """What one loading did, kind by kind."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    derived_for: int = 0

    @property
    def has_changes(self) -> bool:
        writes = sum(tally.writes for tally in self.tallies.values())
        return writes + self.derived_for > 0


def read_register(folder: Path) -> Register:
    """Read and check every table of `folder`; raise RegisterError with all faults."""
    register = read_tables(folder)
    check_tables(register)
    if register.faults:
        raise RegisterError(register.faults)
    return register


def load_register(folder: Path, on_step: Step | None = None) -> Report:
    """Make the database hold what the tables of `folder` say.

    `on_step(kind, done, total)` is told before each kind of record. Raises
    RegisterError before anything is written, or the database's own error with
    everything undone.
    """
    register = read_register(folder)
    with transaction.atomic():
        return _Loader(register, on_step or (lambda *_: None)).run()


class _Loader:
    """One loading: the steps in the order in which records need each other."""

    def __init__(self, register: Register, on_step: Step):
        self.rows: Mapping[str, list[Row]] = register.rows
        self.on_step = on_step
        self.report = Report()
        self.changed: set[int] = set()
        self.strategy_slugs: dict[tuple, str] = {}

    def run(self) -> Report:
        steps = (
            ("regions", self.regions),
            ("topics", self.topics),
            ("code changes", self.nuts_changes),
            ("relatedness", self.relations),
            ("strengths", self.strengths),
            ("strategies", self.strategies),
            ("priorities", self.priorities),
            ("clusters", self.clusters),
            ("facilities", self.facilities),
            ("cooperations", self.cooperations),
            ("members", self.members),
            ("offers and needs", self.items),
            *further_tables().items(),
        )
        total = len(steps) + 2
        for done, (kind, step) in enumerate(steps):
            self.on_step(kind, done, total)
            self.report.tallies[kind] = step()
        self.on_step("derived offers and needs", total - 2, total)
        self.report.derived_for = self.derive()
        self.on_step("search", total - 1, total)
        if self.report.has_changes:
            rebuild_search()
            bump_register_version(is_wide=not self.tell())
        elif renew_room_entries():
            bump_register_version(is_wide=False)
        self.on_step("done", total, total)
        return self.report

    def tell(self) -> bool:
        """Tell of each profile that changed; False, and nothing told: too much has."""
        tallies = self.report.tallies
        for kind in _OF_PROFILES:
            for record in tallies[kind].written:
                self.changed.add(getattr(record, "profile_id", record.pk))
        apart = tallies.keys() - _OF_PROFILES - _OF_NO_PROFILE - further_tables().keys()
        if len(self.changed) > MOST_TOLD or any(tallies[one].writes for one in apart):
            return False
        for profile in Profile.objects.filter(pk__in=self.changed).order_by("pk"):
            profile_edited.send(Profile, profile=profile, what="changed")
        return True

    def regions(self) -> Tally:
        return upsert(Region, ("code",), records.regions(self.rows["regions"]))

    def topics(self) -> Tally:
        return upsert(Topic, ("code",), records.topics(self.rows["topics"]))

    def nuts_changes(self) -> Tally:
        wanted = records.nuts_changes(self.rows["crosswalk"])
        return replace(NutsChange, ("code_2024", "region_id"), wanted)

    def relations(self) -> Tally:
        wanted = records.relations(self.rows["relatedness"])
        return replace(TopicRelation, ("first_id", "second_id"), wanted)

    def strengths(self) -> Tally:
        wanted = records.strengths(self.rows["strengths"])
        return replace(RegionStrength, ("region_id", "topic_id"), wanted)

    def strategies(self) -> Tally:
        wanted = records.strategies(self.rows["priorities"])
        self.strategy_slugs = _slugs_of(wanted)
        by_slug = {(self.strategy_slugs[key],): one for key, one in wanted.items()}
        return upsert(Strategy, ("slug",), by_slug)

    def priorities(self) -> Tally:
        keys = dict(Strategy.objects.values_list("slug", "pk"))
        ids = {where: keys[slug] for where, slug in self.strategy_slugs.items()}
        wanted = records.priorities(self.rows["priorities"], ids)
        return upsert(Priority, ("slug",), wanted)

    def clusters(self) -> Tally:
        return upsert(Cluster, ("slug",), records.clusters(self.rows["clusters"]))

    def facilities(self) -> Tally:
        wanted = records.facilities(self.rows["facilities"])
        return upsert(Facility, ("slug",), wanted)

    def cooperations(self) -> Tally:
        wanted = records.cooperations(self.rows["projects"])
        return upsert(Cooperation, ("slug",), wanted)

    def members(self) -> Tally:
        ids = dict(Cooperation.objects.values_list("slug", "pk"))
        wanted = records.members(self.rows["members"], ids)
        return upsert(
            CooperationMember, ("cooperation_id", "region_id", "name"), wanted
        )

    def items(self) -> Tally:
        """Stated offers and needs, of profiles that nobody has touched."""
        ids = dict(
            Profile.objects.filter(pk__in=self.untouched()).values_list("slug", "pk")
        )
        wanted = stated_items(self.rows["priorities"], ids)
        profiles = {key[0] for key in wanted}
        derived = ExchangeItem.objects.exclude(derivation="")
        for item in derived.filter(profile_id__in=profiles):
            if any(key[:2] == (item.profile_id, item.side) for key in wanted):
                item.delete()
                self.changed.add(item.profile_id)
        stated = ExchangeItem.objects.filter(derivation="")
        key = ("profile_id", "side", "position")
        return upsert(ExchangeItem, key, wanted, stated)

    def derive(self) -> int:
        derived_for = refresh_derived_items(profile_ids=self.untouched())
        self.changed |= derived_for
        return len(derived_for)

    def untouched(self) -> list[int]:
        written = people_wrote(Profile)
        profiles = Profile.objects.all()
        return [one.pk for one in profiles if not is_touched(one, written)]


def _slugs_of(wanted: Mapping[tuple, Wanted]) -> dict[tuple, str]:
    """The addresses of strategies by region and period of the tables.

    A strategy keeps its address when its people change the period, so it is known by
    that; where there is none, one that they registered for the same period is meant.
    """
    present = {
        (region, period): slug
        for slug, region, period in Strategy.objects.values_list(
            "slug", "region_id", "period"
        )
    }
    known = set(present.values())
    slugs = {}
    for where, one in wanted.items():
        slug = str(one.once["slug"])
        slugs[where] = slug if slug in known else present.get(where, slug)
    return slugs
