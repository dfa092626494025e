"""Categories and brands: made by imports; a category's address and its place in the menu are changed here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, TextColumn
from comptoir.channels.backoffice.screens.aisle_order import AisleOrderPage
from comptoir.channels.backoffice.screens.aisles import indented
from comptoir.channels.backoffice.screens.products import AddressForm
from comptoir.journal.contracts import Origin


class CategoriesViewSet(CommandViewSet):
    model = rows.Category
    name = "categories"
    screen = "categories"
    noun, nouns = _("category"), _("Categories")
    icon = "folder-open-1"
    ordering = "key"
    change_form = AddressForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: counted(rows.Category, of_aisle()),
            searched=by_either_name,
            buttons_of=self.buttons,
            lesson=_("No category yet. They come with the products that are imported."),
            **kwargs,
        )

    def buttons(self, request: HttpRequest) -> list[Any]:
        return [HeaderButton(_("Order of categories"), url=reverse("categories:order"), icon_name="list-ol")]

    def extra_urls(self) -> list[URLPattern]:
        """Of the menu, and of what stands below one category."""
        return [
            path("order/", self.page(AisleOrderPage, header_icon=self.icon), name="order"),
            path("order/<uuid:pk>/", self.page(AisleOrderPage, header_icon=self.icon), name="order_below"),
        ]

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), accessor=indented, get_url=category_url, sort_key="key"),
            TextColumn("address_fr", label=_("Address in French"), accessor=slug_fr),
            TextColumn("address_en", label=_("Address in English"), accessor=slug_en),
            CountColumn("products", label=_("Products"), sort_key="products"),
        ]

    def initial(self, instance: Any) -> dict[str, Any]:
        return {"fr": instance.slug.read("fr"), "en": instance.slug.read("en")}

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        """Only its addresses: the tree and its names come from imports."""
        catalog.readdress_category(pk, slugs=data, origin=origin, now=now)


class BrandsViewSet(CommandViewSet):
    model = rows.Brand
    name = "brands"
    screen = "brands"
    noun, nouns = _("brand"), _("Brands")
    icon = "tag"
    ordering = "name"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: counted(rows.Brand, Q(brand=OuterRef("pk"))),
            searched=lambda queryset, text: queryset.filter(name__icontains=text.strip()),
            lesson=_("No brand yet. They come with the products that are imported."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=no_url, sort_key="name"),
            TextColumn("slug", label=_("Address"), sort_key="slug"),
            CountColumn("products", label=_("Products"), sort_key="products"),
        ]


def counted(model: Any, belongs: Q) -> QuerySet[Any]:
    """Rows with the number of products that belong to them."""
    alike = rows.Product.objects.filter(belongs).order_by().annotate(n=Func("pk", function="count"))
    return model.objects.annotate(products=Subquery(alike.values("n")))


def of_aisle() -> Q:
    """In a category or below it, as shoppers find them there."""
    below = Concat(OuterRef("path"), Value("/"))
    return Q(category=OuterRef("pk")) | Q(category__path__startswith=below)


def by_either_name(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    text = text.strip()
    return queryset.filter(Q(name__fr__icontains=text) | Q(name__en__icontains=text))


def slug_fr(row: Any) -> str:
    return row.slug.read("fr")


def slug_en(row: Any) -> str:
    return row.slug.read("en")


def category_url(row: Any) -> str:
    return reverse("categories:edit", args=(row.pk,))


def no_url(row: Any) -> None:
    """They have no page of their own."""
