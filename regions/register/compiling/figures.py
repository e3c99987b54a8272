"""Derived figures: how strong a region is in an activity, and what goes with what.

Employment by NUTS-2 region and NACE division goes in; only ratios and ranks come out.
Let x be the persons employed; sums leave out what is confidential.

- location quotient LQ(r,i) = (x_ri / x_r) / (x_i / x);
- strength s(r,i) = (sat(LQ) + rank) / 2, where sat = log2(LQ) / 2 held in [0, 1] (so
  twice the average gives a half, four times or more gives 1) and rank is the share of
  the other regions with fewer people in i (ties half); 0 where nobody works in i;
- relatedness phi(i,j) = min(P(LQ_i > 1 | LQ_j > 1), P(LQ_j > 1 | LQ_i > 1)) over the
  regions in which both are known, and lift(i,j) = P(both) / (P(i) P(j)).
"""

from pathlib import Path

import numpy as np

from regions.register.compiling.sources import read_rows

COVERAGE = 0.5  # a region with fewer known divisions than this part gives no figures
SPECIALISED = 20  # divisions in which fewer regions are specialised are too rare
PHI, LIFT = 0.45, 1.5  # below, two activities are alike in spread, not related
FILE = "indicators/employment_nace_2014.csv"


def figure_rows(source: Path, regions: set[str]):
    """Return the rows of strengths (2014, NUTS-2) and of relatedness."""
    codes, divisions, people = _employment(source, regions)
    known = ~np.isnan(people)
    quotient = location_quotients(people)
    power = strengths(people, quotient)
    strength_rows = [
        {
            "region": codes[r],
            "topic": divisions[i],
            "location_quotient": f"{quotient[r, i]:.2f}",
            "strength": f"{power[r, i]:.3f}",
        }
        for r, i in zip(*np.nonzero(known), strict=True)
    ]
    phi, lift = relatedness(quotient, known)
    related = (phi >= PHI) & (lift >= LIFT)
    relation_rows = [
        {
            "first": divisions[i],
            "second": divisions[j],
            "phi": f"{phi[i, j]:.3f}",
            "lift": f"{lift[i, j]:.2f}",
        }
        for i, j in zip(*np.nonzero(np.triu(related, 1)), strict=True)
    ]
    return strength_rows, relation_rows


def _employment(source: Path, regions: set[str]):
    """Return region codes, divisions, and persons employed, NaN where not known."""
    columns = ("nuts2", "nace_rev2_division", "persons_employed")
    facts = [row for row in read_rows(source, FILE, columns) if row["nuts2"] in regions]
    facts = [row for row in facts if len(row["nuts2"]) == 4]
    codes = sorted({row["nuts2"] for row in facts})
    divisions = sorted({row["nace_rev2_division"] for row in facts})
    place = {code: index for index, code in enumerate(codes)}
    column = {code: index for index, code in enumerate(divisions)}
    people = np.full((len(codes), len(divisions)), np.nan)
    for row in facts:
        if row["persons_employed"]:
            where = place[row["nuts2"]], column[row["nace_rev2_division"]]
            people[where] = float(row["persons_employed"])
    enough = (~np.isnan(people)).mean(axis=1) >= COVERAGE
    enough &= np.nansum(people, axis=1) > 0
    return (
        [c for c, ok in zip(codes, enough, strict=True) if ok],
        divisions,
        people[enough],
    )


def location_quotients(people: np.ndarray) -> np.ndarray:
    """Return LQ, shape regions by activities; NaN where the figure is not known."""
    whole = np.nansum(people)
    by_region = np.nansum(people, axis=1, keepdims=True)
    by_activity = np.nansum(people, axis=0, keepdims=True)
    expected = by_region * by_activity / whole
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, people / expected, people * 0)


def strengths(people: np.ndarray, quotient: np.ndarray) -> np.ndarray:
    """Return s in [0, 1], same shape as `people`; NaN where not known."""
    saturated = np.clip(np.log2(np.maximum(quotient, 1e-9)) / 2, 0, 1)
    rank = np.apply_along_axis(_rank, 0, people)
    return np.where(people > 0, (saturated + rank) / 2, people * 0)


def _rank(column: np.ndarray) -> np.ndarray:
    """Return for each known value the share of the others below it, ties half."""
    known = column[~np.isnan(column)]
    others = max(len(known) - 1, 1)
    below = (known[None, :] < column[:, None]).sum(axis=1)
    equal = (known[None, :] == column[:, None]).sum(axis=1)
    return (below + np.maximum(equal - 1, 0) / 2) / others


def relatedness(quotient: np.ndarray, known: np.ndarray):
    """Return phi and lift, activities by activities; 0 for activities too rare."""
    special = ((quotient > 1) & known).astype(float)
    seen = known.astype(float)
    both = special.T @ special
    first, together = special.T @ seen, seen.T @ seen
    larger = np.maximum(first, first.T)
    product = first * first.T
    phi = np.divide(both, larger, out=np.zeros_like(both), where=larger > 0)
    lift = np.divide(
        both * together, product, out=np.zeros_like(both), where=product > 0
    )
    rare = special.sum(axis=0) < SPECIALISED
    phi[rare, :] = 0
    phi[:, rare] = 0
    return phi, lift
