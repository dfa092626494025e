"""What products lack, by channel, the worst first."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, StateColumn, TextColumn
from comptoir.channels.backoffice.screens.aisles import CategoryFilter
from comptoir.channels.backoffice.screens.lacking import standing
from comptoir.channels.backoffice.screens.product_list import by_text, product_page
from comptoir.kit import clock


class CompletenessFilters(WagtailFilterSet):
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=list(catalog.CHANNELS.items()))
    lacking = django_filters.ChoiceFilter(
        label=_("Lacks"), choices=list(catalog.REASONS.items()), method="that_lack", field_name="missing"
    )
    score = django_filters.NumberFilter(label=_("Points at most"), lookup_expr="lte")
    category = CategoryFilter(label=_("Category"), method="by_category")
    hidden = django_filters.ChoiceFilter(
        label=_("In the shop"), choices=[("all", _("those not shown too"))], method="kept", empty_label=_("shown now")
    )

    class Meta:
        model = rows.Completeness
        fields: tuple[str, ...] = ()

    def that_lack(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(missing__contains=[value])

    def by_category(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        below = Q(product__category__path__startswith=f"{value.path}/")
        return queryset.filter(Q(product__category=value) | below)

    def kept(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("hidden") == "all" else found.filter(Exists(shown_now()))


class CompletenessViewSet(CommandViewSet):
    model = rows.Completeness
    name = "completeness"
    screen = "completeness"
    noun, nouns = _("completeness"), _("Completeness")
    icon = "tasks"
    filterset_class = CompletenessFilters
    ordering = "score"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Completeness.objects.select_related("product"),
            searched=by_product,
            lesson=_("No product was judged yet. The worker does it a moment after a product comes in."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("product", label=_("Product"), accessor="product.name", get_url=product_url),
            TextColumn("external_id", label=_("Number"), accessor="product.external_id"),
            TextColumn("channel", label=_("Channel"), accessor=channel, sort_key="channel"),
            StateColumn("score", label=_("Points"), accessor=points, sort_key="score"),
            TextColumn("missing", label=_("Lacks"), accessor=lacks),
        ]


def shown_now() -> QuerySet[Any]:
    now = clock.now()
    mine = rows.Publication.objects.filter(product=OuterRef("product"), market__code=access.market().code)
    return mine.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now)


def by_product(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(product__in=by_text(rows.Product.objects.order_by(), text).values("pk"))


def channel(row: Any) -> str:
    return str(catalog.CHANNELS.get(row.channel, row.channel))


def points(row: Any) -> tuple[str, str]:
    return standing(row.score), f"{row.score} / 100"


def lacks(row: Any) -> str:
    return ", ".join(str(reason) for reason in catalog.reasons(row.missing).values())


def product_url(row: Any) -> str:
    return f"{product_page(row.product_id)}#completeness"
