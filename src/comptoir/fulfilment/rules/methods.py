"""What a delivery method and its price table may look like. Answers map a field to a code of kit.refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from babel import Locale

from comptoir.fulfilment.contracts import MethodTerms, Rate
from comptoir.fulfilment.rules.rates import clean_postcode
from comptoir.fulfilment.rules.shipments import MOVES, is_tracking_template
from comptoir.kit.text import slugify

MOST_DAYS = 40
MOST_MINUTES = 7 * 24 * 60
MOST_RATES = 1_000
MOST_MONEY = 10**12  # minor units
LONGEST_NAME = 80
LARGEST = 2_147_483_647  # grams in a column of four bytes


def method_errors(*, code: str, kind: str, terms: MethodTerms) -> dict[str, str]:
    """What is wrong with a new method, by field."""
    wrong = {}
    if not code or code != slugify(code) or len(code) > 50:
        wrong["code"] = "not_a_choice"
    if kind not in MOVES:
        wrong["kind"] = "not_a_choice"
    return wrong | terms_errors(terms)


def terms_errors(terms: MethodTerms) -> dict[str, str]:
    """What is wrong with what may change of a method, by field."""
    wrong = {}
    if not any(terms.name.values()):
        wrong["name"] = "missing"
    if any(len(text) > LONGEST_NAME for text in terms.name.values()):
        wrong["name"] = "too_long"
    if len(terms.tracking_address) > 300 or not is_tracking_template(terms.tracking_address):
        wrong["tracking_address"] = "not_a_choice"
    if terms.days_max > MOST_DAYS:
        wrong["days_max"] = "too_large"
    if not 0 <= terms.days_min <= terms.days_max:
        wrong["days_min"] = "too_small" if terms.days_min < 0 else "too_large"
    if not 0 <= terms.minutes_to_prepare <= MOST_MINUTES:
        wrong["minutes_to_prepare"] = "too_small" if terms.minutes_to_prepare < 0 else "too_large"
    if not 0 <= terms.position <= 32_767:
        wrong["position"] = "too_small" if terms.position < 0 else "too_large"
    return wrong


def changed(before: MethodTerms, after: MethodTerms) -> list[str]:
    """The names of what is another now."""
    return [each.name for each in fields(after) if getattr(before, each.name) != getattr(after, each.name)]


def clean_rate(rate: Rate) -> Rate:
    """Country and prefix as they are compared."""
    return replace(
        rate, country=rate.country.strip().upper(), postcode_prefix=clean_postcode(rate.postcode_prefix)
    )


def rate_errors(rates: Sequence[Rate]) -> dict[str, str]:
    """What is wrong with a price table of cleaned rates, by field."""
    wrong: dict[str, str] = {}
    for rate in rates:
        wrong |= errors_of(rate)
    if len({key_of(rate) for rate in rates}) < len(rates):
        wrong["rates"] = "not_a_choice"
    if len(rates) > MOST_RATES:
        wrong["rates"] = "too_large"
    return wrong


def errors_of(rate: Rate) -> dict[str, str]:
    """What is wrong with one line, cleaned, by field."""
    wrong = {}
    if not is_country(rate.country):
        wrong["country"] = "not_a_choice"
    if len(rate.postcode_prefix) > 12:
        wrong["postcode_prefix"] = "too_long"
    if not 0 < rate.max_weight_g <= LARGEST:
        wrong["max_weight_g"] = "too_large" if rate.max_weight_g > LARGEST else "too_small"
    if not 0 <= rate.amount.minor <= MOST_MONEY:
        wrong["amount"] = "too_small" if rate.amount.minor < 0 else "too_large"
    if not 0 <= rate.extra_days <= MOST_DAYS:
        wrong["extra_days"] = "too_small" if rate.extra_days < 0 else "too_large"
    return wrong


def key_of(rate: Rate) -> tuple[str, str, int]:
    """No two lines of a table have the same."""
    return (rate.country, rate.postcode_prefix, rate.max_weight_g)


def is_country(code: str) -> bool:
    """Whether CLDR knows these two capitals as a territory: `UK` is none, `GB` is."""
    return len(code) == 2 and code.isalpha() and code in Locale.parse("en").territories
