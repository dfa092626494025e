"""One field for anything: an order's number, an e-mail, a SKU or bar code, a product."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.screens.order_list import STATE_WORDS
from comptoir.channels.backoffice.screens.product_list import by_text, product_page
from comptoir.kit.money import Money
from comptoir.orders import facade as orders

MOST = 8
LONGEST = 100


class FindPage(WagtailAdminTemplateMixin, TemplateView):
    """What the account may see of what it looks for; who names one thing exactly is led there."""

    template_name = "backoffice/find.html"
    page_title = _("Find")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
        self.sees_orders = access.may(request.user, "orders", "view")
        self.sees_products = access.may(request.user, "products", "view")
        there = self._exactly() if self.text else ""
        return HttpResponseRedirect(there) if there else super().get(request, *args, **kwargs)

    def _exactly(self) -> str:
        if self.sees_orders:
            order = rows.Order.objects.filter(number=self.text.upper()).values_list("pk", flat=True).first()
            if order:
                return reverse("orders:order", args=(order,))
        if self.sees_products and (variant := catalog.find_variants([self.text]).get(self.text)):
            return product_page(rows.Variant.objects.values_list("product_id", flat=True).get(pk=variant))
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"text": self.text, "orders": [], "products": [], "reader": access.locale()}
        query = urlencode({"q": self.text})
        if self.text and self.sees_orders:
            listed = rows.Order.objects.filter(orders.matching(self.text)).order_by("-placed_at")[: MOST + 1]
            found["orders"] = [
                (order, STATE_WORDS.get(order.state, order.state), Money(order.total_minor, order.currency))
                for order in listed
            ]
            found["all_orders"] = f"{reverse('orders:index')}?{query}"
        if self.text and self.sees_products:
            found["products"] = list(by_text(rows.Product.objects.order_by("-changed_at"), self.text)[: MOST + 1])
            found["all_products"] = f"{reverse('products:index')}?{query}"
        found["most"] = MOST
        return super().get_context_data(**found, **kwargs)
