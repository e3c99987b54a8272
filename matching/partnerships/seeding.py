"""The known partnerships of before, made from the register's cooperations.

The table names which cooperations were thematic partnerships; who took part, and where
that was read, stands with the cooperation already.
"""

import csv
from pathlib import Path

from django.db.models import QuerySet

from matching.partnerships.choices import MemberRole, MemberState, Origin, Status
from matching.partnerships.models import Partnership, PartnershipMember
from regions.models import Cooperation, CooperationMember
from regions.register.upsert import Tally, Wanted, upsert

TABLE = Path(__file__).parent / "data" / "partnerships.csv"
SOURCE = ("source_name", "source_url", "source_date", "confidence")
LEADING = ("lead", "co-lead")
MOST_THEME = 300


def load_partnerships() -> Tally:
    """Add and change historical partnerships; one that a person changed is kept."""
    rows = _rows()
    touched = _touched()
    known = Cooperation.objects.prefetch_related("topics").in_bulk(
        rows.keys(), field_name="slug"
    )
    wanted = {
        (row["slug"],): _partnership(row, known[name])
        for name, row in rows.items()
        if name in known and row["slug"] not in touched
    }
    tally = upsert(Partnership, ("slug",), wanted, _untouched())
    tally.kept += len(touched & {row["slug"] for row in rows.values()})
    return tally


def load_seats() -> Tally:
    """Add and change who took part in them, as their sources printed it."""
    keys = dict(_untouched().values_list("cooperation_id", "pk"))
    members = CooperationMember.objects.filter(cooperation__in=keys)
    wanted = {
        (keys[one.cooperation_id], one.region_id, one.name): _seat(
            one, keys[one.cooperation_id]
        )
        for one in members.order_by("pk")
    }
    seats = PartnershipMember.objects.filter(
        profile=None, partnership__in=keys.values()
    )
    key = ("partnership_id", "region_id", "name")
    return upsert(PartnershipMember, key, wanted, seats)


def _rows() -> dict[str, dict[str, str]]:
    """The lines of the table by the cooperation that each names."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["cooperation"]: row for row in csv.DictReader(file)}


def _untouched() -> "QuerySet[Partnership]":
    return Partnership.objects.filter(origin=Origin.HISTORICAL, touched_at=None)


def _touched() -> set[str]:
    """Slugs that are a person's business: changed here, or taken by another one."""
    rest = Partnership.objects.exclude(pk__in=_untouched().order_by().values("pk"))
    return set(rest.values_list("slug", flat=True))


def _partnership(row: dict[str, str], one: Cooperation) -> Wanted:
    return Wanted(
        {
            "slug": row["slug"],
            "title": row["title"],
            "theme": ", ".join(one.keywords)[:MOST_THEME],
            "programme": row["programme"] or one.programme,
            "origin": Origin.HISTORICAL,
            "status": Status.HISTORICAL,
            "start_year": one.year,
            "cooperation_id": one.pk,
        }
        | _source(one),
        topics=frozenset(topic.pk for topic in one.topics.all()),
    )


def _seat(one: CooperationMember, partnership: int) -> Wanted:
    is_lead = one.role in LEADING
    return Wanted(
        {
            "partnership_id": partnership,
            "region_id": one.region_id,
            "name": one.name,
            "is_cluster": one.is_cluster,
            "role": MemberRole.LEAD if is_lead else MemberRole.MEMBER,
            "state": MemberState.ACTIVE,
        }
        | _source(one)
    )


def _source(one: Cooperation | CooperationMember) -> dict[str, object]:
    return {name: getattr(one, name) for name in SOURCE}
