"""Stock by variant and place, the movements behind it, and the proof that both agree."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Greatest
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import access, rows, sentences
from comptoir.channels.backoffice.commands import ActionView, CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens import receiving
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.product_list import product_page
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment, Outlook
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.org import facade as org

KINDS = [("receipt", _("received")), ("adjustment", _("adjusted")), ("return", _("returned"))]
ALL_KINDS = [*KINDS, ("sale", _("sold")), ("transfer", _("transferred")), ("count", _("counted"))]
KIND_WORDS = dict(ALL_KINDS)
AHEAD_WORDS = {"preorder": _("pre-order"), "backorder": _("back-order")}
REASONS = [
    ("damaged", _("damaged")), ("lost", _("lost")), ("stolen", _("stolen")),
    ("expired", pgettext_lazy("stock", "expired")),
    ("own_use", _("own use")), ("found", _("found")), ("correction", _("correction")), ("delivery", _("delivery")),
    ("customer_return", _("returned by a customer")), ("supplier_return", _("returned to the supplier")),
    ("other", _("other")),
]  # fmt: skip
REASON_WORDS = dict(REASONS) | {
    "opening": _("opening"), "import": _("import"), "transfer": _("transfer"), "count": _("count"),
}  # fmt: skip
MOST_MOVEMENTS = 100
FEW = 3
MOST_ARTICLES = 500


def place_choices() -> list[tuple[str, str]]:
    return [(str(place.id), place.name.read(access.locale())) for place in org.places()]


class LevelFilters(WagtailFilterSet):
    location = django_filters.ChoiceFilter(label=_("Place"), choices=place_choices)
    left = django_filters.ChoiceFilter(
        label=_("For sale"),
        choices=[
            ("some", _("available")), ("low", _("three or fewer")), ("none", _("sold out here")),
            ("short", _("less than the safety stock")), ("nowhere", _("sold out everywhere")),
            ("few", _("three or fewer in all")),
        ],
        method="by_what_is_left",
    )

    class Meta:
        model = rows.StockLevel
        fields: tuple[str, ...] = ()

    def by_what_is_left(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "nowhere":
            return queryset.filter(variant__in=sold_out())
        if value == "few":
            return queryset.filter(variant__in=nearly_sold_out())
        if value == "low":
            return queryset.filter(available__gt=0, available__lte=FEW)
        if value == "short":
            return queryset.filter(available__lt=0)
        return queryset.filter(available__gt=0) if value == "some" else queryset.filter(available__lte=0)


class AdjustForm(forms.Form):
    kind = forms.ChoiceField(label=_("What happened"), choices=KINDS, initial="adjustment")
    quantity = forms.IntegerField(label=_("Pieces"), help_text=_("How many came, or how many went with a minus sign."))
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose a reason")), *REASONS])
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("For your colleagues."))


class SafetyForm(forms.Form):
    pieces = forms.IntegerField(
        label=_("Pieces kept back"), min_value=0, help_text=_("Not sold, so that a miscount hurts nobody.")
    )


class Received(forms.Form):
    location = forms.ChoiceField(label=_("Place"), choices=place_choices)
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1)
    reason = forms.ChoiceField(label=_("Reason"), choices=receiving.RECEIPTS, initial="delivery")
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReceiveForm(Received):
    sku = forms.CharField(label=_("SKU or bar code"), max_length=100)
    field_order = ("sku",)


class ReceiveOfForm(Received):
    variant = forms.ChoiceField(label=_("Variant"))
    field_order = ("variant",)

    def __init__(self, *args: Any, variants: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["variant"]).choices = variants


class LevelPage(ScreenPage):
    """One variant at one place, with what came and went."""

    template_name = "backoffice/level.html"

    @cached_property
    def level(self) -> Any:
        found = levels().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def outlook(self) -> Outlook:
        variant_id = self.level.variant_id
        today = clock.now().date()
        return inventory.outlook([variant_id], market=access.market().code, today=today)[variant_id]

    def get_page_title(self) -> str:
        return subject(self.level.pk)

    def actions(self) -> list[tuple[str, Any, str]]:
        return [("adjust", _("Adjust"), "change"), ("safety", _("Safety stock"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        level = self.level
        moved = inventory.movements(level.variant_id, location_id=level.location_id, limit=MOST_MOVEMENTS)
        staff = rows.staff_names({movement.actor for movement in moved})
        return super().get_context_data(
            level=level,
            may_product=access.may(self.request.user, "products", "view"),
            movements=[
                (m, KIND_WORDS[m.kind], REASON_WORDS.get(m.reason, m.reason), who(m.actor, staff)) for m in moved
            ],
            outlook=self.outlook,
            kind=AHEAD_WORDS.get(self.outlook.ahead.kind, "") if self.outlook.ahead else "",
            waiting=inventory.waiting(level.variant_id),
            **kwargs,
        )


class CheckPage(ScreenPage):
    """Every level against the sum of its movements and of its reservations."""

    template_name = "backoffice/check.html"
    page_title = _("Check the stock")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wrong = inventory.check()
        skus = dict(rows.Variant.objects.filter(pk__in=[w.variant_id for w in wrong]).values_list("pk", "sku"))
        places = {place.id: place.name.read(access.locale()) for place in org.places()}
        return super().get_context_data(
            wrong=[(w, skus.get(w.variant_id), places.get(w.location_id)) for w in wrong],
            levels=rows.StockLevel.objects.count(),
            **kwargs,
        )


class StockViewSet(CommandViewSet):
    model = rows.StockLevel
    name = "stock"
    screen = "stock"
    noun, nouns, plural = _("stock level"), _("Stock"), _("stock levels")
    adding = _("Receive stock")
    icon = "table"
    filterset_class = LevelFilters
    ordering = "variant__sku"
    create_form = ReceiveForm
    create = staticmethod(receiving.receive)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=levels,
            searched=by_article,
            buttons_of=self.buttons,
            lesson=_("No stock yet. Receive the first pieces of a variant with “Receive stock”."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("sku", label=_("SKU"), accessor="variant.sku", get_url=level_url, sort_key="variant__sku"),
            TextColumn("product", label=_("Product"), accessor="variant.product.name"),
            TextColumn("place", label=_("Place"), accessor="location.name", sort_key="location__code"),
            StateColumn("left", label=_("For sale"), accessor=left),
            CountColumn("on_hand", label=_("On hand"), sort_key="on_hand"),
            CountColumn("reserved", label=_("Reserved"), sort_key="reserved"),
            CountColumn("safety", label=_("Safety"), sort_key="safety"),
            CountColumn("available", label=_("Available"), accessor=shown_available, sort_key="available"),
        ]

    def buttons(self, request: Any) -> list[Any]:
        return [HeaderButton(pgettext_lazy("figures", "Check"), url=reverse("stock:check"), icon_name="circle-check")]

    def adjust(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        level = levels().get(pk=pk)
        change = Adjustment(variant_id=level.variant_id, location_id=level.location_id, quantity=data["quantity"])
        inventory.adjust(
            [change], kind=data["kind"], reason=data["reason"], note=data["note"], origin=origin, now=now
        )

    def keep_back(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        level = levels().get(pk=pk)
        inventory.set_safety(level.variant_id, level.location_id, data["pieces"], origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": level_page}
        received = self.page(
            ActionView, command=receiving.receive, header_icon=self.icon, page_title=_("Receive stock"),
            button=_("Receive stock"), form_class=ReceiveOfForm, chosen=("variant",),
            form_kwargs_of=lambda pk: {"variants": receiving.variants(pk)},
            subject_of=receiving.subject, back_of=product_page, verb_done=_("The stock is received."),
        )  # fmt: skip
        return [
            path("of/<uuid:pk>/receive/", received, name="receive"),
            path("check/", self.page(CheckPage, header_icon="circle-check"), name="check"),
            path("<int:pk>/", self.page(LevelPage, header_icon=self.icon), name="level"),
            self.action(
                "adjust", self.adjust, page_title=_("Adjust the stock"), button=_("Book it"),
                explanation=_("A movement is booked with its reason; nothing is overwritten."),
                form_class=AdjustForm, verb_done=_("The movement is booked."), **common,
            ),
            self.action(
                "safety", self.keep_back, page_title=_("Safety stock"), button=_("Keep back"),
                explanation=_("These pieces stay in the place and are not offered for sale."),
                form_class=SafetyForm, verb_done=_("The safety stock is set."), **common,
            ),
        ]  # fmt: skip


class MovementFilters(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=ALL_KINDS, widget=forms.CheckboxSelectMultiple)
    location = django_filters.ChoiceFilter(label=_("Place"), choices=place_choices)
    occurred_at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.Movement
        fields: tuple[str, ...] = ()


class MovementsViewSet(CommandViewSet):
    model = rows.Movement
    name = "movements"
    screen = "movements"
    noun, nouns = _("movement"), _("Movements")
    icon = "order"
    filterset_class = MovementFilters
    ordering = "-id"  # made in the order of time

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Movement.objects.select_related("variant__product", "location"),
            searched=of_article,
            enriched=with_actors,
            lesson=_("Nothing has moved yet. Receipts, sales and adjustments are listed here."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            WhenColumn("occurred_at", label=_("When"), sort_key="id"),
            TextColumn("sku", label=_("SKU"), accessor="variant.sku"),
            TextColumn("product", label=_("Product"), accessor="variant.product.name"),
            TextColumn("place", label=_("Place"), accessor="location.name"),
            TextColumn("kind", label=_("Kind"), accessor=kind),
            TextColumn("reason", label=_("Reason"), accessor=reason),
            TextColumn("note", label=_("Note")),
            TextColumn("who", label=_("Who")),
            CountColumn("quantity", label=_("Pieces"), sort_key="quantity"),
        ]


def levels() -> QuerySet[Any]:
    available = F("on_hand") - F("reserved") - F("safety")
    found = rows.StockLevel.objects.select_related("variant__product", "location")
    return found.annotate(available=available)


def sold_out() -> QuerySet[Any]:
    """Variants that a place holds a level of, with nothing for sale anywhere."""
    return left_in_all().filter(left=0).values("variant")


def nearly_sold_out() -> QuerySet[Any]:
    return left_in_all().filter(left__gt=0, left__lte=FEW).values("variant")


def left_in_all() -> QuerySet[Any]:
    """By variant that a place holds a level of, the pieces for sale over all places."""
    sums = rows.StockLevel.objects.order_by().values("variant")
    return sums.annotate(left=Sum(Greatest(F("on_hand") - F("reserved") - F("safety"), 0)))


def by_article(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """SKU from its start, or a part of the product's name in either language."""
    text = text.strip()
    name = Q(variant__product__name__fr__icontains=text) | Q(variant__product__name__en__icontains=text)
    return queryset.filter(Q(variant__sku__istartswith=text) | name)


