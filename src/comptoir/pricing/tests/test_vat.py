from __future__ import annotations

from datetime import date
from typing import Any

import eu_vat_rates_data
import pytest

from comptoir.kit import sql
from comptoir.pricing import facade as pricing
from comptoir.pricing import vat
from comptoir.pricing.errors import TaxTableOutdated

SINCE = date(2026, 1, 1)


def listed(**changes: Any) -> dict[str, Any]:
    return {"eu_member": True, "standard": 20.0, "reduced": [], "super_reduced": None, **changes}


def test_france_has_the_rates_of_ordinary_sales() -> None:
    rates = vat.rates_by_country(eu_vat_rates_data.get_all_rates())
    french = {"standard": 2000, "intermediate": 1000, "reduced": 550, "super_reduced": 210, "zero": 0}
    assert rates["FR"] == french
    assert rates["MC"] == french


def test_the_union_is_there_and_nothing_else_but_monaco() -> None:
    rates = vat.rates_by_country(eu_vat_rates_data.get_all_rates())
    assert len(rates) == 28
    assert {"GB", "CH", "NO"}.isdisjoint(rates)
    for by_category in rates.values():
        assert {"standard", "zero"} <= set(by_category)
        assert all(bp <= by_category["standard"] for bp in by_category.values())


def test_the_lowest_reduced_rate_is_reduced_and_the_highest_intermediate() -> None:
    rates = vat.rates_by_country({"IT": listed(standard=22.0, reduced=[10.0, 5.0, 6.0], super_reduced=4.0)})
    assert rates["IT"] == {
        "standard": 2200, "reduced": 500, "intermediate": 1000, "super_reduced": 400, "zero": 0
    }  # fmt: skip


def test_a_category_that_a_country_does_not_have_gets_no_rate() -> None:
    assert set(vat.rates_by_country({"DE": listed(reduced=[7.0])})["DE"]) == {"standard", "reduced", "zero"}


def test_without_any_reduced_rate_everything_is_standard() -> None:
    rates = vat.rates_by_country({"DK": listed(standard=25.0)})["DK"]
    assert rates == {
        "standard": 2500,
        "intermediate": 2500,
        "reduced": 2500,
        "super_reduced": 2500,
        "zero": 0,
    }


def test_a_chosen_rate_that_is_gone_from_the_list_is_refused() -> None:
    with pytest.raises(TaxTableOutdated) as refusal:
        vat.rates_by_country({"FR": listed(reduced=[5.5, 11.0], super_reduced=2.1)})
    assert refusal.value.data == {"country": "FR", "missing": "10.0"}
    assert "FR" in refusal.value.text("fr")


def test_rates_are_loaded_once_and_a_new_one_stands_beside_the_old(database: str) -> None:
    wrote = pricing.load_tax_rates(since=SINCE)
    assert wrote > 90
    assert pricing.load_tax_rates(since=SINCE) == 0
    assert pricing.load_tax_rates(since=date(2026, 7, 1)) == 0
    sql.run("UPDATE pricing_taxrate SET rate_bp = 1960 WHERE country = 'FR' AND category = 'standard'")
    assert pricing.load_tax_rates(since=date(2026, 7, 1)) == 1
    assert sql.rows(
        "SELECT rate_bp FROM pricing_taxrate WHERE country = 'FR' AND category = 'standard' ORDER BY since"
    ) == [(1960,), (2000,)]
