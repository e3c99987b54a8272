"""Facilities that fit a profile, or one need of it, with reasons; fixed queries.

What is compared is public: the open needs of a profile, published facilities. Topics
are related as the matching of partners has them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matching.features import kept_spaces
from matching.sharing.fitting import POINT, Fit, Offered, Related, Wanted, best_fits
from matching.sharing.models import Capability, FacilityTerms, FreeWindow
from portal.web.text import stems
from portal.web.versioned import data_version
from regions.models import ExchangeItem, Facility, Profile, ProfileType, Region, Side
from regions.models.stages import bits_to_stages

# So many are shown on a page.
MOST_SHOWN = 30


@dataclass(frozen=True)
class Fitting:
    """A facility that fits, how well, and the words it says of itself."""

    facility: Facility
    terms: FacilityTerms | None
    fit: Fit
    said: str

    @property
    def points(self) -> float:
        return self.fit.score / POINT

    @property
    def parts(self) -> list[tuple[str, float]]:
        """Names and points of the parts; together they are the points."""
        return [(name, number / POINT) for name, number in self.fit.parts.items()]


@dataclass(frozen=True)
class Fits:
    """The best facilities for a profile, and how many fit at all."""

    rows: list[Fitting]
    total: int


def facilities_for(
    user: Any,
    profile: Profile,
    need: ExchangeItem | None = None,
    most: int = MOST_SHOWN,
) -> Fits:
    """The facilities that fit a profile best, or one need of it."""
    rows = Facility.objects.visible_to(user).published().select_related("region")
    facilities = {one.pk: one for one in rows.order_by("pk")}
    said, offers, terms = _offers(facilities)
    found = best_fits(wanted_of(profile, need), offers, _related())
    shown = [
        Fitting(facilities[one.key], terms.get(one.key), one, said[one.key])
        for one in found[:most]
    ]
    return Fits(shown, len(found))


def wanted_of(profile: Profile, need: ExchangeItem | None = None) -> Wanted:
    """What a profile needs: all that it says, or what one need says."""
    codes = profile.topics.values_list("pk", flat=True)
    if need is None:
        needs = profile.items.filter(side=Side.NEED).values_list("text", flat=True)
        text = " ".join([profile.title, profile.summary, *profile.keywords, *needs])
    else:
        codes = need.topics.values_list("pk", flat=True)
        text = need.text
    topics = frozenset(codes) or frozenset(profile.topics.values_list("pk", flat=True))
    is_cluster = profile.type == ProfileType.CLUSTER
    return Wanted(
        topics=topics,
        words=frozenset(stems(text)),
        stages=frozenset(map(str, profile.stages)),
        place=_place(profile.region),
        actor="cluster" if is_cluster else "authority",
    )


def _offers(
    facilities: Mapping[int, Facility],
) -> tuple[dict[int, str], list[Offered], dict[int, FacilityTerms]]:
    """What these facilities say, what is compared of it, and their terms."""
    keys = list(facilities)
    links = Facility.topics.through.objects.filter(facility__in=keys)
    topics = _by_key(links.values_list("facility_id", "topic_id"))
    rows = FreeWindow.objects.filter(facility__in=keys).ahead()
    rows = rows.order_by("starts_on", "pk")
    windows = _by_key(
        (key, (first, last))
        for key, first, last in rows.values_list("facility", "starts_on", "ends_on")
    )
    terms = {
        one.facility_id: one
        for one in FacilityTerms.objects.filter(facility__in=keys).order_by("pk")
    }
    words = _by_key(
        Capability.objects.filter(terms__facility__in=keys)
        .order_by("pk")
        .values_list("terms__facility_id", "words")
    )
    said = {key: _said(one, words[key]) for key, one in facilities.items()}
    offers = [
        _offered(one, said[key], topics[key], terms.get(key), windows[key])
        for key, one in facilities.items()
    ]
    return said, offers, terms


def _by_key(rows: Iterable[tuple[int, Any]]) -> defaultdict[int, list]:
    found: defaultdict[int, list] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _said(facility: Facility, capabilities: Sequence[str]) -> str:
    own = (facility.name, facility.field, facility.category, *facility.keywords)
    return " ".join([*own, *capabilities])


def _offered(
    facility: Facility,
    said: str,
    topics: Sequence[str],
    terms: FacilityTerms | None,
    windows: Sequence,
) -> Offered:
    readiness = None
    if terms and terms.trl_from and terms.trl_to:
        readiness = (terms.trl_from, terms.trl_to)
    return Offered(
        key=facility.pk,
        topics=frozenset(topics),
        words=frozenset(stems(said)),
        stages=frozenset(map(str, bits_to_stages(terms.stage_bits if terms else 0))),
        readiness=readiness,
        place=_place(facility.region),
        access=terms.access if terms else "",
        windows=windows,
    )


def _place(region: Region) -> tuple[float, float] | None:
    if region.latitude is None or region.longitude is None:
        return None
    return region.latitude, region.longitude


def _related() -> Related:
    """How near two topics are, in the better of both directions."""
    credit = kept_spaces(data_version())[0].credits

    def related(wanted: str, offered: str) -> float:
        to = credit.get(wanted, {}).get(offered, 0.0)
        back = credit.get(offered, {}).get(wanted, 0.0)
        return max(to, back)

    return related
