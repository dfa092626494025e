"""Two functions that numpy lacks, over arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
# Lanczos' approximation with g = 7 and nine terms (Godfrey 2001): about 15 digits for x > 0.
LANCZOS = (
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
)  # fmt: skip
MOST_TERMS = 20_000


def gammaln(x: float | Numbers) -> Numbers:
    """The logarithm of Γ(x) for x > 0."""
    given = np.asarray(x, np.float64)
    small = given < 0.5
    z = np.where(small, given + 1, given) - 1  # Γ(x) = Γ(x + 1) / x keeps the series where it is exact
    total = np.full_like(z, LANCZOS[0])
    for place, term in enumerate(LANCZOS[1:], start=1):
        total += term / (z + place)
    t = z + 7.5
    found = 0.5 * np.log(2 * np.pi) + (z + 0.5) * np.log(t) - t + np.log(total)
    return np.where(small, found - np.log(np.where(small, given, 1.0)), found)


def hyp2f1(a: float | Numbers, b: float | Numbers, c: float | Numbers, z: Numbers) -> Numbers:
    """Gauss' series for 0 ≤ z < 1 and positive a, b, c."""
    term = np.ones(np.broadcast_shapes(np.shape(a), np.shape(b), np.shape(c), np.shape(z)))
    total = term.copy()
    for j in range(MOST_TERMS):
        term = term * ((a + j) * (b + j) / ((c + j) * (j + 1)) * z)
        total += term
        if np.all(np.abs(term) <= 1e-12 * np.abs(total)):
            return total
    return total
