"""The register's words: a column for each, and how rare it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matching.engine.spaces import inverse_frequency
from matching.engine.statistics import Statistics


@dataclass(frozen=True)
class Vocabulary:
    """Words: column of each, and in how many profiles it occurs."""

    columns: Mapping[str, int]
    statistics: Statistics

    @classmethod
    def of(cls, words: Iterable[str], statistics: Statistics) -> "Vocabulary":
        """Give each word a column, in word order."""
        columns = {word: column for column, word in enumerate(sorted(set(words)))}
        return cls(columns, statistics)

    def extended(self, words: Iterable[str]) -> "Vocabulary":
        """Give new words columns behind the others, whose columns stay."""
        new = sorted(set(words) - self.columns.keys())
        if not new:
            return self
        more = {word: len(self.columns) + n for n, word in enumerate(new)}
        return Vocabulary({**self.columns, **more}, self.statistics)

    def idf(self, word: str) -> float:
        uses = self.statistics.word_uses.get(word, 0)
        return inverse_frequency(self.statistics.text_count, uses)
