from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comptoir.kit import locks, sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.pricing.tests.shop import NOW, ORIGIN, Shop


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def told() -> list[tuple[str | None, str]]:
    return sql.rows(
        "SELECT payload->>'before_minor', payload->>'amount_minor' FROM journal_event"
        " WHERE name = 'Price Changed' ORDER BY position"
    )


def test_a_changed_price_has_a_version_a_history_and_a_word(shop: Shop) -> None:
    (bowl,) = shop.priced(1000)
    assert shop.set(bowl, 900, days=1) == 1
    (price,) = pricing.current([bowl], market="fr", currency="EUR").values()
    assert (price.amount, price.version) == (euros(900), 2)
    past = [(was.amount, was.version, was.since, was.actor) for was in pricing.history(bowl, market="fr")]
    assert past == [
        (euros(900), 2, NOW + timedelta(days=1), "staff:test"),
        (euros(1000), 1, NOW, "staff:test"),
    ]
    assert told() == [(None, "1000"), ("1000", "900")]


def test_the_same_price_again_writes_nothing(shop: Shop) -> None:
    (bowl,) = shop.priced(1000)
    assert shop.set(bowl, 1000, days=1) == 0
    assert len(pricing.history(bowl, market="fr")) == 1
    assert len(told()) == 1


def test_a_thousand_prices_take_five_statements(shop: Shop) -> None:
    prices = [PriceToSet(variant_id=v, amount=euros(100 + n)) for n, v in enumerate(shop.variants(1_000))]
    with CaptureQueriesContext(connection) as run:
        assert pricing.set_prices(prices, market="fr", origin=ORIGIN, now=NOW) == 1_000
    assert len([query for query in run if query["sql"] not in ("BEGIN", "COMMIT")]) <= 5
    assert pricing.set_prices(prices, market="fr", origin=ORIGIN, now=NOW) == 0
    assert len(told()) == 1_000


def test_prices_join_the_transaction_of_their_caller(shop: Shop) -> None:
    (bowl,) = shop.variants(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        locks.hold(("price_list", "fr"))
        shop.set(bowl, 1000)
        1 / 0  # noqa: B018
    assert pricing.current([bowl], market="fr", currency="EUR") == {}
    assert told() == []


@pytest.mark.parametrize("minor", [-1, 100_000_000_001])
def test_a_price_out_of_bounds_is_refused_with_all_others(shop: Shop, minor: int) -> None:
    bowl, cup = shop.variants(2)
    prices = [PriceToSet(variant_id=bowl, amount=euros(5)), PriceToSet(variant_id=cup, amount=euros(minor))]
    with pytest.raises(Invalid):
        pricing.set_prices(prices, market="fr", origin=ORIGIN, now=NOW)
    assert pricing.current([bowl, cup], market="fr", currency="EUR") == {}


@pytest.mark.parametrize("rewriting", ["UPDATE {} SET amount_minor = 1", "DELETE FROM {}"])
def test_history_is_never_rewritten(shop: Shop, rewriting: str) -> None:
    (bowl,) = shop.priced(1000)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql.run(rewriting.format("pricing_pricechange"))
    assert [was.amount for was in pricing.history(bowl, market="fr")] == [euros(1000)]


def test_the_view_for_higher_rooms_lists_prices(shop: Shop) -> None:
    (bowl,) = shop.priced(1000)
    assert sql.rows("SELECT * FROM pricing_listed") == [(bowl, "fr", "EUR", 1000)]


def lowest(shop: Shop, *changes: tuple[float, int], days: int = 30) -> int | None:
    """The lowest of the thirty days before NOW, after changes (days before or after NOW, amount)."""
    (bowl,) = shop.variants(1)
    for when, minor in changes:
        shop.set(bowl, minor, days=when)
    found = pricing.lowest_in(bowl, market="fr", currency="EUR", now=NOW, days=days)
    return found.minor if found else None


def test_the_prior_price_is_the_lowest_of_thirty_days(shop: Shop) -> None:
    assert lowest(shop, (-90, 1000), (-20, 800), (-10, 1200)) == 800


def test_a_lower_price_that_ended_before_the_thirty_days_does_not_count(shop: Shop) -> None:
    assert lowest(shop, (-90, 500), (-31, 1000), (-10, 1200)) == 1000


def test_a_price_from_before_that_still_held_within_the_thirty_days_counts(shop: Shop) -> None:
    assert lowest(shop, (-90, 500), (-29, 1000)) == 500


def test_the_price_ending_at_the_very_start_does_not_count(shop: Shop) -> None:
    assert lowest(shop, (-90, 500), (-30, 1000)) == 1000


def test_the_reduced_price_itself_does_not_count(shop: Shop) -> None:
    assert lowest(shop, (-90, 1000), (0, 700)) == 1000


def test_a_price_that_was_never_in_force_does_not_count(shop: Shop) -> None:
    assert lowest(shop, (-90, 1000), (-5, 1), (-5, 1100)) == 1000


def test_another_length_of_time_can_be_asked(shop: Shop) -> None:
    assert lowest(shop, (-90, 500), (-31, 1000), days=60) == 500


def test_without_a_price_before_there_is_no_prior_price(shop: Shop) -> None:
    assert lowest(shop) is None
    assert lowest(shop, (0, 700)) is None
