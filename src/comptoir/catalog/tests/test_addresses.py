"""Pages that move: every address that a page ever had leads to where it is."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.test import Client

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductDraft, VariantDraft
from comptoir.catalog.errors import AddressTaken
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.project import founding


def move(world: SimpleNamespace, product: str, french: str) -> None:
    who = world.context.origin()
    catalog.readdress_product(world.products[product], slugs={"fr": french}, origin=who, now=world.now)


def where(path: str) -> tuple[int, str]:
    answer = Client().get(path)
    return answer.status_code, answer.headers.get("Location", "")


def test_old_addresses_lead_to_the_page_in_one_step_and_never_in_a_circle(world: SimpleNamespace) -> None:
    move(world, "bowl", "bol-du-matin")
    assert where("/fr/produit/bol-matin/?sku=BOWL-BLUE") == (301, "/fr/produit/bol-du-matin/?sku=BOWL-BLUE")
    assert where("/en/product/morning-bowl/")[0] == 200
    move(world, "bowl", "grand-bol")
    assert where("/fr/produit/bol-matin/") == where("/fr/produit/bol-du-matin/") == (301, "/fr/produit/grand-bol/")
    move(world, "bowl", "bol-matin")  # back where it was: that one is no old address any more
    assert where("/fr/produit/bol-matin/")[0] == 200
    assert where("/fr/produit/grand-bol/") == (301, "/fr/produit/bol-matin/")
    assert where("/fr/produit/never-was/")[0] == 404
    table = UUID(str(sql.row("SELECT id FROM catalog_category WHERE slug ->> 'fr' = 'table'", [])[0]))
    who = world.context.origin()
    catalog.readdress_category(table, slugs={"fr": "arts-de-la-table", "en": "table"}, origin=who, now=world.now)
    assert where("/fr/rayon/table/") == (301, "/fr/rayon/arts-de-la-table/")
    assert where("/en/category/tableware/") == (301, "/en/category/table/")


def test_an_address_that_another_page_has_or_had_is_refused_and_never_given_out(world: SimpleNamespace) -> None:
    move(world, "bowl", "grand-bol")
    for taken in ("grand-bol", "bol-matin"):
        with pytest.raises(AddressTaken):
            move(world, "throw", taken)
    for wrong in ("", "Grand Bol", "a/b", "x" * 81):
        with pytest.raises(Invalid):
            move(world, "throw", wrong)
    with pytest.raises(NotFound):
        catalog.readdress_product(
            UUID(int=0), slugs={"fr": "x"}, origin=world.context.origin(), now=world.now
        )
    assert catalog.product_by_slug("plaid-du-plateau", "fr").external_id == "throw"
    draft = ProductDraft(
        external_id="new", name=Localised(fr="Bol Matin", en="Other"),
        variants=(VariantDraft(external_id="N", sku="N"),),
    )  # fmt: skip
    catalog.upsert_products([draft], market=founding.MARKET, origin=world.context.origin(), now=world.now)
    (slug,) = sql.row("SELECT slug ->> 'fr' FROM catalog_product WHERE external_id = 'new'", [])
    assert slug.startswith("bol-matin-")
