"""The variants that a product's options make: choose, see, untick, make at once, take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.assortment import facade as assortment
from comptoir.assortment.contracts import Axis, Combination, NewVariant
from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, cells
from comptoir.channels.backoffice.screens.of_product import OfProduct
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.product_list import product_page
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.kit.refusals import FIELD_SENTENCES, Invalid, Refusal
from comptoir.kit.text import Localised

WORDS = {
    "new": pgettext_lazy("combination", "new"), "exists": _("there already"), "retired": _("sold again"),
    "taken": _("number taken"),
}  # fmt: skip
TONES = {"new": "active", "exists": "quiet", "retired": "waiting", "taken": "bad"}


@dataclass
class Asked:
    """What stands in the form, as it was typed."""

    rows: list[dict[str, str]]
    pattern: str = ""
    price: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


class VariantsPage(OfProduct, ScreenPage):
    """A plain form in two steps: `look` shows the combinations, `make` makes those that are ticked."""

    template_name = "backoffice/variants.html"
    permission_required = "change"
    page_title = _("Make variants")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "look")
        if act == "undo":
            return self._undo(request)
        asked = self._typed(request.POST)
        axes = self._axes(asked)
        price = self._price(asked)
        told: dict[str, Any] = {"asked": asked}
        if not asked.wrong:
            try:
                found = assortment.foresee_variants(
                    self.product.id, axes, pattern=asked.pattern, price=price, market=access.market()
                )
                told |= self._make(request.POST, found) if act == "make" else {"lines": self._lines(found)}
            except Invalid as refusal:
                asked.wrong |= refusal.field_texts(access.locale())
            except Refusal as refusal:
                told["refusal"] = refusal.text(access.locale())
        return self.render_to_response(self.get_context_data(**told))

    @cached_property
    def precision(self) -> int:
        return get_currency_precision(access.market().currency)

    @cached_property
    def may_price(self) -> bool:
        return access.may(self.request.user, "prices", "change")

    def _typed(self, given: Mapping[str, str]) -> Asked:
        rows = [
            {name: given.get(f"{name}_{place}", "").strip() for name in ("code", "fr", "en", "values")}
            for place in range(1, assortment.MOST_AXES + 1)
        ]
        return Asked(rows, given.get("pattern", "").strip(), given.get("price", "").strip())

    def _axes(self, asked: Asked) -> list[Axis]:
        """An option that has neither name nor values is none. A name that the catalogue knows is that property."""
        filled = [row for row in asked.rows if row["fr"] or row["en"] or row["values"]]
        called = catalog.attributes_called([row["fr"] or row["en"] for row in filled])
        axes: list[Axis] = []
        for row in filled:
            label = Localised(fr=row["fr"] or row["en"], en=row["en"] or row["fr"])
            word = label.read("fr")
            code = row["code"] or called.get(word) or (catalog.attribute_code(word) if word else "")
            axes.append(Axis(code=code or f"option-{len(axes)}", label=label, values=_values(row["values"])))
        return axes

    def _price(self, asked: Asked) -> Money | None:
        if not self.may_price:
            return None
        try:
            minor = cells.read("price", asked.price, precision=self.precision)
        except cells.Unreadable:
            asked.wrong["price"] = str(_("Write an amount with at most the currency’s decimals, such as 1249.90."))
            return None
        return None if minor is None else Money(minor, access.market().currency)

    def _make(self, given: Mapping[str, str], found: list[Combination]) -> dict[str, Any]:
        """Those that are ticked, with the numbers and prices that stand in their lines."""
        lines = self._lines(found, given)
        wrong = [line for line in lines if line["error"]]
        wanted = [
            NewVariant(choices=one.choices, sku=line["sku"], price=line["money"] if self.may_price else None)
            for one, line in zip(found, lines, strict=True)
            if line["ticked"]
        ]
        if wrong or not wanted:
            none = "" if wrong else str(_("Tick at least one combination."))
            return {"lines": lines, "refusal": none, "marked": len(wrong)}
        try:
            made = assortment.generate_variants(
                self.product.id, wanted, market=access.market().code, origin=access.origin(self.request),
                now=clock.now(),
            ).made  # fmt: skip
        except Refusal as refusal:
            return {"lines": lines, "refusal": refusal.text(access.locale())}
        del self.product
        return {"made": len(made)}

    def _lines(self, found: list[Combination], given: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
        lines = []
        for place, one in enumerate(found):
            fresh = one.state != "exists"
            sku, price = one.sku, self._amount(one.price)
            if given is not None and fresh:
                sku = given.get(f"sku.{place}", sku).strip()
                price = given.get(f"price.{place}", price).strip()
            ticked = fresh and (one.state != "taken" if given is None else f"make.{place}" in given)
            money, error = None, ""
            if ticked and not sku:
                error = str(FIELD_SENTENCES["missing"])
            try:
                minor = cells.read("price", price, precision=self.precision)
                money = None if minor is None else Money(minor, access.market().currency)
            except cells.Unreadable:
                error = str(_("Write an amount with at most the currency’s decimals, such as 1249.90."))
            lines.append(
                {
                    "place": place, "fresh": fresh, "ticked": ticked, "sku": sku, "price": price, "money": money,
                    "error": error if ticked else "", "tone": TONES[one.state], "word": WORDS[one.state],
                    "options": " · ".join(choice.value.read(access.locale()) for choice in one.choices),
                }
            )  # fmt: skip
        return lines

    def _amount(self, price: Money | None) -> str:
        minor = price.minor if price else None
        return cells.write("price", minor, locale=access.locale(), precision=self.precision)

    def _undo(self, request: HttpRequest) -> HttpResponse:
        told: dict[str, Any] = {}
        try:
            told["undone"] = assortment.retire_variants(self.last[0], origin=access.origin(request), now=clock.now())
        except Refusal as refusal:
            told["refusal"] = refusal.text(access.locale())
        del self.product, self.last
        return self.render_to_response(self.get_context_data(**told))

    @cached_property
    def last(self) -> tuple[list[UUID], Any]:
        """What was made last and is still sold, untouched by the stock room, and when; nothing else can be undone."""
        sold = {variant.id for variant in self.product.variants if variant.active}
        for event in reversed(journal.timeline("product", self.product.id)):
            if event.name == "Variants Added":
                ids = [UUID(each) for each in event.payload["variant_ids"]]
                mine = [each for each in ids if each in sold]
                return (mine if mine and not inventory.used(mine) else []), event.occurred_at
        return [], None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = kwargs.pop("asked", None) or self._usual()
        undoable, since = self.last
        rows = [row | {"braced": f"{{{row['code']}}}"} for row in asked.rows]
        return super().get_context_data(
            product=self.product, url=product_page(self.product.id), asked=asked, may_price=self.may_price,
            rows=list(enumerate(rows, start=1)), currency=access.market().currency, most=assortment.MOST_VARIANTS,
            wrong=asked.wrong, undoable=len(undoable), since=since,
            count=sum(variant.active for variant in self.product.variants), **kwargs,
        )  # fmt: skip

    def _usual(self) -> Asked:
        """The options that the product's variants have already, and their words."""
        found: dict[str, tuple[Localised, dict[str, None]]] = {}
        for variant in self.product.variants:
            for option in variant.options if variant.active else ():
                words = found.setdefault(option.code, (option.label, {}))[1]
                words[_line(option.text)] = None
        rows = [
            {"code": code, "fr": label.read("fr"), "en": label.read("en"), "values": "\n".join(words)}
            for code, (label, words) in found.items()
        ][: assortment.MOST_AXES]
        rows += [{"code": "", "fr": "", "en": "", "values": ""} for _each in range(assortment.MOST_AXES - len(rows))]
        return Asked(rows, "-".join(["{product}", *(f"{{{row['code']}}}" for row in rows if row["code"])]))


def _line(text: Localised) -> str:
    french, english = text.read("fr"), text.read("en")
    return french if french == english else f"{french} / {english}"


def _values(text: str) -> tuple[Localised, ...]:
    """One value a line, French and English parted by a slash with spaces around it."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        french, _slash, english = (part.strip() for part in line.partition(" / "))
        found.append(Localised(fr=french, en=english or french))
    return tuple(found)
