"""The one page of the order: what was typed, what is wrong with it, what is offered. Nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from comptoir.channels.storefront.gifts import Gifts
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.shown.basket import adding_up, basket_sums, codes, coming
from comptoir.checkout.contracts import BasketView
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact, TownSuggestion
from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.kit.ids import secret_token
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import ShopperContext
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender, TenderOption

TYPED = ("email", "name", "phone", "street", "more", "postcode", "city", "country")
CHOICES = ("method", "promo", "gift", "tender", "supply")
MISSING = {
    "email": gettext_lazy("Write your e-mail address: the confirmation goes there."),
    "name": gettext_lazy("Write your first and last name."),
    "street": gettext_lazy("Write number and street."),
    "postcode": gettext_lazy("Write the postcode."),
    "city": gettext_lazy("Write the town."),
}
LONGEST = 300


@dataclass(slots=True)
class Typed:
    """`values` of the fields, the chosen `method` and `tender` codes, and what the page had shown."""

    values: dict[str, str]
    method: str = ""
    tender: str = ""
    promo: str = ""
    gift: str = ""
    gifts: Gifts | None = None
    shown_gift: str = ""
    key: str = ""
    shown_total: str = ""
    shown_promise: str = ""
    shown_method: str = ""
    supply_agreed: bool = False
    kept_town: str = ""
    kept_email: str = ""
    meant_email: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    suggested: tuple[TownSuggestion, ...] = ()
    problem: str = ""
    news: str = ""

    @property
    def contact(self) -> Contact:
        return Contact(**self.values)

    @property
    def town(self) -> str:
        """Postcode and town as typed: what a suggestion was made for."""
        return f"{self.values['postcode']} {self.values['city']}"

    @property
    def doubts(self) -> tuple[TownSuggestion, ...]:
        """What may have been meant by the address, unless that was asked already."""
        if self.kept_town == self.town or "@" in self.method or not self.values["city"]:
            return ()
        return customers.suggestions(
            self.values["postcode"], self.values["city"], country=self.values["country"]
        )

    @property
    def email_doubt(self) -> str:
        """The address that may have been meant, unless that was asked already."""
        email = self.values["email"].strip()
        return "" if email == self.kept_email else customers.email_doubt(email)

    @property
    def means(self) -> tuple[Tender, ...]:
        """The cards, and what was chosen for the rest."""
        cards = self.gifts.tenders if self.gifts else ()
        if self.gifts and not self.gifts.left:
            return cards
        kind, _colon, token = self.tender.partition(":")
        return (*cards, Tender(kind=kind, token=token))

    def refused(self, invalid: Invalid, locale: str) -> None:
        """Each sentence at its field; what is wrong with something that is no field stands above the page."""
        for name, text in invalid.field_texts(locale).items():
            name = "method" if name == "delivery" else name
            if name in TYPED or name in CHOICES:
                missing = name in MISSING and not self.values[name].strip()
                self.errors[name] = str(MISSING[name]) if missing else text
            else:
                self.problem = text


def from_request(request: HttpRequest) -> Typed:
    post = request.POST
    typed = Typed(
        values={name: _text(post, name) for name in TYPED},
        method=_text(post, "method"),
        tender=_text(post, "tender"),
        promo=_text(post, "promo"),
        gift=_text(post, "gift"),
        shown_gift=_text(post, "shown_gift"),
        key=_text(post, "key") or secret_token(),
        shown_total=_text(post, "shown_total"),
        shown_promise=_text(post, "shown_promise"),
        shown_method=_text(post, "shown_method"),
        supply_agreed="supply" in post,
        kept_town=_text(post, "kept_town"),
        kept_email=_text(post, "kept_email"),
    )
    if "meant_email" in post:  # the button of the other address
        typed.values["email"] = typed.kept_email = _text(post, "meant_email")
    postcode, _space, city = _text(post, "town").partition(" ")
    if city:  # the button of a suggestion
        typed.values |= {"postcode": postcode, "city": city}
        typed.kept_town = typed.town
    return typed


def from_basket(
    view: BasketView, context: ShopperContext, *, tender: str = "", account: Mapping[str, str] | None = None
) -> Typed:
    """A first visit: what the basket knows already, else e-mail and name of the `account` of who is logged in; nothing
    chosen for the customer that costs more."""
    known = view.contact
    values = {name: getattr(known, name) if known else (account or {}).get(name, "") for name in TYPED}
    values["country"] = values["country"] or view.country or context.market.countries[0]
    values["postcode"] = values["postcode"] or view.postcode
    return Typed(values=values, tender=tender, key=secret_token())


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "")[:LONGEST]


def form(typed: Typed, view: BasketView, context: ShopperContext) -> dict[str, Any]:
    """What the template shows."""
    shown_fields = fields(typed, context)
    chosen = view.chosen
    errors = [
        {"id": shown["id"], "label": shown["label"], "words": shown["error"]}
        for shown in shown_fields.values()
        if shown["error"]
    ]
    labels = (
        _("Delivery or collection"), _("Promotion code"), _("Gift card or store credit"), _("Payment"),
        _("Your agreement"),
    )  # fmt: skip
    for part, label in zip(CHOICES, labels, strict=True):
        if part in typed.errors:
            errors.append({"id": part, "label": label, "words": typed.errors[part]})
    return {
        "fields": shown_fields,
        "errors": errors,
        "problem": typed.problem,
        "news": typed.news,
        "method_error": typed.errors.get("method", ""),
        "tender_error": typed.errors.get("tender", ""),
        "travels": view.travels,
        "at_request": view.at_request.read(context.locale) if view.at_request else "",
        "supply_agreed": typed.supply_agreed,
        "supply_error": typed.errors.get("supply", ""),
        "homes": [_way(option, chosen, context) for option in view.delivery if option.place is None],
        "shops": [_way(option, chosen, context) for option in view.delivery if option.place is not None],
        "gift": typed.gift,
        "gift_error": typed.errors.get("gift", ""),
        "gifts": typed.gifts if typed.gifts and typed.gifts.cards else None,
        "tenders": tenders(view.tenders, typed.tender, context.locale),
        "promise": coming(view, context),
        "sums": basket_sums(view, context.locale),
        "promo": typed.promo,
        "promo_error": typed.errors.get("promo", ""),
        "codes": (entered := codes(view, context.locale)),
        "codes_add_up": adding_up(entered),
        "shown_total": view.quote.total.minor,
        "shown_promise": chosen.promise.key if chosen else "",
        "shown_method": chosen.code if chosen else "",
        "towns": customers.towns(typed.values["postcode"], country=typed.values["country"]),
        "suggestions": [{"value": f"{each.postcode} {each.town}"} for each in typed.suggested],
        "meant_email": typed.meant_email,
        "kept_email": typed.values["email"].strip() if typed.meant_email else typed.kept_email,
        "kept_town": typed.town if typed.suggested else typed.kept_town,
        "key": typed.key,
    }


# What a bank usually answers; the test bank's other habits are for those who look for them.
USUAL = frozenset({"", "tok_success", "tok_authenticate", "tok_refused"})


def tenders(offered: tuple[TenderOption, ...], picked: str, locale: str) -> list[dict[str, Any]]:
    """A radio per means and token; cards with a code have a field of their own. Nothing is ticked before the customer
    ticks it. Those that are `rare` stand folded, unless one of them was chosen."""
    shown = []
    for option in offered:
        if option.by_code:
            continue
        if not option.tokens:
            shown.append((option.kind, option.name.read(locale), option.explanation.read(locale)))
        for token, what in option.tokens:
            name = f"{option.name.read(locale)}, {_lower_first(what.read(locale))}"
            shown.append((f"{option.kind}:{token}", name, option.explanation.read(locale)))
    return [
        {
            "id": code, "name": name, "detail": detail, "chosen": code == picked,
            "later": code == payments.TRANSFER,
            "rare": code != picked and code.partition(":")[2] not in USUAL,
        }
        for code, name, detail in shown
    ]  # fmt: skip


def fields(typed: Typed, context: ShopperContext) -> dict[str, dict[str, Any]]:
    """The fields of a contact as the template shows them, by name."""
    territories = Locale.parse(context.locale).territories
    countries = sorted((str(territories[code]), code) for code in context.market.countries)
    made = {
        "email": _field(
            "email",
            _("E-mail address"),
            kind="email",
            autocomplete="email",
            hint=_("For the confirmation and the link to your order."),
        ),
        "name": _field("name", _("First and last name"), autocomplete="name"),
        "phone": _field(
            "phone",
            _("Telephone"),
            kind="tel",
            autocomplete="tel",
            required=False,
            hint=_("Only to reach you about this order."),
        ),
        "street": _field("street", _("Number and street"), autocomplete="address-line1"),
        "more": _field("more", _("Floor, building, company"), autocomplete="address-line2", required=False),
        "postcode": _field("postcode", _("Postcode"), autocomplete="postal-code", inputmode="text"),
        "city": _field("city", pgettext("address", "Town"), autocomplete="address-level2"),
        "country": _field(
            "country",
            pgettext("address", "Country"),
            autocomplete="country",
            choices=[(code, name) for name, code in countries],
        ),
    }
    if typed.values["country"] in ("FR", "BE", "DE", "ES", "IT", "LU"):
        made["postcode"]["inputmode"] = "numeric"
    made["city"]["list"] = "towns"
    for name, shown in made.items():
        shown["value"] = typed.values.get(name, "")
        shown["error"] = typed.errors.get(name, "")
        told = [f"{shown['id']}-hint"] if shown["hint"] else []
        told += [f"{shown['id']}-wrong"] if shown["error"] else []
        shown["described"] = " ".join(told)
    return made


def _field(
    name: str,
    label: str,
    *,
    kind: str = "text",
    autocomplete: str = "",
    inputmode: str = "",
    hint: str = "",
    required: bool = True,
    choices: list[tuple[str, str]] | None = None,
) -> dict[str, Any]:
    return {
        "id": f"field-{name}",
        "name": name,
        "label": label,
        "type": kind,
        "autocomplete": autocomplete,
        "inputmode": inputmode,
        "hint": hint,
        "required": required,
        "choices": choices,
    }


def _way(option: DeliveryOption, chosen: DeliveryOption | None, context: ShopperContext) -> dict[str, Any]:
    name = option.name.read(context.locale)
    detail = name
    if option.place is not None:
        place = option.place
        detail = f"{place.name.read(context.locale)}, {place.street}, {place.city}"
    return {
        "id": option.code,
        "words": words.promise(option, context.now),
        "detail": detail,
        "price": option.charge,
        "chosen": chosen is not None and option.code == chosen.code,
    }


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
