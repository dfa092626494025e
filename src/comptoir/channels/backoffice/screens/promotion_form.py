"""What a person types about a promotion, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.prices import money, segment_choices
from comptoir.fulfilment import facade as fulfilment
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import Terms

MOST_NAMED = 5  # wrong numbers in one message
EFFECTS = [
    ("percent", _("a percentage off")), ("amount", _("an amount off")), ("pieces", _("several for the price of fewer")),
    ("bundle", _("a set for one price")), ("delivery", _("free delivery")),
]  # fmt: skip
SCOPES = [
    ("all", _("all articles")), ("categories", _("categories")), ("products", _("products")),
    ("variants", _("single variants")),
]  # fmt: skip
TRIGGERS = [("automatic", _("by itself")), ("code", _("with a code"))]
STACKING = [("yes", _("adds up with others that do")), ("no", _("stands alone: the buyer gets what takes off most"))]
WHEN = "%Y-%m-%dT%H:%M"
# Which field of the form says what the terms call so.
FIELDS = {"percent_bp": "percent", "amount_minor": "amount", "least_minor": "least", "ids": "scope"}


def category_choices() -> list[tuple[str, str]]:
    """All of them: one that shows nothing this week stays part of what was said."""
    reader = access.locale()
    return [
        (str(each.id), " › ".join(part.name.read(reader) for part in each.trail)) for each in catalog.every_category()
    ]


def way_choices() -> list[tuple[str, str]]:
    return [(each.code, each.name.read(access.locale())) for each in fulfilment.methods(access.market().code)]


def segments_or_all() -> list[tuple[str, Any]]:
    return [("", _("everybody")), *segment_choices()]


def _amount(label: Any, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_digits=11, decimal_places=2, localize=True, required=False, **kwargs
    )


def _number(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=10_000_000, required=False, **kwargs)


def _moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[WHEN], **kwargs)


class PromotionForm(forms.Form):
    name = forms.CharField(label=_("Name for us"), max_length=80)
    shown_fr = forms.CharField(label=_("Name that shoppers see, in French"), max_length=60)
    shown_en = forms.CharField(label=_("Name that shoppers see, in English"), max_length=60)
    effect = forms.ChoiceField(label=_("What it gives"), choices=EFFECTS)
    percent = forms.DecimalField(
        label=_("Per cent"), min_value=Decimal("0.01"), max_value=Decimal(100), decimal_places=2, localize=True,
        required=False,
    )  # fmt: skip
    amount = _amount(_("Amount, VAT included"), help_text=_("What comes off, or what the set costs together."))
    take = _number(_("So many pieces"))
    pay = _number(_("for the price of"))
    ways = forms.MultipleChoiceField(
        label=_("Ways to deliver"), choices=way_choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("None ticked: all of them."),
    )  # fmt: skip
    scope = forms.ChoiceField(label=_("On what"), choices=SCOPES)
    categories = forms.MultipleChoiceField(
        label=_("Categories, with all below them"), choices=category_choices, required=False
    )
    products = forms.CharField(
        label=_("Products"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("Their numbers, one a line: they stand beside the names in the list of products."),
    )  # fmt: skip
    variants = forms.CharField(
        label=_("Variants"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("Their SKUs, one a line."),
    )  # fmt: skip
    not_reduced = forms.BooleanField(label=_("Not on reduced articles"), required=False)
    least = _amount(
        _("From this amount of them on, VAT included"),
        help_text=_("What a single piece reaches is no condition: then announce a reduction at the price instead."),
    )
    least_pieces = _number(_("From so many pieces of them on"))
    trigger = forms.ChoiceField(label=_("How one gets it"), choices=TRIGGERS)
    code = forms.CharField(
        label=_("Code"), max_length=24, required=False,
        help_text=_("Empty: each person gets one of their own. Make those codes afterwards."),
    )  # fmt: skip
    segment = forms.ChoiceField(label=_("For whom"), choices=segments_or_all, required=False)
    starts_at = _moment(_("From"))
    ends_at = _moment(_("Until"), required=False)
    is_on = forms.BooleanField(label=_("Switched on"), required=False)
    combines = forms.ChoiceField(
        label=_("With other promotions"), choices=STACKING,
        help_text=_(
            "Unless you choose otherwise they add up: who types two codes gets both, the second on what the first left."
        ),
    )  # fmt: skip
    most_uses = _number(_("Orders in all"), help_text=_("Empty: as many as come."))
    most_per_person = _number(_("Orders per person"), help_text=_("Empty: as many as come."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Whoever types twenty numbers is told which one is wrong."""
        data = self.cleaned_data
        scope = data.get("scope")
        if scope in ("products", "variants"):
            typed = [line.strip() for line in _called(data) if line.strip()]
            known = catalog.products_called(typed) if scope == "products" else catalog.find_variants(typed)
            if unknown := [each for each in typed if each not in known]:
                told = {"numbers": ", ".join(unknown[:MOST_NAMED]) + (" …" if len(unknown) > MOST_NAMED else "")}
                self.add_error(scope, _("Nothing has these numbers: %(numbers)s.") % told)
        return data


