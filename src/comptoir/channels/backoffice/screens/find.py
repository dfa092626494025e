"""One field for anything: a customer, an order's number, a SKU or bar code, a product, a page of the brand's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.search import SearchArea
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.screens.customers import but_staff, named, named_or_called, with_contacts
from comptoir.channels.backoffice.screens.customers import page as person_page
from comptoir.channels.backoffice.screens.order_list import STATE_WORDS, searched
from comptoir.channels.backoffice.screens.product_list import by_text, product_page
from comptoir.kit.money import Money

MOST = 8
LONGEST = 100
LISTS = {
    "customers": "customers:index",
    "orders": "orders:index",
    "products": "products:index",
    "pages": "wagtailadmin_pages:search",
}


class FindArea(SearchArea):
    """The first search of all that Wagtail knows: its field stands in the menu of every page."""

    def __init__(self) -> None:
        super().__init__(_("Everything"), reverse("desk_find"), name="everything", icon_name="search", order=1)


class FindPage(WagtailAdminTemplateMixin, TemplateView):
    """What the account may see of what it looks for; who names one thing exactly is led there."""

    template_name = "backoffice/find.html"
    page_title = _("Find")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def text(self) -> str:
        return self.request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]

    def sees(self, screen: str, action: str = "view") -> bool:
        return access.may(self.request.user, screen, action)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        there = self._exactly() if self.text else ""
        return HttpResponseRedirect(there) if there else super().get(request, *args, **kwargs)

    def _exactly(self) -> str:
        if self.sees("orders"):
            order = rows.Order.objects.filter(number=self.text.upper()).values_list("pk", flat=True).first()
            if order:
                return reverse("orders:order", args=(order,))
        if self.sees("products") and (variant := catalog.find_variants([self.text]).get(self.text)):
            return product_page(rows.Variant.objects.values_list("product_id", flat=True).get(pk=variant))
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._found() if self.text else {}
        lists = {f"all_{name}": f"{reverse(LISTS[name])}?{urlencode({'q': self.text})}" for name in found}
        anything = any(found.values())
        return super().get_context_data(
            text=self.text, anything=anything, most=MOST, reader=access.locale(), **found, **lists, **kwargs
        )

    def _found(self) -> dict[str, list[Any]]:
        """The first of each kind, one more than are shown. Who may not see names finds nobody by them: that somebody is
        found would tell."""
        found: dict[str, list[Any]] = {}
        if self.sees("customers") and self.sees("customers", "contact"):
            named_so = named(but_staff().filter(known=True), self.text).order_by("-first_at")[: MOST + 1]
            people = with_contacts(list(named_so))
            found["customers"] = [(person_page(each), named_or_called(each), each.email) for each in people]
        if self.sees("orders"):
            listed = searched(rows.Order.objects.order_by("-placed_at"), self.text, self.request.user)[: MOST + 1]
            found["orders"] = [
                (order, STATE_WORDS[order.headline], Money(order.total_minor, order.currency))
                for order in listed
            ]
        if self.sees("products"):
            found["products"] = list(by_text(rows.Product.objects.order_by("-changed_at"), self.text)[: MOST + 1])
        pages = PagePermissionPolicy().explorable_instances(self.request.user).filter(draft_title__icontains=self.text)
        found["pages"] = list(pages.order_by("-latest_revision_created_at").select_related("locale")[: MOST + 1])
        return found
