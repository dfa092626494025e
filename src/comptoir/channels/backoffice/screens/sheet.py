"""Many articles on one sheet: choose in the list of products, type or paste, save in one go, undo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.assortment import facade as assortment
from comptoir.assortment.contracts import Cell, SheetRow
from comptoir.assortment.errors import SheetRefused
from comptoir.channels.backoffice import access, cells, rows
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.product_list import TAX_CATEGORIES, ProductFilters, by_text, product_page
from comptoir.kit import clock
from comptoir.kit.refusals import FIELD_SENTENCES, Refusal
from comptoir.org import facade as org

MOST_INPUTS = 1_500
MOST_PRODUCTS = 200
CODES = {"not_an_amount": _("Write an amount with at most the currency’s decimals, such as 1249.90.")}
LABELS = {
    "name_fr": _("Name in French"), "name_en": _("Name in English"), "tax_category": _("VAT"),
    "shown": _("In the shop"), "price": _("Price, VAT included"), "weight_g": _("Weight, g"),
}  # fmt: skip
CHOICES = {"tax_category": TAX_CATEGORIES, "shown": [(cells.YES, _("yes")), (cells.NO, _("no"))]}
# The right that each field needs, beside seeing products: screen and action.
NEEDS = {
    "name_fr": ("products", "change"), "name_en": ("products", "change"), "tax_category": ("products", "change"),
    "shown": ("products", "publish"), "price": ("prices", "change"), "weight_g": ("products", "change"),
}  # fmt: skip


class SheetPage(ScreenPage):
    """The key of a cell is `<product or variant>.<field>`. A plain form; a script makes it move like a spreadsheet."""

    template_name = "backoffice/sheet.html"
    permission_required = "change"
    page_title = _("Several products")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.products:
            messages.warning(request, _("Choose at least one product in the list."))
            return HttpResponseRedirect(reverse("products:index"))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saves and shows the sheet as it is then, with its undo; or marks what is refused and keeps all typing."""
        was, typed = _texts(request.POST.get("was")), self._typed(request.POST)
        changed = {key: text for key, text in typed.items() if key in was and text != was[key]}
        wrong, asked = self._read(was, changed)
        saved: Sequence[Cell] = ()
        if not wrong and asked:
            try:
                saved = assortment.save_sheet(
                    self.products, asked, market=access.market().code, origin=access.origin(request), now=clock.now()
                )
            except SheetRefused as refusal:
                wrong = {key.replace(" ", ".", 1): text for key, text in refusal.cell_texts(access.locale()).items()}
            except Refusal as refusal:
                wrong = {"": refusal.text(access.locale())}
        return self.render_to_response(self.get_context_data(wrong=wrong, typed=typed if wrong else {}, saved=saved))

    @cached_property
    def products(self) -> list[UUID]:
        """Those that were chosen, else what the list shows by its search and filters, over all its pages."""
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        if given.getlist("pk"):
            found = []
            for text in given.getlist("pk")[:MOST_PRODUCTS]:
                try:
                    found.append(UUID(text))
                except ValueError:
                    continue
            return list(dict.fromkeys(found))
        filtered = ProductFilters(given, queryset=rows.Product.objects.all(), request=self.request)
        listed = filtered.qs if filtered.is_valid() else rows.Product.objects.none()
        if text := given.get("q", "").strip():
            listed = by_text(listed, text)
        return list(listed.order_by("-changed_at").values_list("pk", flat=True)[:MOST_PRODUCTS])

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """Fields that the account may change, with their names."""
        user = self.request.user
        found = [(field, str(label)) for field, label in LABELS.items() if access.may(user, *NEEDS[field])]
        if access.may(user, "stock", "change"):
            places = [(place.id, place.name.read(access.locale())) for place in org.places()]
            found += [
                (assortment.safety(place), _now("Kept back, %(place)s") % {"place": name}) for place, name in places
            ]
        return found

    @cached_property
    def precision(self) -> int:
        return get_currency_precision(access.market().currency)

    def _typed(self, given: QueryDict) -> dict[str, str]:
        """The cells of the form; of an undo, those that it brings as one text."""
        if "cells" in given:
            return _texts(given.get("cells"))
        return {key: text for key, text in given.items() if "." in key and isinstance(text, str)}

    def _read(self, was: dict[str, str], changed: dict[str, str]) -> tuple[dict[str, str], list[Cell]]:
        allowed, wrong, asked = {field for field, _label in self.columns}, {}, []
        for key, text in changed.items():
            subject, _dot, field = key.partition(".")
            if field not in allowed:
                continue
            try:
                before = cells.read(field, was[key], precision=self.precision)
                after = cells.read(field, text, precision=self.precision)
                asked.append(Cell(subject=UUID(subject), field=field, was=before, value=after))
            except cells.Unreadable as trouble:
                wrong[key] = str(CODES.get(trouble.args[0]) or FIELD_SENTENCES[trouble.args[0]])
            except ValueError:
                continue
        return wrong, asked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wrong, typed, saved = kwargs.pop("wrong", {}), kwargs.pop("typed", {}), kwargs.pop("saved", ())
        found = assortment.sheet(self.products, market=access.market(), now=clock.now())
        fits = max(1, MOST_INPUTS // max(1, len(self.columns)))
        shown = found[:fits]
        texts = {
            f"{subject}.{field}": self._write(field, value)
            for row in shown
            for subject, field, value in self._cells(row)
        }
        return super().get_context_data(
            columns=[(field, label, CHOICES.get(field)) for field, label in self.columns],
            lines=[self._line(row, texts, typed, wrong) for row in shown],
            products=list(dict.fromkeys(row.product_id for row in shown)),
            was=json.dumps(_texts(self.request.POST.get("was")) if wrong else texts, ensure_ascii=False),
            left_out=len(found) - len(shown),
            refusal=wrong.get("", ""),
            wrong=len(wrong),
            saved=len(saved),
            undone=bool(saved) and "cells" in self.request.POST,
            changed=", ".join(label for field, label in self.columns if any(cell.field == field for cell in saved)),
            undo=self._undo(saved),
            currency=access.market().currency,
            home=product_page(self.products[0]) if len(self.products) == 1 else "",
            **kwargs,
        )

    def _cells(self, row: SheetRow) -> list[tuple[UUID, str, Any]]:
        allowed = [field for field, _label in self.columns]
        told = row.product or {}
        of_product = [(row.product_id, field, told[field]) for field in allowed if field in told]
        return of_product + [(row.variant_id, field, row.values[field]) for field in allowed if field in row.values]

    def _line(
        self, row: SheetRow, texts: dict[str, str], typed: dict[str, str], wrong: dict[str, str]
    ) -> dict[str, Any]:
        """A cell is None where it belongs to the product and the row is not its first."""
        line: list[dict[str, Any] | None] = []
        for field, label in self.columns:
            subject = row.product_id if field in assortment.OF_PRODUCT else row.variant_id
            key = f"{subject}.{field}"
            if key not in texts or (field in assortment.OF_PRODUCT and row.product is None):
                line.append(None)
                continue
            line.append(
                {
                    "key": key, "text": typed.get(key, texts[key]), "error": wrong.get(key, ""),
                    "choices": CHOICES.get(field), "label": f"{label}, {row.sku}",
                    "number": field not in assortment.OF_PRODUCT,
                }
            )  # fmt: skip
        return {
            "sku": row.sku, "name": row.name.read(access.locale()), "options": row.options.read(access.locale()),
            "url": product_page(row.product_id), "first": row.product is not None, "cells": line,
        }  # fmt: skip

    def _undo(self, saved: Sequence[Cell]) -> dict[str, str] | None:
        """The saved cells the other way round, as the form brings them."""
        if not saved:
            return None
        pairs = [(f"{cell.subject}.{cell.field}", cell) for cell in saved]
        return {
            "was": json.dumps({key: self._write(cell.field, cell.value) for key, cell in pairs}, ensure_ascii=False),
            "cells": json.dumps({key: self._write(cell.field, cell.was) for key, cell in pairs}, ensure_ascii=False),
        }

    def _write(self, field: str, value: Any) -> str:
        return cells.write(field, value, locale=access.locale(), precision=self.precision)


def _texts(given: Any) -> dict[str, str]:
    """Keys and texts out of a form's field; nothing when it is no such thing."""
    try:
        found = json.loads(given or "{}")
    except ValueError:
        return {}
    return {key: text for key, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}
