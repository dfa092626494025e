"""What leaves as a file comes back without a change, from a shop that has it and into one that lost it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

from comptoir.assortment import facade as assortment
from comptoir.channels.imports.contracts import Verdict
from comptoir.channels.imports.tests.test_importing import take
from comptoir.kit import sql
from comptoir.kit.text import Localised

STATE = """
SELECT p.external_id, p.name, p.description, p.attributes, p.tax_category, b.name, c.key, v.external_id, v.sku,
       v.options, v.weight_g, l.amount_minor,
       array(SELECT gtin FROM catalog_variantgtin g WHERE g.variant_id = v.id ORDER BY 1),
       (SELECT sum(on_hand) FROM inventory_stocklevel s WHERE s.variant_id = v.id)
FROM catalog_product p JOIN catalog_variant v ON v.product_id = p.id JOIN pricing_listprice l ON l.variant_id = v.id
LEFT JOIN catalog_brand b ON b.id = p.brand_id LEFT JOIN catalog_category c ON c.id = p.category_id
ORDER BY v.external_id
"""
LOSE_TEXTS = """
UPDATE catalog_product SET name = '{"fr": "Perdu"}', attributes = '{}', content_hash = '' WHERE id = %s
"""
LOSE_OPTIONS = """
UPDATE catalog_variant SET options = '{}', weight_g = NULL, content_hash = '' WHERE product_id = %s
"""
ODD = "=1+1, “dit”; \t\"quoted\"\nsecond line"


def written(world: SimpleNamespace, form: str, path: Path) -> Path:
    source = assortment.Source(world.storefront.market, world.warehouse.id, "fr", "https://shop.example")
    path.write_text("".join(assortment.export(form, source)), encoding="utf-8")
    return path


def test_our_file_comes_back_without_a_change(world: SimpleNamespace, tmp_path: Path) -> None:
    bowl = world.products["bowl"]
    description = json.dumps(Localised(fr=ODD, en="-5 %"), ensure_ascii=False)
    sql.run("UPDATE catalog_product SET description = %s::jsonb WHERE id = %s", [description, bowl])
    path = written(world, "csv", tmp_path / "ours.csv")
    before = sql.rows(STATE)
    foreseen = take(world, path, file_format="csv", dry_run=True)
    assert (foreseen.created, foreseen.verdicts[Verdict.REFUSED]) == (0, 0) and sql.rows(STATE) == before
    done = take(world, path, file_format="csv")
    assert done.rows == 4 and done.verdicts[Verdict.REFUSED] == 0
    assert sql.rows(STATE) == before and (done.prices, done.levels) == (0, 0)
    sql.run(LOSE_TEXTS, [bowl])
    sql.run(LOSE_OPTIONS, [bowl])
    take(world, path, file_format="csv")
    assert sql.rows(STATE) == before
    assert take(world, path, file_format="csv").unchanged == 3


def test_the_other_forms_tell_the_same_shop(world: SimpleNamespace, tmp_path: Path) -> None:
    lines = written(world, "jsonl", tmp_path / "all.jsonl").read_text().splitlines()
    bowl = next(one for one in map(json.loads, lines) if one["external_id"] == "bowl")
    assert bowl["name"]["en"] == "Morning bowl" and bowl["variants"][0]["price"]["minor"] == 2400
    before = sql.rows("SELECT variant_id, amount_minor FROM pricing_listprice ORDER BY 1")
    done = take(world, written(world, "shopify", tmp_path / "shopify.csv"), file_format="shopify", dry_run=True)
    assert (done.rows, done.verdicts[Verdict.REFUSED]) == (4, 0)
    assert sql.rows("SELECT variant_id, amount_minor FROM pricing_listprice ORDER BY 1") == before
