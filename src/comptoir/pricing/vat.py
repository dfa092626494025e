"""Which of a country's VAT rates stands for which category of goods. Pure tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from comptoir.pricing.errors import TaxTableOutdated

# The categories, by the names of French law. A reduced rate is at least 5 % (Directive 2006/112/EC art.
# 98(1)).
INTERMEDIATE, REDUCED, SUPER_REDUCED, STANDARD, ZERO = (
    "intermediate",
    "reduced",
    "super_reduced",
    "standard",
    "zero",
)
LEAST_REDUCED = 5

# Where rates of single regions or trades stand in the same list, those of ordinary sales are named here:
# FR: 0.9 and 1.05 are for press and live animals overseas and in Corsica, 8.5 the standard rate overseas,
#     13 petroleum in Corsica (Code général des impôts, art. 278 to 281 nonies, 296, 297).
# AT: 19 is the standard rate of Jungholz and Mittelberg.   GR: 17 and 4 are for islands of the Aegean.
# PT: 16 and 22 are the standard rates of the Azores and of Madeira.
CHOSEN: Mapping[str, Mapping[str, float]] = {
    "FR": {INTERMEDIATE: 10.0, REDUCED: 5.5, SUPER_REDUCED: 2.1},
    "AT": {INTERMEDIATE: 13.0, REDUCED: 10.0, SUPER_REDUCED: 4.9},
    "GR": {INTERMEDIATE: 13.0, REDUCED: 6.0},
    "PT": {INTERMEDIATE: 13.0, REDUCED: 6.0},
}

MONACO = "MC"  # for VAT, what goes to Monaco goes to France: Directive 2006/112/EC art. 7(1)


def rates_by_country(listed: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Basis points by country of the Union (and Monaco), then by category.

    Outside `CHOSEN`: the lowest reduced rate of 5 % or more is `reduced`; the highest, when there are
    several, is `intermediate`; `super_reduced` lies below 5 %. A category that a country does not have gets
    no rate there, so that a sale is refused rather than taxed by a guess; where there is no reduced rate at
    all, everything is standard. `zero` holds everywhere: what is no supply yet, such as multi-purpose
    vouchers (art. 30b). Refuses TaxTableOutdated.
    """
    members = {country: rate for country, rate in listed.items() if rate["eu_member"] or country == MONACO}
    return {country: _of_country(country, rate) for country, rate in sorted(members.items())}


def _of_country(country: str, rate: Mapping[str, Any]) -> dict[str, int]:
    reduced = _chosen(country, rate) if country in CHOSEN else _by_rule(rate)
    if not reduced:
        reduced = dict.fromkeys((INTERMEDIATE, REDUCED, SUPER_REDUCED), rate["standard"])
    found = {STANDARD: rate["standard"], **reduced, ZERO: 0}
    return {category: int(Decimal(str(percent)) * 100) for category, percent in found.items()}


def _chosen(country: str, rate: Mapping[str, Any]) -> dict[str, float]:
    known = {*rate["reduced"], rate["super_reduced"]}
    if missing := [percent for percent in CHOSEN[country].values() if percent not in known]:
        raise TaxTableOutdated(country=country, missing=", ".join(map(str, missing)))
    return dict(CHOSEN[country])


def _by_rule(rate: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    if reduced := sorted(percent for percent in rate["reduced"] if percent >= LEAST_REDUCED):
        found[REDUCED] = reduced[0]
        if len(reduced) > 1:
            found[INTERMEDIATE] = reduced[-1]
    if rate["super_reduced"] and rate["super_reduced"] < LEAST_REDUCED:
        found[SUPER_REDUCED] = rate["super_reduced"]
    return found
