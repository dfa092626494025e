"""Three ways to get an order with which a French shop can start: at home, express, in the shop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from comptoir.fulfilment import queries
from comptoir.fulfilment.commands.add_method import add_method
from comptoir.fulfilment.commands.set_rates import set_rates
from comptoir.fulfilment.contracts import Rate
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.kit.text import Localised

# Grams to cents, VAT included: in the range of what carriers ask the public in France in 2026.
MAINLAND = {500: 495, 1_000: 595, 2_000: 695, 5_000: 1_290, 10_000: 1_890, 20_000: 2_690, 30_000: 3_490}
CORSICA = {500: 695, 1_000: 795, 2_000: 995, 5_000: 1_690, 10_000: 2_490, 20_000: 3_690, 30_000: 4_890}
OVERSEAS = {500: 1_290, 1_000: 1_890, 2_000: 2_690, 5_000: 4_490, 10_000: 7_990, 30_000: 21_900}
NEIGHBOURS = {500: 790, 1_000: 990, 2_000: 1_190, 5_000: 1_790, 10_000: 2_690, 20_000: 3_990, 30_000: 5_490}
SOUTH = {500: 990, 1_000: 1_190, 2_000: 1_490, 5_000: 2_190, 10_000: 3_290, 20_000: 4_890, 30_000: 6_490}
EXPRESS = {500: 990, 1_000: 1_090, 2_000: 1_290, 5_000: 1_990, 10_000: 2_790, 20_000: 3_990, 30_000: 4_990}
EXPRESS_CORSICA = {500: 1_490, 1_000: 1_690, 2_000: 1_990, 5_000: 2_990, 10_000: 3_990, 30_000: 6_990}
EXPRESS_OVERSEAS = {500: 3_490, 1_000: 4_490, 2_000: 5_990, 5_000: 9_990, 10_000: 16_900, 30_000: 39_900}

METHODS: Mapping[str, Mapping[str, Any]] = {
    "home": {
        "kind": "ship",
        "name": Localised(fr="À domicile", en="Home delivery"),
        "cutoff": time(14),
        "carrier": "La Poste",
        "tracking_address": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
        "days_min": 2,
        "days_max": 3,
        "saturdays": True,
        "position": 1,
    },
    "express": {
        "kind": "ship",
        "name": Localised(fr="Express", en="Express"),
        "cutoff": time(12),
        "carrier": "Chronopost",
        "tracking_address": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={number}",
        "days_min": 1,
        "days_max": 1,
        "position": 2,
    },
    "collect": {
        "kind": "collect",
        "name": Localised(fr="Retrait en boutique", en="Collect in shop"),
        "minutes_to_prepare": 120,
        "position": 3,
    },
}


def add_starter_methods(*, market: str, currency: str = "EUR", origin: Origin, now: datetime) -> None:
    """Each method and each table in a transaction of its own; what is there already stays, so that it can be
    called again after a crash. Refuses MethodExists when another market has a method of the same code."""
    here = {method.code: method for method in queries.methods(market)}
    for code, method in METHODS.items():
        if code not in here:
            add_method(code=code, market=market, **method, origin=origin, now=now)
    for code, rates in (("home", _home(currency)), ("express", _express(currency))):
        if code not in here or not here[code].rates:
            set_rates(code, list(rates), origin=origin, now=now)


def _home(currency: str) -> Iterator[Rate]:
    yield from _table(MAINLAND, currency, "FR")
    yield from _table(CORSICA, currency, "FR", "20", extra_days=2)
    yield from _table(OVERSEAS, currency, "FR", "97", extra_days=7)
    yield from _table(OVERSEAS, currency, "FR", "98", extra_days=9)
    for country in ("BE", "DE", "LU", "NL"):
        yield from _table(NEIGHBOURS, currency, country, extra_days=1)
    for country in ("AT", "ES", "IT", "PT"):
        yield from _table(SOUTH, currency, country, extra_days=2)


def _express(currency: str) -> Iterator[Rate]:
    yield from _table(EXPRESS, currency, "FR")
    yield from _table(EXPRESS_CORSICA, currency, "FR", "20", extra_days=1)
    yield from _table(EXPRESS_OVERSEAS, currency, "FR", "97", extra_days=4)
    yield from _table(EXPRESS_OVERSEAS, currency, "FR", "98", extra_days=6)


def _table(
    prices: Mapping[int, int], currency: str, country: str, prefix: str = "", extra_days: int = 0
) -> Iterator[Rate]:
    for grams, cents in prices.items():
        yield Rate(
            country=country, postcode_prefix=prefix, max_weight_g=grams, amount=Money(cents, currency),
            extra_days=extra_days,
        )  # fmt: skip
