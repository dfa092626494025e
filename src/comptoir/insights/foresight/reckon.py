"""The models over the buyers of a market: fitted, tried on time that is held back, and told for each buyer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from comptoir.insights.contracts import BackTest, BuyerWorth, Earlier, Foresight, Persona
from comptoir.insights.foresight import bgnbd, gamma_gamma, personas
from comptoir.insights.foresight.bgnbd import Histories
from comptoir.insights.foresight.special import Numbers
from comptoir.orders.contracts import BuyerHistory

WEEK = 7.0
HORIZON = 90  # days
BEFORE = 28  # days: with what was said then it is compared
HELD_SHARE = 0.3  # of the time that is known
FEWEST = 30  # buyers, and repeat purchases, without whom nothing is foreseen
BINS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class _Known:
    histories: Histories
    mean: Numbers  # of repeat purchases, minor units; 0 where there is none


@dataclass(frozen=True, slots=True)
class _Said:
    """Of each buyer: the probability of being one still, orders and minor units within the horizon."""

    known: _Known
    buying: bgnbd.Model
    worth: gamma_gamma.Model
    alive: Numbers
    orders: Numbers
    values: Numbers


def reckoned(buyers: Sequence[BuyerHistory], today: date) -> tuple[Foresight, list[BuyerWorth]] | None:
    """None for a market with too few buyers to say anything about."""
    said = _said(buyers, today)
    if said is None:
        return None
    buying, worth, alive, orders, values = said.buying, said.worth, said.alive, said.orders, said.values
    known, waits = said.known, bgnbd.next_in(buying, said.known.histories)
    held = today - timedelta(days=int((today - min(b.days[0] for b in buyers)).days * HELD_SHARE))
    found = _personas(buyers, today, held)
    told = [
        BuyerWorth(
            customer_id=buyer.customer_id, alive=float(alive[n]),
            next_on=today + timedelta(days=int(min(waits[n] * WEEK, 3650))), orders=float(orders[n]),
            value=int(values[n]), persona=int(found[1][n]),
        )
        for n, buyer in enumerate(buyers)
    ]  # fmt: skip
    foresight = Foresight(
        made_on=today, people=len(buyers), again=int((known.histories.again > 0).sum()),
        purchases={"r": buying.r, "alpha": buying.alpha, "a": buying.a, "b": buying.b},
        basket={"p": worth.p, "q": worth.q, "v": worth.v}, alive=float(alive.sum()), expected=float(orders.sum()),
        expected_value=sum(each.value for each in told), horizon=HORIZON,
        back_test=back_test(buyers, held, today), personas=found[0],
        before=_earlier(buyers, today),
    )  # fmt: skip
    return foresight, told


def _said(buyers: Sequence[BuyerHistory], until: date) -> _Said | None:
    """The models fitted to what was known on that day; None for too few."""
    known = _known(buyers, until)
    if len(buyers) < FEWEST or known.histories.again.sum() < FEWEST:
        return None
    buying = bgnbd.fitted(known.histories)
    worth = gamma_gamma.fitted(known.histories.again, known.mean)
    orders = bgnbd.expected(buying, known.histories, HORIZON / WEEK)
    basket = gamma_gamma.expected(worth, known.histories.again, known.mean)
    return _Said(known, buying, worth, bgnbd.alive(buying, known.histories), orders, np.floor(orders * basket))


def _earlier(buyers: Sequence[BuyerHistory], today: date) -> Earlier | None:
    then = today - timedelta(days=BEFORE)
    there = [buyer for buyer in buyers if buyer.days[0] <= then]
    said = _said(there, then)
    if said is None:
        return None
    return Earlier(
        days=BEFORE, people=len(there), again=int((said.known.histories.again > 0).sum()),
        alive=float(said.alive.sum()), expected=float(said.orders.sum()), expected_value=int(said.values.sum()),
    )  # fmt: skip


def _known(buyers: Sequence[BuyerHistory], until: date) -> _Known:
    """What was known at the end of `until`. Orders of one day are one purchase, as in the papers."""
    again, last, watched, mean = [], [], [], []
    for buyer in buyers:
        sums: dict[date, int] = {}
        for day, value in zip(buyer.days, buyer.values, strict=True):
            if day <= until:
                sums[day] = sums.get(day, 0) + value
        days = sorted(sums)
        again.append(len(days) - 1)
        last.append((days[-1] - days[0]).days / WEEK)
        watched.append((until - days[0]).days / WEEK)
        mean.append(sum(sums[day] for day in days[1:]) / (len(days) - 1) if len(days) > 1 else 0)
    columns = [np.array(each, np.float64) for each in (again, last, watched)]
    return _Known(Histories(*columns), np.array(mean, np.float64))


def back_test(buyers: Sequence[BuyerHistory], held: date, today: date) -> BackTest | None:
    """The model fitted to what was known on `held`, against what came after. The naive guess beside it: each goes on at
    their own pace until then."""
    before = [buyer for buyer in buyers if buyer.days[0] <= held]
    known = _known(before, held)
    if len(before) < FEWEST or known.histories.again.sum() < FEWEST:
        return None
    weeks = (today - held).days / WEEK
    came = np.array([len({day for day in buyer.days if day > held}) for buyer in before], np.float64)
    said = bgnbd.expected(bgnbd.fitted(known.histories), known.histories, weeks)
    naive = known.histories.again / np.maximum(known.histories.watched, 1.0) * weeks
    classes = np.minimum(known.histories.again, BINS[-1])
    return BackTest(
        held_from=held, days=(today - held).days, people=len(before), foreseen=float(said.sum()),
        happened=int(came.sum()), error=float(np.abs(said - came).mean()),
        naive_error=float(np.abs(naive - came).mean()),
        by_foreseen=tuple(
            (int(n), float(said[classes == n].mean()), float(came[classes == n].mean()))
            for n in BINS
            if (classes == n).any()
        ),
    )  # fmt: skip


def _personas(buyers: Sequence[BuyerHistory], today: date, held: date) -> tuple[tuple[Persona, ...], Numbers]:
    since, orders, basket = _features(buyers, today)
    groups = personas.grouped(since, orders, basket)
    again = _held_back(buyers, held, groups.middles)
    total = sum(sum(buyer.values) for buyer in buyers) or 1
    told = []
    for number, middle in enumerate(groups.middles):
        chosen = groups.of == number
        value = sum(sum(buyer.values) for buyer, mine in zip(buyers, chosen, strict=True) if mine)
        told.append(
            Persona(
                people=int(chosen.sum()), days_since=int(np.median(since[chosen])),
                orders=float(np.median(orders[chosen])), basket=int(np.median(basket[chosen])),
                share_of_value=value / total,
                portrait=personas.portrait(middle), ordered_again=again[number],
            )
        )  # fmt: skip
    return tuple(told), groups.of.astype(np.float64)


def _features(buyers: Sequence[BuyerHistory], until: date) -> tuple[Numbers, Numbers, Numbers]:
    rows = []
    for buyer in buyers:
        known = [(day, value) for day, value in zip(buyer.days, buyer.values, strict=True) if day <= until]
        rows.append(((until - known[-1][0]).days, len(known), sum(value for _day, value in known) / len(known)))
    since, orders, basket = np.array(rows, np.float64).T
    return since, orders, basket


def _held_back(buyers: Sequence[BuyerHistory], held: date, middles: Numbers) -> list[float | None]:
    """Of buyers who looked like each group on `held`, the share who ordered afterwards."""
    before = [buyer for buyer in buyers if buyer.days[0] <= held]
    if len(before) < FEWEST:
        return [None] * len(middles)
    features = np.log1p(np.stack(_features(before, held), axis=1))
    spread = features.std(axis=0)
    points = (features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    nearest = ((points[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    came = np.array([any(day > held for day in buyer.days) for buyer in before])
    return [float(came[nearest == n].mean()) if (nearest == n).any() else None for n in range(len(middles))]
