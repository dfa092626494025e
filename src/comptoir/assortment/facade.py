"""The door of the assortment."""

from comptoir.assortment.commands.save_sheet import save_sheet
from comptoir.assortment.export import FORMS, Source, export
from comptoir.assortment.queries import sheet
from comptoir.assortment.rules import MOST_CELLS, OF_PRODUCT, OF_VARIANT, SAFETY, place_of, safety

__all__ = [
    "FORMS",
    "MOST_CELLS",
    "OF_PRODUCT",
    "OF_VARIANT",
    "SAFETY",
    "Source",
    "export",
    "place_of",
    "safety",
    "save_sheet",
    "sheet",
]
