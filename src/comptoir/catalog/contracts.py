"""What crosses the catalogue's door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.kit.text import Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDraft:
    """A category by its names from the root: `({"fr": "Maison"}, {"fr": "Table"})`."""

    names: tuple[Localised, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDraft:
    """`value` is typed as in `Product.attributes`."""

    code: str
    label: Localised
    kind: str
    value: Any
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDraft:
    external_id: str
    sku: str
    gtins: tuple[str, ...] = ()
    options: tuple[AttributeDraft, ...] = ()
    weight_g: int | None = None
    size_mm: tuple[int, int, int] | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """A product as a merchant's file or program gives it. `external_id` decides whether it exists already.

    `nature` is one of `law.NATURES`; None leaves it, or makes goods. A gift card has the VAT category zero.

    Variants that are not named stay as they are: a feed may give the variants of one product far apart. With
    `variants_only` a product that exists keeps its texts, too: only its variants are taken from the draft.
    """

    external_id: str
    name: Localised
    description: Localised = field(default_factory=Localised)
    brand: str = ""
    category: CategoryDraft | None = None
    tax_category: str = "standard"
    attributes: tuple[AttributeDraft, ...] = ()
    variants: tuple[VariantDraft, ...] = ()
    pictures: tuple[str, ...] = ()
    variants_only: bool = False
    nature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """New values for a product that exists; None keeps what is there."""

    product_id: UUID
    name: Localised | None = None
    description: Localised | None = None
    brand: str = ""
    category: CategoryDraft | None = None
    tax_category: str | None = None
    nature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A product that the merchant set beside another, and as what."""

    kind: str
    product_id: UUID
    external_id: str
    name: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two products that so many orders have both of; `weight` is between 0 and 1."""

    product_id: UUID
    other_id: UUID
    orders: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Upserted:
    """What an upsert did. `variant_ids` maps a variant's external id to its id; `touched` are those that changed."""

    product_ids: Mapping[str, UUID]
    variant_ids: Mapping[str, UUID]
    created: int
    changed: int
    unchanged: int
    touched: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryNode:
    """`trail` holds the ancestors from the root, itself last."""

    id: UUID
    name: Localised
    slug: Localised
    parent_id: UUID | None
    path: str
    trail: tuple[CategoryNode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`source` is an address of ours, empty while there is none: then the drawn placeholder stands in.
    `variant_id` is None where it shows the product as such."""

    source: str
    alt: Localised
    variant_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPicture:
    """A picture that the merchant has: SVG without scripts and references, JPEG, PNG, WebP or GIF."""

    product_id: UUID
    content: bytes
    alt: Localised
    variant_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPicture:
    """A picture as it is kept: `alt` as it was written, `own` when the merchant gave it and no import. `state` is
    remote, fetched or failed."""

    id: UUID
    variant_id: UUID | None
    source: str
    alt: Localised
    own: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangedPicture:
    """A picture with the alternative text that it shall have."""

    id: UUID
    alt: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMatch:
    """Whose a file is by its name, and its place (from 1) where the name says one; nobody's without a product."""

    name: str
    product_id: UUID | None
    variant_id: UUID | None
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeValue:
    """`text` is the value as a person reads it, unit included."""

    code: str
    label: Localised
    text: Localised
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """An attribute of a product as a person writes it; `code` says which, where it is known."""

    name: Localised
    value: Localised
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantGtins:
    """The trade item numbers that a variant shall have, each with 8, 12, 13 or 14 digits."""

    variant_id: UUID
    gtins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProperties:
    """What a product says, and its variants' trade item numbers; `kinds` by code, `version` changes with any of it."""

    properties: tuple[Property, ...]
    kinds: Mapping[str, str]
    gtins: Mapping[UUID, tuple[str, ...]]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRecord:
    id: UUID
    product_id: UUID
    external_id: str
    sku: str
    gtins: tuple[str, ...]
    options: tuple[AttributeValue, ...]
    weight_g: int | None
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantName:
    """How a variant is called; `name` is that of its product."""

    id: UUID
    external_id: str
    sku: str
    name: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRecord:
    id: UUID
    external_id: str
    name: Localised
    description: Localised
    slug: Localised
    brand: str
    category: CategoryNode | None
    tax_category: str
    attributes: tuple[AttributeValue, ...]
    variants: tuple[VariantRecord, ...]
    pictures: tuple[Picture, ...]
    created_at: datetime
    changed_at: datetime
    nature: str = "goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSummary:
    """`colour` is its value of the option `colour`, where it has one; `picture` its own."""

    id: UUID
    sku: str
    colour: AttributeValue | None
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSummary:
    """What a list shows of a product. `variants` are the active ones, in their order; `picture` shows the product as
    such, or the variant that has one first."""

    id: UUID
    external_id: str
    name: Localised
    slug: Localised
    brand: str
    category: CategoryNode | None
    picture: Picture | None
    variants: tuple[VariantSummary, ...]
    nature: str = "goods"

    @property
    def variant_ids(self) -> tuple[UUID, ...]:
        return tuple(variant.id for variant in self.variants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A product that is shown, with its first pictures (`Picture.source`); `changed_at` when it changed or came."""

    slug: Localised
    changed_at: datetime
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sellable:
    """What a quote needs to know of a variant. `published` says whether it may be sold in the market now, `nature` what
    it is (one of `law.NATURES`), `exclusion` why the right to withdraw does not apply (a key of `law.EXCLUSIONS`),
    empty when it does."""

    variant_id: UUID
    product_id: UUID
    sku: str
    name: Localised
    slug: Localised
    options: tuple[AttributeValue, ...]
    weight_g: int
    tax_category: str
    published: bool
    picture: Picture | None
    exclusion: str = ""
    nature: str = "goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """`score` is 0 to 100; `missing` are codes of `completeness.RULES`, the heaviest first."""

    product_id: UUID
    channel: str
    score: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessSum:
    """Of the products that are shown: how many, how many are poor, and the average score."""

    channel: str
    products: int
    poor: int
    average: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedProduct:
    """A product as its draft; `variant_ids` by external id, `files` the names of its pictures in our storage."""

    id: UUID
    draft: ProductDraft
    variant_ids: Mapping[str, UUID]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What an upsert would do, in numbers of products."""

    created: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeTable:
    """Which size is which measure; `rows` are as long as `columns`. `brand` is empty for all brands."""

    category_id: UUID
    brand: str
    columns: tuple[Localised, ...]
    rows: tuple[tuple[str, ...], ...]
    note: Localised = field(default_factory=Localised)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSizeTable:
    """A table of sizes as it is kept, with its category."""

    id: UUID
    category: CategoryNode
    table: SizeTable
