"""What a delivery method and its price table may look like. Answers map a field to a code of kit.refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from comptoir.fulfilment.contracts import Rate
from comptoir.fulfilment.rules.rates import clean_postcode
from comptoir.fulfilment.rules.shipments import MOVES, is_tracking_template
from comptoir.kit.text import slugify

MOST_DAYS = 40
MOST_MINUTES = 7 * 24 * 60
LARGEST = 2_147_483_647  # grams in a column of four bytes


def method_errors(
    *,
    code: str,
    kind: str,
    name: Mapping[str, str],
    tracking_address: str,
    days_min: int,
    days_max: int,
    minutes_to_prepare: int,
    position: int,
) -> dict[str, str]:
    """What is wrong with a new method, by field."""
    wrong = {}
    if not code or code != slugify(code) or len(code) > 50:
        wrong["code"] = "not_a_choice"
    if kind not in MOVES:
        wrong["kind"] = "not_a_choice"
    if not any(name.values()):
        wrong["name"] = "missing"
    if len(tracking_address) > 300 or not is_tracking_template(tracking_address):
        wrong["tracking_address"] = "not_a_choice"
    if days_max > MOST_DAYS:
        wrong["days_max"] = "too_large"
    if not 0 <= days_min <= days_max:
        wrong["days_min"] = "too_small" if days_min < 0 else "too_large"
    if not 0 <= minutes_to_prepare <= MOST_MINUTES:
        wrong["minutes_to_prepare"] = "too_small" if minutes_to_prepare < 0 else "too_large"
    if not 0 <= position <= 32_767:
        wrong["position"] = "too_small" if position < 0 else "too_large"
    return wrong


def clean_rate(rate: Rate) -> Rate:
    """Country and prefix as they are compared."""
    return replace(
        rate, country=rate.country.strip().upper(), postcode_prefix=clean_postcode(rate.postcode_prefix)
    )


def rate_errors(rates: Sequence[Rate]) -> dict[str, str]:
    """What is wrong with a price table of cleaned rates, by field."""
    wrong = {}
    if any(len(r.country) != 2 or not r.country.isascii() or not r.country.isalpha() for r in rates):
        wrong["country"] = "not_a_choice"
    if any(len(r.postcode_prefix) > 12 for r in rates):
        wrong["postcode_prefix"] = "too_long"
    if any(not 0 < r.max_weight_g <= LARGEST for r in rates):
        wrong["max_weight_g"] = "too_large" if any(r.max_weight_g > LARGEST for r in rates) else "too_small"
    if any(r.amount.minor < 0 for r in rates):
        wrong["amount"] = "too_small"
    if any(not 0 <= r.extra_days <= MOST_DAYS for r in rates):
        wrong["extra_days"] = "too_small" if any(r.extra_days < 0 for r in rates) else "too_large"
    if len({(r.country, r.postcode_prefix, r.max_weight_g) for r in rates}) < len(rates):
        wrong["rates"] = "not_a_choice"
    return wrong
