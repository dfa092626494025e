"""Amounts in minor units with their currency; nothing else may carry money between rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from babel.numbers import format_currency, get_currency_precision

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` is a whole number of the currency's smallest unit (cents for EUR); `currency` is ISO 4217."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError(f"money is counted in whole minor units, not {self.minor!r}")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"not an ISO 4217 code: {self.currency!r}")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.minor

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def format(self, locale: str) -> str:
        """As a person reads it: `1 249,90 €` in French (with no-break spaces), `€1,249.90` in English; what is below
        zero with a minus (U+2212), where the locale's data have the hyphen of keyboards."""
        return format_currency(self.decimal, self.currency, locale=locale).replace("-", "−")

    @staticmethod
    def total(amounts: Iterable[Money], currency: str) -> Money:
        """The sum, zero of `currency` when there is nothing to add."""
        return sum(amounts, start=Money(0, currency))


def rounded_half_up(numerator: int, denominator: int) -> int:
    """The quotient of two whole numbers, not negative and positive, to the nearest; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)


def split(amount: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """`amount` in proportion to `weights`, in whole units that add up exactly (largest remainder).

    What is left goes to the largest remainders, the higher key first among equals, whatever the order of
    `weights`. Without any weight everything goes to the highest key.
    """
    whole = sum(weights.values())
    if not whole:
        return {heaviest(weights): amount}
    shares = {key: amount * weight // whole for key, weight in weights.items()}
    left = amount - sum(shares.values())
    by_remainder = sorted(weights, key=lambda key: (amount * weights[key] % whole, key), reverse=True)
    for key in by_remainder[:left]:
        shares[key] += 1
    return shares


def heaviest(weights: Mapping[Key, int]) -> Key:
    """The key of the largest weight, the highest among equals."""
    return max(weights, key=lambda key: (weights[key], key))
