"""Rows of different lengths as flat arrays, and matrices made of them."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix


class Ragged(NamedTuple):
    """Numbers of n rows: those of row r stand from ptr[r] to ptr[r + 1]."""

    ptr: np.ndarray
    values: np.ndarray

    @property
    def rows(self) -> np.ndarray:
        """The row of each number."""
        return np.repeat(np.arange(len(self.ptr) - 1), np.diff(self.ptr))

    def only(self, chosen: np.ndarray) -> "Ragged":
        """Return the numbers that are chosen, each in its row."""
        return Ragged(running(chosen)[self.ptr], self.values[chosen])


def running(values: np.ndarray) -> np.ndarray:
    """Return the sums of the first 0, 1, ... of all values: one more than there are."""
    found = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(values, out=found[1:])
    return found


def rows_of_cells(matrix: csr_matrix) -> np.ndarray:
    """Return the row of each cell."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def chosen_cells(
    matrix: csr_matrix, chosen: np.ndarray, values: np.ndarray
) -> csr_matrix:
    """Return a matrix of the chosen cells, with these values in them."""
    ptr = running(chosen)[matrix.indptr]
    return csr_matrix((values, matrix.indices[chosen], ptr), shape=matrix.shape)


def largest(columns: Ragged, values: np.ndarray, width: int) -> csr_matrix:
    """Return a matrix that has in each cell the largest value given for it."""
    shape = len(columns.ptr) - 1, width
    every = csr_matrix((values, columns.values, columns.ptr), shape=shape)
    every.sort_indices()
    row, column = rows_of_cells(every), every.indices
    first = np.ones(len(column), dtype=bool)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    at = np.flatnonzero(first)
    most = np.maximum.reduceat(every.data, at) if at.size else every.data
    return chosen_cells(every, first, most)
