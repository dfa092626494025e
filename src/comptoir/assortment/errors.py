"""Refusals of the assortment."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import FIELD_SENTENCES, Refusal

MOVED: Mapping[str, str | Promise] = {
    "moved": _("Somebody changed this meanwhile. Look at what it is now."),
    "price_stays": _("A price can be changed, not taken away: withdraw the product instead."),
}


class SheetRefused(Refusal):
    """`cells` maps the key of a cell to a code; nothing of the sheet is saved."""

    code = "sheet_refused"
    status = 422
    sentence = _("Nothing was saved: please look at the marked cells.")

    def __init__(self, cells: Mapping[str, str]) -> None:
        super().__init__(cells=dict(cells))
        self.cells = cells

    def cell_texts(self, locale: str) -> dict[str, str]:
        with translation.override(locale):
            return {key: str(MOVED.get(code) or FIELD_SENTENCES.get(code, code)) for key, code in self.cells.items()}


class VariantsInUse(Refusal):
    """Variants with the numbers `skus` were ever reserved, sold or stocked: taking them back would hide that."""

    code = "variants_in_use"
    status = 409
    sentence = _("These variants are in use, with stock, a reservation or a sale: %(skus)s. Nothing was taken back.")


class TextTooLongForSheet(Refusal):
    """The article `id` has a text that no cell of a spreadsheet can hold."""

    code = "text_too_long_for_sheet"
    status = 422
    sentence = _("A text of %(id)s is longer than a cell of a spreadsheet can hold. Take the CSV.")
