from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import QuoteRequest
from comptoir.pricing.errors import TaxUnknown
from comptoir.pricing.tests.shop import CONTEXT, Shop, charge


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def test_a_quote_of_mixed_rates_adds_up_and_gives_reasons(shop: Shop) -> None:
    bowl, book = shop.priced(1990, 1250)
    quote = shop.quote((bowl, 2, "standard"), (book, 1, "reduced"), delivery=(charge(490),))
    assert (quote.goods, quote.delivery, quote.total) == (euros(5230), euros(490), euros(5720))
    assert [(part.rate_bp, part.gross.minor, part.vat.minor) for part in quote.vat_parts] == [
        (2000, 4353, 725),
        (550, 1367, 71),
    ]
    first = quote.lines[0]
    assert (first.unit, first.total, first.vat, first.price_version) == (
        euros(1990),
        euros(3980),
        euros(663),
        1,
    )
    (reason,) = first.reasons
    assert (reason.code, dict(reason.text), reason.amount) == (
        "list_price", {"fr": "Prix catalogue", "en": "List price"}, euros(3980)
    )  # fmt: skip


def test_the_destination_decides_the_rate(shop: Shop) -> None:
    (bowl,) = shop.priced(12100)
    assert shop.quote((bowl, 1, "standard"), country="BE").vat == euros(2100)
    assert shop.quote((bowl, 1, "standard"), country="FR").vat == euros(2017)


def test_the_rate_is_that_of_the_market_s_day(shop: Shop) -> None:
    (bowl,) = shop.priced(12000)
    sql.run(
        "INSERT INTO pricing_taxrate (country, category, rate_bp, since) VALUES ('FR', 'standard', 0, %s)",
        [date(2026, 11, 19)],
    )
    assert shop.quote((bowl, 1, "standard")).vat == euros(2000)


@pytest.mark.parametrize(
    ("country", "category"), [("US", "standard"), ("DE", "intermediate"), ("FR", "none")]
)
def test_a_rate_that_nobody_knows_is_refused_not_guessed(shop: Shop, country: str, category: str) -> None:
    (bowl,) = shop.priced(1000)
    with pytest.raises(TaxUnknown) as refusal:
        shop.quote((bowl, 1, category), country=country)
    assert refusal.value.data == {"country": country, "category": category}
    assert country in refusal.value.text("en") and "TVA" in refusal.value.text("fr")


def test_a_variant_without_a_price_is_listed_and_not_counted(shop: Shop) -> None:
    (bowl,) = shop.priced(1000)
    (dollars,) = shop.variants(1)
    shop.set(dollars, 500, currency="USD")
    unknown = uuid7()
    quote = shop.quote(
        (bowl, 1, "standard"), (dollars, 1, "standard"), (unknown, 2, "luxury"), (unknown, 1, "standard")
    )
    assert quote.unpriced == (dollars, unknown)
    assert quote.total == euros(1000)


def test_codes_that_mean_nothing_are_said_so(shop: Shop) -> None:
    request = QuoteRequest(lines=(), country="FR", codes=("NOEL", "noel "), promoted=True)
    assert pricing.quote(request, CONTEXT).refused_codes == ("NOEL",)


def test_delivery_without_goods_is_at_the_standard_rate(shop: Shop) -> None:
    quote = shop.quote(delivery=(charge(600),))
    assert (quote.total, quote.vat) == (euros(600), euros(100))
    assert shop.quote(country="US").total == euros(0)


def test_two_hundred_lines_cost_two_statements_like_one(shop: Shop) -> None:
    variant_ids = shop.priced(*range(1, 201))
    with CaptureQueriesContext(connection) as run:
        quote = shop.quote(
            *((variant_id, 3, "standard") for variant_id in variant_ids), delivery=(charge(990),)
        )
    assert len(run) == 2
    assert quote.goods == euros(3 * 200 * 201 // 2)
    assert len(quote.lines) == 201


@pytest.mark.parametrize("quantity", [0, -1, 10_000])
def test_a_quantity_out_of_bounds_is_refused_with_its_line(shop: Shop, quantity: int) -> None:
    (bowl,) = shop.priced(1000)
    with pytest.raises(Invalid) as refusal:
        shop.quote((bowl, 1, "standard"), (bowl, quantity, "standard"))
    assert refusal.value.errors == {"lines.1.quantity": "out_of_range"}


def test_delivery_in_another_currency_or_below_nothing_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid) as refusal:
        shop.quote(delivery=(charge(100, "USD"), charge(-1)))
    assert refusal.value.errors == {
        "delivery.0.currency": "other_currency", "delivery.1.amount": "out_of_range"
    }  # fmt: skip


def test_a_quote_knows_when_its_prices_have_moved(shop: Shop) -> None:
    bowl, cup = shop.priced(1000, 500)
    quote = shop.quote((bowl, 1, "standard"), (cup, 1, "standard"))
    seen = {line.variant_id: line.price_version for line in quote.lines if line.variant_id}
    with CaptureQueriesContext(connection) as run:
        pricing.require_unchanged(seen, market="fr", currency="EUR", otherwise=LookupError())
    assert len(run) == 1
    with pytest.raises(LookupError):
        pricing.require_unchanged(seen, market="fr", currency="USD", otherwise=LookupError())
    shop.set(cup, 490)
    with pytest.raises(LookupError):
        pricing.require_unchanged(seen, market="fr", currency="EUR", otherwise=LookupError())
