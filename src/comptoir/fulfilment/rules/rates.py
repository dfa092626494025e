"""What a delivery costs."""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.fulfilment.contracts import Rate
from comptoir.fulfilment.errors import CannotDeliver


def clean_postcode(text: str) -> str:
    """`20 000` and `20000` are one postcode: letters and digits only, in capitals."""
    return "".join(c for c in text.upper() if c.isalnum())


def rate_for(rates: Sequence[Rate], *, country: str, postcode: str, weight_g: int) -> Rate:
    """The longest prefix that matches, then the smallest weight that fits. Without a postcode: the mainland.

    A place with prices of its own never falls back to those of the mainland. Refuses CannotDeliver:
    no_rate_for_country, no_rate_for_postcode, too_heavy.
    """
    there = [rate for rate in rates if rate.country == country]
    if not there:
        raise CannotDeliver("no_rate_for_country")
    postcode = clean_postcode(postcode)
    matching = [rate for rate in there if postcode.startswith(rate.postcode_prefix)]
    if not matching:
        raise CannotDeliver("no_rate_for_postcode")
    longest = max(len(rate.postcode_prefix) for rate in matching)
    table = [rate for rate in matching if len(rate.postcode_prefix) == longest]
    fitting = [rate for rate in table if rate.max_weight_g >= weight_g]
    if not fitting:
        raise CannotDeliver("too_heavy")
    return min(fitting, key=lambda rate: rate.max_weight_g)