def terms(data: Mapping[str, Any]) -> Terms:
    """Refuses Invalid by the names of the form."""
    scope = data["scope"]
    try:
        ids = promotions.identified(scope, _called(data))
    except Invalid as wrong:
        raise Invalid({scope: wrong.errors["ids"]}) from wrong
    currency = access.market().currency
    return Terms(
        name=data["name"], shown=Localised(fr=data["shown_fr"], en=data["shown_en"]), starts_at=data["starts_at"],
        ends_at=data["ends_at"], is_on=data["is_on"], trigger=data["trigger"], code=data["code"],
        segment=data["segment"], scope=scope, ids=ids, not_reduced=data["not_reduced"],
        least_minor=_minor(data["least"], currency), least_pieces=data["least_pieces"] or 0, effect=data["effect"],
        percent_bp=int((data["percent"] or Decimal(0)) * 100), amount_minor=_minor(data["amount"], currency),
        take=data["take"] or 0, pay=data["pay"] or 0, ways=tuple(data["ways"]), combines=data["combines"] == "yes",
        most_uses=data["most_uses"], most_per_person=data["most_per_person"],
    )  # fmt: skip


def placed(wrong: Invalid, data: Mapping[str, Any]) -> Invalid:
    """What a verb refuses, at the fields of the form."""
    scope = data.get("scope", "scope")
    fields = FIELDS | {"ids": "scope" if scope == "all" else scope}
    return Invalid({fields.get(name, name): code for name, code in wrong.errors.items()})


def initial(said: Terms, version: int | None) -> dict[str, Any]:
    names = promotions.called(said)
    currency = access.market().currency
    listed = {"categories": [str(each) for each in said.ids]} if said.scope == "categories" else {}
    return {
        "name": said.name, "shown_fr": said.shown.get("fr", ""), "shown_en": said.shown.get("en", ""),
        "effect": said.effect, "percent": Decimal(said.percent_bp) / 100 if said.percent_bp else None,
        "amount": _decimal(said.amount_minor, currency), "take": said.take or None, "pay": said.pay or None,
        "ways": list(said.ways), "scope": said.scope, said.scope: "\n".join(names), "not_reduced": said.not_reduced,
        "least": _decimal(said.least_minor, currency), "least_pieces": said.least_pieces or None,
        "trigger": said.trigger, "code": said.code, "segment": said.segment, "starts_at": said.starts_at,
        "ends_at": said.ends_at, "is_on": said.is_on, "combines": "yes" if said.combines else "no",
        "most_uses": said.most_uses, "most_per_person": said.most_per_person, "version": version,
    } | listed  # fmt: skip


def _called(data: Mapping[str, Any]) -> list[str]:
    """The names of what it is about; of categories the form knows ids, whose addresses are read."""
    scope = data["scope"]
    if scope == "categories":
        chosen = set(data["categories"])
        return [each.slug.read("fr") for each in catalog.every_category() if str(each.id) in chosen]
    return str(data.get(scope, "")).replace(",", "\n").splitlines()


def _minor(amount: Decimal | None, currency: str) -> int:
    return money(amount, currency).minor if amount else 0


def _decimal(minor: int, currency: str) -> Decimal | None:
    return Decimal(minor).scaleb(-get_currency_precision(currency)) if minor else None
