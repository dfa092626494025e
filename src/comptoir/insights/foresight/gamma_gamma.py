"""What a purchase of somebody is worth: Gamma-Gamma.

P. Fader, B. Hardie, “The Gamma-Gamma Model of Monetary Value” (2013). Purchases vary around a mean of each customer's
own, and the means over customers; both are gamma distributed. Who has bought little is drawn towards the mean of
all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comptoir.insights.foresight.fit import least
from comptoir.insights.foresight.special import Numbers, gammaln


@dataclass(frozen=True, slots=True)
class Model:
    p: float
    q: float
    v: float


def fitted(count: Numbers, mean: Numbers) -> Model:
    """By maximum likelihood, from customers with `count` repeat purchases (one at least) of the value `mean`."""
    chosen = (count > 0) & (mean > 0)
    x, z = count[chosen], mean[chosen]
    scale = float(z.mean())

    def cost(numbers: Numbers) -> float:
        p, q, v = numbers
        found = -float(likelihood(Model(p, q, v * scale), x, z).mean())
        return found if np.isfinite(found) else 1e12

    p, q, v = least(cost, (3.0, 3.0, 1.0))
    return Model(float(p), float(q), float(v * scale))


def likelihood(m: Model, x: Numbers, z: Numbers) -> Numbers:
    """The logarithm for each customer, equation (1a)."""
    return (
        gammaln(m.p * x + m.q) - gammaln(m.p * x) - gammaln(m.q)
        + m.q * np.log(m.v) + (m.p * x - 1) * np.log(z) + m.p * x * np.log(x)
        - (m.p * x + m.q) * np.log(m.v + x * z)
    )  # fmt: skip


def expected(m: Model, count: Numbers, mean: Numbers) -> Numbers:
    """The mean value of a purchase of each, equation (5); of those without a repeat purchase the mean of all."""
    return m.p * (m.v + count * mean) / (m.p * count + m.q - 1)
