"""The catalogue's door."""

from comptoir.catalog.colours import CODES as COLOUR_CODES
from comptoir.catalog.colours import FAMILIES as COLOUR_FAMILIES
from comptoir.catalog.colours import families as colour_families
from comptoir.catalog.colours import shade
from comptoir.catalog.commands.add_picture import add_picture, arrange_pictures
from comptoir.catalog.commands.add_variants import add_variants
from comptoir.catalog.commands.change_product import change_product
from comptoir.catalog.commands.create_product import create_product
from comptoir.catalog.commands.keep_pictures import keep_pictures
from comptoir.catalog.commands.keep_size_table import keep_size_table
from comptoir.catalog.commands.keep_together import keep_together, together_counted_at
from comptoir.catalog.commands.order_categories import move_category, order_categories
from comptoir.catalog.commands.publish import publish
from comptoir.catalog.commands.readdress import readdress_category, readdress_product
from comptoir.catalog.commands.relate import relate
from comptoir.catalog.commands.remove_size_table import remove_size_table
from comptoir.catalog.commands.retire_variants import retire_variants
from comptoir.catalog.commands.revise_products import revise_products
from comptoir.catalog.commands.set_nature import set_nature
from comptoir.catalog.commands.set_properties import set_properties
from comptoir.catalog.commands.show_products import show_products
from comptoir.catalog.commands.upsert_products import upsert_products
from comptoir.catalog.commands.weigh_variants import weigh_variants
from comptoir.catalog.commands.withdraw import withdraw
from comptoir.catalog.completeness import CHANNELS, FIELDS, REASONS, reasons
from comptoir.catalog.gtin import canonical_gtin, gtin_fault, printed_gtin
from comptoir.catalog.law import (
    AT_REQUEST,
    DIGITAL,
    EXCLUSION,
    EXCLUSIONS,
    GIFT_CARD,
    GOODS,
    LEGAL,
    NATURES,
    SAFETY,
    SERVICE,
    SUPPLIED,
    WHILE_SEALED,
    banned_claims,
    exclusion_of,
    guaranteed,
    taxed_at_home,
    travels,
)
from comptoir.catalog.locking import CATALOG
from comptoir.catalog.properties import SAID_ONCE
from comptoir.catalog.queries.aisles import aisle_pictures
from comptoir.catalog.queries.attributes import attributes_called
from comptoir.catalog.queries.attributes import labels as attribute_labels
from comptoir.catalog.queries.categories import (
    categories,
    categories_of,
    category_by_id,
    category_by_slug,
    every_category,
)
from comptoir.catalog.queries.completeness import POOR, completeness, completeness_sums, least_complete
from comptoir.catalog.queries.exchange import names_of_variants, product_ids, products_called, variants_called
from comptoir.catalog.queries.exports import exported, products_after
from comptoir.catalog.queries.find import find
from comptoir.catalog.queries.foresee import foresee
from comptoir.catalog.queries.gift_cards import gift_cards
from comptoir.catalog.queries.holders import holders_of_gtins, holders_of_skus, variants_of_sku
from comptoir.catalog.queries.kept_pictures import kept_pictures, match_pictures
from comptoir.catalog.queries.listed import aisles_changed, count_listed, listed
from comptoir.catalog.queries.moved import moved
from comptoir.catalog.queries.products import product_by_slug, products
from comptoir.catalog.queries.properties import kept_properties, property_names
from comptoir.catalog.queries.publications import next_publication, shown_in
from comptoir.catalog.queries.relations import relations
from comptoir.catalog.queries.sellable import sellable
from comptoir.catalog.queries.sizes import has_size_table, size_table, size_tables
from comptoir.catalog.queries.summaries import summaries
from comptoir.catalog.queries.tastes import comes_in_sizes, tastes_of
from comptoir.catalog.queries.variants import find_variants, products_of, variant_names
from comptoir.catalog.renditions import PREFIX as RENDITIONS
from comptoir.catalog.renditions import draw_renditions, rendition, rendition_address
from comptoir.catalog.rules import DEFAULT_WEIGHT_G, RELATIONS, TAX_CATEGORIES, attribute_code, digest

__all__ = [
    "AT_REQUEST",
    "CATALOG",
    "CHANNELS",
    "COLOUR_CODES",
    "COLOUR_FAMILIES",
    "DEFAULT_WEIGHT_G",
    "DIGITAL",
    "EXCLUSION",
    "EXCLUSIONS",
    "FIELDS",
    "GIFT_CARD",
    "GOODS",
    "LEGAL",
    "NATURES",
    "POOR",
    "REASONS",
    "RELATIONS",
    "RENDITIONS",
    "SAFETY",
    "SAID_ONCE",
    "SERVICE",
    "SUPPLIED",
    "TAX_CATEGORIES",
    "WHILE_SEALED",
    "add_picture",
    "add_variants",
    "aisle_pictures",
    "aisles_changed",
    "arrange_pictures",
    "attribute_code",
    "attribute_labels",
    "attributes_called",
    "banned_claims",
    "categories",
    "categories_of",
    "canonical_gtin",
    "category_by_id",
    "category_by_slug",
    "change_product",
    "create_product",
    "colour_families",
    "comes_in_sizes",
    "completeness",
    "completeness_sums",
    "count_listed",
    "digest",
    "draw_renditions",
    "every_category",
    "exclusion_of",
    "exported",
    "find",
    "find_variants",
    "foresee",
    "gift_cards",
    "gtin_fault",
    "guaranteed",
    "has_size_table",
    "holders_of_gtins",
    "holders_of_skus",
    "keep_pictures",
    "keep_size_table",
    "keep_together",
    "kept_pictures",
    "kept_properties",
    "least_complete",
    "listed",
    "match_pictures",
    "move_category",
    "moved",
    "names_of_variants",
    "next_publication",
    "order_categories",
    "printed_gtin",
    "product_by_slug",
    "product_ids",
    "products",
    "products_after",
    "products_called",
    "products_of",
    "property_names",
    "publish",
    "readdress_category",
    "readdress_product",
    "reasons",
    "relate",
    "relations",
    "remove_size_table",
    "rendition",
    "rendition_address",
    "retire_variants",
    "revise_products",
    "sellable",
    "set_nature",
    "set_properties",
    "shade",
    "show_products",
    "shown_in",
    "size_table",
    "size_tables",
    "summaries",
    "tastes_of",
    "taxed_at_home",
    "together_counted_at",
    "travels",
    "upsert_products",
    "variant_names",
    "variants_called",
    "variants_of_sku",
    "weigh_variants",
    "withdraw",
]
