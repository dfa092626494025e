"""Two who make a product of one number at once."""

from __future__ import annotations

from types import SimpleNamespace

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductDraft, VariantDraft
from comptoir.catalog.errors import ProductNumberTaken
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import locks
from comptoir.kit.text import Localised


def test_of_two_with_one_number_one_is_made_and_the_other_is_told(world: SimpleNamespace) -> None:
    def make(name: str) -> object:
        draft = ProductDraft(
            external_id="vase", name=Localised(fr=name), variants=(VariantDraft(external_id="vase", sku="VASE"),)
        )
        return catalog.create_product(draft, market="fr", origin=world.context.origin(), now=world.now)

    both = Buyers()
    with transaction.atomic():
        locks.hold(catalog.CATALOG)
        for name in ("Vase droit", "Vase rond"):
            both.start(lambda name=name: make(name))
        both.wait_until_blocked(2)
    answers = both.join()
    refused = [each for each in answers if isinstance(each, Exception)]
    assert [type(each) for each in refused] == [ProductNumberTaken]
    (made,) = (each for each in answers if each not in refused)
    assert catalog.products_called(["vase"]) == {"vase": made}
