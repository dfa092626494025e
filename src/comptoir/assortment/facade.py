"""The door of the assortment."""

from comptoir.assortment.combining import MOST_AXES, MOST_VARIANTS, usual_pattern
from comptoir.assortment.commands.generate_variants import foresee_variants, generate_variants, retire_variants
from comptoir.assortment.commands.save_sheet import save_sheet
from comptoir.assortment.export import FORMS, Source, export, export_workbook
from comptoir.assortment.queries import sheet
from comptoir.assortment.rules import MOST_CELLS, OF_PRODUCT, OF_VARIANT, SAFETY, place_of, safety

__all__ = [
    "FORMS",
    "MOST_AXES",
    "MOST_CELLS",
    "MOST_VARIANTS",
    "OF_PRODUCT",
    "OF_VARIANT",
    "SAFETY",
    "Source",
    "export",
    "export_workbook",
    "foresee_variants",
    "generate_variants",
    "place_of",
    "retire_variants",
    "safety",
    "save_sheet",
    "sheet",
    "usual_pattern",
]
