"""The matrix as a table for spreadsheets: meetings, then gaps and who fills them."""

from collections.abc import Iterator

from django.http import HttpResponse

from matching.partnerships.matrix.reading import Matrix, Thing
from matching.partnerships.matrix.shapes import Filler, Gap, Gaps
from matching.partnerships.models import Partnership
from regions.models import Profile
from regions.sheets.responding import csv_response

COLUMNS = (
    *("row", "giver", "giver_region", "offer", "offer_derived"),
    *("taker", "taker_region", "need", "need_derived", "reason"),
)
NOBODY = ("", "", "", "")


def matrix_csv(partnership: Partnership, matrix: Matrix, gaps: Gaps) -> HttpResponse:
    """One line for each offer that meets a need, and for each gap and who fills it."""
    name = f"{partnership.slug}-matrix.csv"
    return csv_response(name, COLUMNS, _rows(matrix, gaps))


def _rows(matrix: Matrix, gaps: Gaps) -> Iterator[tuple]:
    for one in matrix.meetings:
        yield "meets", *_thing(one.offer), *_thing(one.need), one.reason
    for gap in (*gaps.needs, *gaps.stages, *gaps.topics):
        takers = _takers(gap)
        if not gap.fillers:
            yield from _gap_rows(gap, None, takers)
        for filler in gap.fillers or ():
            yield from _gap_rows(gap, filler, takers)


def _gap_rows(gap: Gap, filler: Filler | None, takers: list[tuple]) -> Iterator[tuple]:
    for taker in takers:
        yield f"gap: {gap.kind}", *_filler(filler), *taker, _why(filler)


def _takers(gap: Gap) -> list[tuple]:
    if not gap.needs:
        return [("", "", gap.label, "")]
    return [_thing(need) for need in gap.needs]


def _thing(thing: Thing) -> tuple:
    return *_profile(thing.profile), thing.text, int(thing.is_derived)


def _filler(filler: Filler | None) -> tuple:
    if filler is None:
        return NOBODY
    return *_profile(filler.profile), "", int(filler.is_derived)


def _why(filler: Filler | None) -> str:
    return filler.reason if filler else ""


def _profile(profile: Profile) -> tuple[str, str]:
    return profile.title, profile.region_id