def of_article(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """As `by_article`, of the articles that are found first: there are many more movements than articles."""
    text = text.strip()
    name = Q(product__name__fr__icontains=text) | Q(product__name__en__icontains=text)
    found = rows.Variant.objects.filter(Q(sku__istartswith=text) | name).values_list("pk", flat=True)[:MOST_ARTICLES]
    return queryset.filter(variant_id__in=list(found))


def with_actors(found: list[Any]) -> list[Any]:
    staff = rows.staff_names({row.actor for row in found})
    for row in found:
        row.who = who(row.actor, staff)
    return found


def who(actor: str, staff: dict[str, str]) -> str:
    return staff.get(actor) or sentences.actor(actor)


def kind(row: Any) -> Any:
    return KIND_WORDS[row.kind]


def reason(row: Any) -> Any:
    return REASON_WORDS.get(row.reason, row.reason)


def left(row: Any) -> tuple[str, Any]:
    if row.available > FEW:
        return "available", _("available")
    return ("low", _("few left")) if row.available > 0 else ("sold_out", _("sold out"))


def shown_available(row: Any) -> int:
    return max(0, row.available)


def level_page(pk: int) -> str:
    return reverse("stock:level", args=(pk,))


def level_url(row: Any) -> str:
    return level_page(row.pk)


def subject(pk: int) -> str:
    level = levels().filter(pk=pk).first()
    if level is None:
        raise Http404
    return f"{level.variant.sku}, {level.location.name.read(access.locale())}"
