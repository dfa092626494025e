"""What people wait for: demand for what is sold out, by variant, without anybody's address."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, DateTimeField, IntegerField, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.product_list import product_page
from comptoir.inventory import facade as inventory


class WaitingViewSet(CommandViewSet):
    model = rows.Variant
    name = "waiting"
    screen = "waiting"
    noun, nouns = _("article waited for"), _("Waited for")
    icon = "time"
    ordering = "-waiting"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=waited_for,
            enriched=with_stock,
            searched=lambda found, text: found.filter(sku__istartswith=text.strip()),
            lesson=_(
                "Nobody waits for anything. Beside what is sold out shoppers leave their address for one message; how "
                "many do so stands here."
            ),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("sku", label=_("SKU"), get_url=lambda row: product_page(row.product_id), sort_key="sku"),
            TextColumn("product", label=_("Product"), accessor="product.name"),
            CountColumn("waiting", label=_("Waiting"), sort_key="waiting"),
            WhenColumn("since", label=_("Since"), sort_key="since"),
            CountColumn("available", label=_("Available"), accessor="available"),
        ]


def waited_for() -> QuerySet[Any]:
    waiting = rows.StockRequest.objects.filter(variant=OuterRef("pk"), answered_at__isnull=True).order_by()
    grouped = waiting.values("variant")
    return (
        rows.Variant.objects.select_related("product")
        .annotate(
            waiting=Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
            since=Subquery(grouped.annotate(first=Min("asked_at")).values("first"), output_field=DateTimeField()),
        )
        .filter(waiting__gt=0)
    )


def with_stock(found: list[Any]) -> list[Any]:
    stock = inventory.availability([row.pk for row in found])
    for row in found:
        row.available = sum(place.available for place in stock.get(row.pk, ()))
    return found
