"""Topics as arrays, by column: what turning many profiles into rows looks up."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine.constants import SCHEMES


@dataclass(frozen=True)
class TopicTables:
    """C topics in the order of their codes.

    columns  code -> its column
    scheme   (C,) its place in SCHEMES
    idf      (C,)
    start    (C + 1,) what column c credits stands from start[c] to start[c + 1]:
    credited (m,) columns, and credit (m,) how much
    """

    columns: Mapping[str, int]
    scheme: np.ndarray
    idf: np.ndarray
    start: np.ndarray
    credited: np.ndarray
    credit: np.ndarray

    @classmethod
    def of(
        cls,
        schemes: Mapping[str, str],
        idf: Mapping[str, float],
        credits: Mapping[str, Mapping[str, float]],
    ) -> "TopicTables":
        """Take these of each code; the codes' order is that of the columns."""
        codes = sorted(schemes)
        columns = {code: column for column, code in enumerate(codes)}
        sizes = [len(credits[code]) for code in codes]
        cells = [cell for code in codes for cell in credits[code].items()]
        return cls(
            columns=columns,
            scheme=np.array([SCHEMES.index(schemes[c]) for c in codes], dtype=np.int64),
            idf=np.array([idf[code] for code in codes], dtype=float),
            start=np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]),
            credited=np.array([columns[code] for code, _ in cells], dtype=np.int32),
            credit=np.array([credit for _, credit in cells], dtype=float),
        )

    def __len__(self) -> int:
        return len(self.columns)
