"""A reduction starts from the lowest price of the 30 days before it, whatever anybody would like."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import ReductionToAnnounce
from comptoir.pricing.errors import NotReduced, WrongReference
from comptoir.pricing.tests.shop import NOW, ORIGIN, Shop


def announce(variant: UUID, *, days: float, reference: int | None = None) -> int:
    named = None if reference is None else Money(reference, "EUR")
    wanted = ReductionToAnnounce(variant_id=variant, reference=named)
    when = NOW + timedelta(days=days)
    return pricing.announce_reductions([wanted], market="fr", currency="EUR", origin=ORIGIN, now=when)


def reference(variant: UUID) -> int | None:
    found = pricing.reductions([variant], market="fr", currency="EUR").get(variant)
    return found.reference.minor if found else None


def told(name: str) -> int:
    return int(sql.rows("SELECT count(*) FROM journal_event WHERE name = %s", [name])[0][0])


def test_a_price_that_was_raised_for_a_moment_gives_no_reduction_from_there(shop: Shop) -> None:
    (bowl,) = shop.priced(2000)
    shop.set(bowl, 3000, days=50)
    shop.set(bowl, 1800, days=60)
    with pytest.raises(WrongReference) as refused:
        announce(bowl, days=60, reference=3000)
    assert "20,00" in refused.value.text("fr") and reference(bowl) is None and not told("Reduction Announced")
    assert announce(bowl, days=60) == 1
    assert reference(bowl) == 2000
    assert announce(bowl, days=61) == 0, "said already"


def test_what_did_not_fall_or_fell_long_ago_is_not_reduced(shop: Shop) -> None:
    bowl, throw, mug = shop.priced(2000, 9000, 500)
    shop.set(bowl, 2500, days=5)
    shop.set(throw, 8000, days=5)
    for variant, days in ((bowl, 6), (throw, 40), (mug, 1)):
        with pytest.raises(NotReduced):
            announce(variant, days=days)
    assert not told("Reduction Announced")


def test_a_reduction_that_goes_further_keeps_its_reference_and_a_rise_ends_it(shop: Shop) -> None:
    (bowl,) = shop.priced(2000)
    shop.set(bowl, 1600, days=40)
    announce(bowl, days=40)
    shop.set(bowl, 1200, days=55)
    assert reference(bowl) == 2000
    shop.set(bowl, 1300, days=60)
    assert reference(bowl) is None and told("Reduction Ended") == 1
    shop.set(bowl, 1000, days=61)
    announce(bowl, days=61)
    assert reference(bowl) == 1200, "the lowest of the 30 days, not the price before the first"
    pricing.end_reductions([bowl], market="fr", currency="EUR", origin=ORIGIN, now=NOW + timedelta(days=62))
    assert reference(bowl) is None
