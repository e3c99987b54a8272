"""Facet counts of a large list in microseconds: one bit set for each value.

Counting 600 codes by SQL takes 30 to 150 ms at 50,000 rows; the same counts by
bitwise AND and popcount of whole numbers take about a millisecond.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping

Counts = dict[str, dict[str, int]]
Pairs = Iterable[tuple[Hashable, str]]


class FacetIndex:
    """Bit sets over rows: `bits[facet][value]` has bit p set when row p has it.

    `rows` are the keys of all rows in their order; `values` gives for each facet its
    (key, value) pairs, several for a row where it has several.
    """

    def __init__(self, rows: Collection[Hashable], values: Mapping[str, Pairs]) -> None:
        self._place = {key: place for place, key in enumerate(rows)}
        self.everything = (1 << len(self._place)) - 1
        self.bits = {facet: self._pack(pairs) for facet, pairs in values.items()}

    def derive(
        self, facet: str, source: str, values: Callable[[str], Iterable[str]]
    ) -> None:
        """Add a facet whose values follow from those of another, such as what is above.

        `values` gives for a value of `source` those that its rows have in `facet`.
        """
        found: dict[str, int] = {}
        for value, bits in self.bits[source].items():
            for one in values(value):
                found[one] = found.get(one, 0) | bits
        self.bits[facet] = found

    def counts(
        self,
        chosen: Mapping[str, Collection[str]],
        among: Iterable[Hashable] | None = None,
    ) -> Counts:
        """Rows that each value of each facet would show under the other choices.

        `chosen` maps a facet to the values picked in it (any of them fits);
        `among` limits the rows, for instance to those that a text search found.
        """
        base = self.everything if among is None else self.pack_keys(among)
        picked = {
            facet: self._any(facet, values)
            for facet, values in chosen.items()
            if facet in self.bits and values
        }
        return {facet: self._count_facet(facet, base, picked) for facet in self.bits}

    def total(
        self,
        chosen: Mapping[str, Collection[str]],
        among: Iterable[Hashable] | None = None,
    ) -> int:
        """How many rows fit all choices; facets that are not indexed do not count."""
        rows = self.everything if among is None else self.pack_keys(among)
        return (rows & self._all(chosen)).bit_count()

    def passing(self, chosen: Mapping[str, Collection[str]]) -> set[Hashable]:
        """The keys of the rows that fit all choices."""
        rows = self._all(chosen)
        return {key for key, place in self._place.items() if rows >> place & 1}

    def pack_keys(self, keys: Iterable[Hashable]) -> int:
        """The bit set of these rows; keys that are not in the index are left out."""
        packed = bytearray(len(self._place) // 8 + 1)
        for key in keys:
            place = self._place.get(key)
            if place is not None:
                packed[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(packed, "little")

    def _count_facet(self, facet: str, base: int, picked: Mapping[str, int]):
        rows = base
        for other, bits in picked.items():
            if other != facet:
                rows &= bits
        found = ((value, (bits & rows)) for value, bits in self.bits[facet].items())
        return {value: bits.bit_count() for value, bits in found if bits}

    def _all(self, chosen: Mapping[str, Collection[str]]) -> int:
        rows = self.everything
        for facet, values in chosen.items():
            if facet in self.bits and values:
                rows &= self._any(facet, values)
        return rows

    def _any(self, facet: str, values: Collection[str]) -> int:
        union = 0
        for value in values:
            union |= self.bits[facet].get(value, 0)
        return union

    def _pack(self, pairs: Pairs) -> dict[str, int]:
        width = len(self._place) // 8 + 1
        packed: dict[str, bytearray] = {}
        for key, value in pairs:
            place = self._place.get(key)
            if place is not None and value not in (None, ""):
                row = packed.setdefault(value, bytearray(width))
                row[place >> 3] |= 1 << (place & 7)
        return {value: int.from_bytes(row, "little") for value, row in packed.items()}
