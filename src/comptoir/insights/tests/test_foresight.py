"""The models give what their papers publish, on the customers of CDNOW.

`data/cdnow.csv` is the sample of Fader and Hardie as the package lifetimes carries it (MIT licence, C.
Davidson-Pilon)."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from comptoir.insights.foresight import bgnbd, gamma_gamma
from comptoir.insights.foresight.special import gammaln, hyp2f1


@pytest.fixture(scope="module")
def cdnow() -> dict[str, np.ndarray]:
    with (Path(__file__).parent / "data" / "cdnow.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in ("x", "t_x", "T", "zbar")}


def test_the_functions_that_numpy_lacks() -> None:
    at = np.array([0.01, 0.243, 0.5, 1, 2.5, 40, 900])
    assert gammaln(at) == pytest.approx([math.lgamma(x) for x in at], rel=1e-12, abs=1e-12)
    z = np.array([0.0, 0.3, 0.9, 0.97])
    assert hyp2f1(1.0, 1.0, 2.0, z[1:]) == pytest.approx(-np.log(1 - z[1:]) / z[1:], rel=1e-9)
    assert hyp2f1(2.0, 3.0, 3.0, z) == pytest.approx((1 - z) ** -2.0, rel=1e-9)


def test_purchases_and_leaving_are_those_of_the_paper(cdnow: dict[str, np.ndarray]) -> None:
    histories = bgnbd.Histories(cdnow["x"], cdnow["t_x"], cdnow["T"])
    assert len(cdnow["x"]) in (2356, 2357)
    model = bgnbd.fitted(histories)
    assert [round(n, 3) for n in (model.r, model.alpha, model.a, model.b)] == [0.243, 4.414, 0.793, 2.426]
    assert bgnbd.likelihood(model, histories).sum() == pytest.approx(-9582.4, abs=0.1)
    one = bgnbd.Histories(np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert bgnbd.expected(model, one, 39)[0] == pytest.approx(1.226, abs=0.001)
    assert bgnbd.alive(model, one)[0] == pytest.approx(0.7266, abs=0.0005)


def test_the_value_of_a_purchase_is_that_of_the_paper(cdnow: dict[str, np.ndarray]) -> None:
    model = gamma_gamma.fitted(cdnow["x"], cdnow["zbar"])
    assert (model.p, model.q, model.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    nobody, once = np.array([0.0]), np.array([1.0])
    assert gamma_gamma.expected(model, nobody, nobody)[0] == pytest.approx(35.2, abs=0.1)
    assert 24.0 < gamma_gamma.expected(model, once, np.array([20.0]))[0] < 26.0


def test_half_of_those_who_stay_have_bought_by_the_day_that_is_told() -> None:
    model = bgnbd.Model(2.0, 10.0, 0.5, 5.0)
    one = bgnbd.Histories(np.array([3.0]), np.array([20.0]), np.array([25.0]))
    rates = np.random.default_rng(1).gamma(2.0 + 3.0, 1 / (10.0 + 25.0), 200_000)
    waits = np.random.default_rng(2).exponential(1 / rates)
    assert bgnbd.next_in(model, one)[0] == pytest.approx(np.median(waits), rel=0.02)
