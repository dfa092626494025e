"""Words of the catalogue."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Product Created", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ProductCreated(Word):
    """A product entered the catalogue."""

    product_id: UUID
    external_id: str


@word("Product Changed", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ProductChanged(Word):
    """Texts, attributes, pictures, variants or category of a product changed."""

    product_id: UUID
    external_id: str


@word("Product Published", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ProductPublished(Word):
    """A product is shown in a market from a moment on."""

    product_id: UUID
    market: str


@word("Product Withdrawn", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ProductWithdrawn(Word):
    """A product is no longer shown in a market."""

    product_id: UUID
    market: str


@word("Product Related", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ProductRelated(Word):
    """The merchant set what goes with a product: `kind` is accessory, goes_with or replaces, `others` the list."""

    product_id: UUID
    kind: str
    others: list[UUID]


@word("Size Table Set", subject=("size_table", "table_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SizeTableSet(Word):
    """Which size is which measure in a category, of one brand or of all, was said anew."""

    table_id: UUID
    category_id: UUID


@word("Product Address Changed", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ProductAddressChanged(Word):
    """The page of a product has another address; the one before still leads there."""

    product_id: UUID


@word("Category Address Changed", subject=("category", "category_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class CategoryAddressChanged(Word):
    """The page of a category has another address; the one before still leads there."""

    category_id: UUID


@word("Categories Ordered", subject=("categories", "place"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class CategoriesOrdered(Word):
    """The categories just below one are shown in this order. `place` is its id, or `root` for the shop's menu."""

    place: str
    category_ids: list[UUID]


@word("Variants Added", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class VariantsAdded(Word):
    """A product got variants beside those that it has, or some that were retired are sold again."""

    product_id: UUID
    external_id: str
    variant_ids: list[UUID]


@word("Variants Retired", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class VariantsRetired(Word):
    """Variants of a product are no longer sold."""

    product_id: UUID
    external_id: str
    variant_ids: list[UUID]


@word("Picture Added", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PictureAdded(Word):
    """The merchant gave a picture of a product, or of one of its variants, or another text for one."""

    product_id: UUID
    external_id: str
    picture_id: UUID
    variant_id: UUID | None


@word("Pictures Arranged", subject=("product", "product_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PicturesArranged(Word):
    """Order or texts of a product's pictures changed; `removed` of the merchant's own were taken off."""

    product_id: UUID
    external_id: str
    removed: int


@word("Size Table Removed", subject=("size_table", "table_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SizeTableRemoved(Word):
    """A category says no longer which size is which measure."""

    table_id: UUID
    category_id: UUID
