"""The list of products: what it can be asked for, and who of it is chosen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.lists import ListView
from comptoir.channels.backoffice.screens.aisles import CategoryFilter
from comptoir.kit import clock

TAX_CATEGORIES = [
    ("standard", _("standard rate")),
    ("intermediate", _("intermediate rate")),
    ("reduced", _("reduced rate")),
    ("super_reduced", _("super-reduced rate")),
    ("zero", _("zero rate")),
]
SHOWN = [("published", _("shown")), ("upcoming", _("shown later")), ("hidden", _("not shown"))]
SHOWN_WORDS = dict(SHOWN)


class ProductFilters(WagtailFilterSet):
    shown = django_filters.ChoiceFilter(label=_("In the shop"), choices=SHOWN, method="by_publication")
    brand = django_filters.CharFilter(label=_("Brand"), field_name="brand__name", lookup_expr="icontains")
    category = CategoryFilter(label=_("Category"), method="by_category")
    tax_category = django_filters.ChoiceFilter(label=_("VAT"), choices=TAX_CATEGORIES)

    class Meta:
        model = rows.Product
        fields: tuple[str, ...] = ()

    def by_publication(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        now = clock.now()
        mine = rows.Publication.objects.filter(product=OuterRef("pk"), market__code=access.market().code)
        lasting = mine.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
        if value == "published":
            return queryset.filter(Exists(lasting.filter(starts_at__lte=now)))
        if value == "upcoming":
            return queryset.filter(Exists(lasting.filter(starts_at__gt=now)))
        return queryset.exclude(Exists(lasting))

    def by_category(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return queryset.filter(Q(category=value) | Q(category__path__startswith=f"{value.path}/"))


class PickProduct(Column):
    """A box that belongs to the form below the list; never in a spreadsheet, and only for who may change products."""

    cell_template_name = "backoffice/cells/pick_product.html"
    right = "change"


class ProductsList(ListView):
    template_name = "backoffice/products_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("p", None)
        query.pop("_w_filter_fragment", None)
        may_change = access.may(self.request.user, "products", "change")
        return super().get_context_data(may_change=may_change, query=query.urlencode(), **kwargs)


def by_text(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """A part of a name in either language, the start of a number or SKU, or a brand."""
    text = text.strip()
    sold = rows.Variant.objects.filter(product=OuterRef("pk"), sku__istartswith=text)
    named = Q(name__fr__icontains=text) | Q(name__en__icontains=text) | Q(brand__name__icontains=text)
    return queryset.filter(named | Q(external_id__istartswith=text) | Q(Exists(sold)))


def product_page(pk: UUID) -> str:
    return reverse("products:product", args=(pk,))
