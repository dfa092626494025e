"""What a product says of itself, property by property, and the GTINs of its variants, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import KeptProperties, Property, VariantGtins, VariantRecord
from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.of_product import OfProduct
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.product_list import product_page
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.kit.text import LOCALES, Localised

NAMES = ("code", "name_fr", "name_en", "value_fr", "value_en")
MORE = 4
YES_NO = (("oui", _("yes")), ("non", _("no")))


@dataclass
class Typed:
    """What stands in the form: properties by the names of their fields, numbers by variant."""

    rows: list[dict[str, str]]
    gtins: dict[UUID, list[str]]
    wrong: dict[str, str] = field(default_factory=dict)


class PropertiesPage(OfProduct, ScreenPage):
    """A plain form; `more` adds empty rows and keeps nothing."""

    template_name = "backoffice/properties.html"
    permission_required = "change"
    page_title = _("Properties and GTINs")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.shown(self._usual()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed, refusal = self._typed(request.POST), ""
        if request.POST.get("act") != "save":
            return self.render_to_response(self.shown(typed, more=1))
        try:
            self._keep(typed, request)
        except Invalid as wrong:
            texts = wrong.field_texts(access.locale())
            typed.wrong = texts | self._holders(typed, wrong.errors) | self._namesakes(typed, wrong.errors)
        except Refusal as other:
            refusal = other.text(access.locale())
        if refusal or typed.wrong:
            return self.render_to_response(self.shown(typed, refusal=refusal))
        messages.success(request, _("Properties and GTINs are kept."))
        return HttpResponseRedirect(f"{product_page(self.product.id)}#attributes")

    @cached_property
    def kept(self) -> KeptProperties:
        return catalog.kept_properties(self.product.id)

    @cached_property
    def variants(self) -> list[VariantRecord]:
        """Those that are sold, and those that still hold a number."""
        return [one for one in self.product.variants if one.active or one.gtins]

    def _usual(self) -> Typed:
        rows = [
            {"code": one.code, "name_fr": one.name.get("fr", ""), "name_en": one.name.get("en", "")}
            | self._value(one)
            for one in self.kept.properties
        ]
        gtins = {one.id: self.kept.gtins.get(one.id, ()) for one in self.variants}
        return Typed(rows, {variant: [catalog.printed_gtin(each) for each in own] for variant, own in gtins.items()})

    def _value(self, one: Property) -> dict[str, str]:
        """As it is written in each language, or once for both."""
        if one.code == catalog.EXCLUSION:
            return {"value_fr": one.value.read("fr"), "value_en": ""}
        if self.kept.kinds[one.code] == "boolean":
            return {"value_fr": one.value.read("fr"), "value_en": ""}
        if self.kept.kinds[one.code] in catalog.SAID_ONCE:
            return {"value_fr": one.value.read(access.locale()), "value_en": ""}
        return {f"value_{locale}": one.value.get(locale, "") for locale in LOCALES}

    def _typed(self, given: QueryDict) -> Typed:
        """Without the rows that are empty or taken out."""
        away = set(given.getlist("remove"))
        lists = [given.getlist(name) for name in NAMES]
        rows = [
            {name: " ".join(text.strip().splitlines()) for name, text in zip(NAMES, row, strict=True)}
            for number, row in enumerate(zip(*lists, strict=False), 1)
            if str(number) not in away
        ]
        numbers: dict[str, list[str]] = {}
        for variant, text in zip(given.getlist("variant"), given.getlist("gtin"), strict=False):
            numbers.setdefault(variant, []).extend([text.strip()] if text.strip() else [])
        return Typed(
            [row for row in rows if any(row.values())],
            {one.id: numbers[str(one.id)] for one in self.variants if str(one.id) in numbers},
        )

    def _keep(self, typed: Typed, request: HttpRequest) -> None:
        catalog.set_properties(
            self.product.id,
            [
                Property(
                    code=row["code"], name=Localised(fr=row["name_fr"], en=row["name_en"]),
                    value=Localised(fr=row["value_fr"], en=row["value_en"]),
                )
                for row in typed.rows
            ],
            gtins=[VariantGtins(variant_id=variant, gtins=tuple(own)) for variant, own in typed.gtins.items()],
            version=request.POST.get("version"), origin=access.origin(request), now=clock.now(),
        )  # fmt: skip

    def _holders(self, typed: Typed, errors: dict[str, str]) -> dict[str, str]:
        """Who has the numbers that are taken."""
        places = {
            f"gtins.{place}.{which}": catalog.canonical_gtin(text)
            for place, own in enumerate(typed.gtins.values())
            for which, text in enumerate(own)
        }
        taken = {at: places[at] for at, code in errors.items() if code == "taken" and at in places}
        holders = catalog.holders_of_gtins(list(taken.values()))
        told = _gettext("The variant “%(number)s” has this GTIN already.")
        return {at: told % {"number": holders[gtin]} for at, gtin in taken.items() if gtin in holders}

    def _namesakes(self, typed: Typed, errors: dict[str, str]) -> dict[str, str]:
        """Which property has the code that a new name makes."""
        names = {f"properties.{place}.name": row["name_fr"] or row["name_en"] for place, row in enumerate(typed.rows)}
        taken = [at for at, code in errors.items() if code == "taken" and at in names]
        codes = {at: catalog.attribute_code(names[at]) for at in taken}
        labels = catalog.attribute_labels(list(codes.values()))
        told = _gettext(
            "This is too close to the property “%(name)s”: write that name, or a name that differs by a word."
        )
        return {at: told % {"name": labels[code].read(access.locale())} for at, code in codes.items() if code in labels}

    def shown(self, typed: Typed, *, refusal: str = "", more: int = 0) -> dict[str, Any]:
        """`version` is that of what was opened, however often the page was shown since."""
        empty = [dict.fromkeys(NAMES, "") for _row in range(MORE)]
        lines = [
            self._line(number, row, typed.wrong) for number, row in enumerate([*typed.rows, *empty], start=1)
        ]
        variants = self._numbered(typed, more)
        return self.get_context_data(
            product=self.product, home=product_page(self.product.id), lines=lines, refusal=refusal,
            here=reverse("products:properties", args=(self.product.id,)), variants=variants,
            first=_first(lines, variants), wrong=len(typed.wrong), general=typed.wrong.get("properties", ""),
            names=self._names(), version=self.request.POST.get("version", self.kept.version),
        )  # fmt: skip

    def _line(self, number: int, row: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
        """A property that it has keeps its name; a language that the name lacks can be written."""
        kind = self.kept.kinds.get(row["code"], "text")
        own = next((one.name for one in self.kept.properties if one.code == row["code"]), None)
        at = f"properties.{number - 1}"
        return row | {
            "number": number,
            "fixed_fr": bool(own and own.get("fr")), "fixed_en": bool(own and own.get("en")),
            "called": own.read(access.locale()) if own else "",
            "once": kind in catalog.SAID_ONCE or row["code"] == catalog.EXCLUSION,
            "choices": _choices(row["code"], kind, row["value_fr"]),
            "wrong_name": wrong.get(f"{at}.name", ""), "wrong_value": wrong.get(f"{at}.value", ""),
        }  # fmt: skip

    def _numbered(self, typed: Typed, more: int) -> list[dict[str, Any]]:
        found = []
        known = {one.id: one for one in self.variants}
        for place, (variant, own) in enumerate(typed.gtins.items()):
            texts = [*own, *[""] * (more if own else 1)]
            found.append(
                {
                    "record": known[variant], "wrong": typed.wrong.get(f"gtins.{place}", ""),
                    "options": " · ".join(option.text.read(access.locale()) for option in known[variant].options),
                    "fields": [
                        (f"{place}-{which}", text, typed.wrong.get(f"gtins.{place}.{which}", ""))
                        for which, text in enumerate(texts)
                    ],
                }
            )  # fmt: skip
        return found

    def _names(self) -> list[tuple[str, list[str]]]:
        known = catalog.property_names(self.product.id)
        return [(locale, list(dict.fromkeys(filter(None, (one.get(locale) for one in known))))) for locale in LOCALES]


def _first(lines: list[dict[str, Any]], variants: list[dict[str, Any]]) -> str:
    """Where the first thing that is wrong stands."""
    found = [f"row-{line['number']}" for line in lines if line["wrong_name"] or line["wrong_value"]]
    found += [
        f"variant-{each['record'].id}"
        for each in variants
        if each["wrong"] or any(wrong for _at, _text, wrong in each["fields"])
    ]
    return found[0] if found else ""


def _choices(code: str, kind: str, value: str) -> Sequence[tuple[str, Any]]:
    """What may be chosen, where the value is no free text; what it is now among it."""
    if code == catalog.EXCLUSION:
        known = tuple(catalog.EXCLUSIONS.items())
    elif kind == "boolean":
        known = YES_NO
    else:
        return ()
    return known if value in dict(known) else ((value, value), *known)
