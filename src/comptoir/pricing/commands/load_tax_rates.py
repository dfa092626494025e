"""Load the VAT rates of the European Union from the Commission's database, as data."""

from __future__ import annotations

from datetime import date

import eu_vat_rates_data
from django.db import transaction

from comptoir.kit import cache, sql
from comptoir.pricing import vat

# Written where the rate in force on that day is another one, or where there is none.
LOAD = """
INSERT INTO pricing_taxrate AS kept (country, category, rate_bp, since)
SELECT country, category, rate_bp, %(since)s
FROM unnest(%(countries)s::text[], %(categories)s::text[], %(rates)s::int[])
     AS wanted(country, category, rate_bp)
WHERE rate_bp IS DISTINCT FROM (
    SELECT known.rate_bp FROM pricing_taxrate known
    WHERE known.country = wanted.country AND known.category = wanted.category AND known.since <= %(since)s
    ORDER BY known.since DESC LIMIT 1
)
ON CONFLICT (country, category, since) DO UPDATE SET rate_bp = excluded.rate_bp
"""


def load_tax_rates(*, since: date) -> int:
    """Keep the rates known to the library as those in force from `since`; returns how many rows it wrote.

    Loading again writes nothing; an older rate stays with its own date. Refuses TaxTableOutdated when the
    library no longer lists a rate that our table chooses.
    """
    rates = vat.rates_by_country(eu_vat_rates_data.get_all_rates())
    listed = [(country, category, bp) for country, by in rates.items() for category, bp in by.items()]
    countries, categories, basis_points = (list(column) for column in zip(*listed, strict=True))
    with transaction.atomic():
        written = sql.run(
            LOAD, {"since": since, "countries": countries, "categories": categories, "rates": basis_points}
        )
    cache.forget()
    return written
