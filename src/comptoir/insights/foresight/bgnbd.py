"""How often somebody buys, and whether they still do: BG/NBD.

P. Fader, B. Hardie, K. Lee, ““Counting Your Customers” the Easy Way”, Marketing Science 24 (2005). While a customer
is alive they buy at random at a rate of their own (gamma distributed over customers, r and α); after each purchase
they leave with a probability of their own (beta distributed, a and b). Who has bought once is always held to be
alive: the model lets people leave only after a second purchase. Times are weeks since the first purchase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comptoir.insights.foresight.fit import least
from comptoir.insights.foresight.special import Numbers, gammaln, hyp2f1


@dataclass(frozen=True, slots=True)
class Histories:
    """By customer: `again` purchases after the first, the time of the last one, and how long they have been watched."""

    again: Numbers
    last: Numbers
    watched: Numbers


@dataclass(frozen=True, slots=True)
class Model:
    r: float
    alpha: float
    a: float
    b: float


def fitted(of: Histories) -> Model:
    """By maximum likelihood; equal histories are reckoned once."""
    rows, times = np.unique(np.stack([of.again, of.last, of.watched]), axis=1, return_counts=True)
    once = Histories(*rows)

    def cost(numbers: Numbers) -> float:
        found = -float(times @ likelihood(Model(*numbers), once)) / times.sum()
        return found if np.isfinite(found) else 1e12

    # A time scale that is far from theirs costs steps, and may end in a hollow beside the least.
    return Model(*(float(n) for n in least(cost, (0.5, max(1.0, float(of.watched.mean()) / 8), 0.8, 2.5))))


def likelihood(m: Model, of: Histories) -> Numbers:
    """The logarithm for each customer, equation (6) of the paper as B. Hardie writes it for machines."""
    x, last, watched = of.again, of.last, of.watched
    one = gammaln(m.r + x) - gammaln(m.r) + m.r * np.log(m.alpha)
    two = gammaln(m.a + m.b) + gammaln(m.b + x) - gammaln(m.b) - gammaln(m.a + m.b + x)
    alive = -(m.r + x) * np.log(m.alpha + watched)
    left = np.log(m.a) - np.log(np.maximum(m.b + x - 1, 1e-300)) - (m.r + x) * np.log(m.alpha + last)
    return one + two + np.where(x > 0, np.logaddexp(alive, left), alive)


def alive(m: Model, of: Histories) -> Numbers:
    """The probability that each still is a customer; one less it is that they have left."""
    return 1 / (1 + _left(m, of))


def expected(m: Model, of: Histories, time: float) -> Numbers:
    """How many purchases each makes in the next `time`, equation (10)."""
    x, watched = of.again, of.watched
    z = time / (m.alpha + watched + time)
    shape = m.a + m.b + x - 1
    series = hyp2f1(m.r + x, m.b + x, shape, z)
    inside = 1 - ((m.alpha + watched) / (m.alpha + watched + time)) ** (m.r + x) * series
    return shape / (m.a - 1) * inside / (1 + _left(m, of))


def next_in(m: Model, of: Histories) -> Numbers:
    """The time in which half of those like each, if still customers, have bought again: the median under their rate's
    distribution, gamma with r + x and α + T."""
    return (m.alpha + of.watched) * (2 ** (1 / (m.r + of.again)) - 1)


def _left(m: Model, of: Histories) -> Numbers:
    x = of.again
    odds = m.a / np.maximum(m.b + x - 1, 1e-300) * ((m.alpha + of.watched) / (m.alpha + of.last)) ** (m.r + x)
    return np.where(x > 0, odds, 0.0)
