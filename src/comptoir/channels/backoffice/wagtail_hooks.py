"""What the back office adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from comptoir.channels.backoffice.front import TodayPanel
from comptoir.channels.backoffice.screens.bank import BankViewSet, StatementsViewSet
from comptoir.channels.backoffice.screens.bank_accounts import BankAccountsViewSet
from comptoir.channels.backoffice.screens.books import BooksViewSet
from comptoir.channels.backoffice.screens.catalogue import BrandsViewSet, CategoriesViewSet
from comptoir.channels.backoffice.screens.companies import CompaniesViewSet
from comptoir.channels.backoffice.screens.completeness import CompletenessViewSet
from comptoir.channels.backoffice.screens.counts import CountsViewSet
from comptoir.channels.backoffice.screens.customers import CustomersViewSet
from comptoir.channels.backoffice.screens.delivery import DeliveryViewSet
from comptoir.channels.backoffice.screens.destinations import DestinationsViewSet
from comptoir.channels.backoffice.screens.disputes import DisputesViewSet
from comptoir.channels.backoffice.screens.duplicates import DuplicatesViewSet
from comptoir.channels.backoffice.screens.erasures import ErasuresViewSet
from comptoir.channels.backoffice.screens.erasures_elsewhere import ErasuresElsewhereViewSet
from comptoir.channels.backoffice.screens.events import EventsViewSet
from comptoir.channels.backoffice.screens.facets import FacetsViewSet
from comptoir.channels.backoffice.screens.feeds import FeedsViewSet
from comptoir.channels.backoffice.screens.find import FindArea, FindPage
from comptoir.channels.backoffice.screens.imports import ImportsViewSet
from comptoir.channels.backoffice.screens.insights import FunnelViewSet, RetentionViewSet, SoldViewSet, ValueViewSet
from comptoir.channels.backoffice.screens.invoices import InvoicesViewSet
from comptoir.channels.backoffice.screens.journal import JournalViewSet
from comptoir.channels.backoffice.screens.keys import KeysViewSet
from comptoir.channels.backoffice.screens.ledger import LedgerViewSet
from comptoir.channels.backoffice.screens.letters import LettersViewSet
from comptoir.channels.backoffice.screens.orders import OrdersViewSet
from comptoir.channels.backoffice.screens.payments import PaymentsViewSet
from comptoir.channels.backoffice.screens.people import PeopleViewSet
from comptoir.channels.backoffice.screens.places import PlacesViewSet
from comptoir.channels.backoffice.screens.prices import PricesViewSet
from comptoir.channels.backoffice.screens.products import ProductsViewSet
from comptoir.channels.backoffice.screens.promises import PromisesViewSet
from comptoir.channels.backoffice.screens.promotions import PromotionsViewSet
from comptoir.channels.backoffice.screens.questions import QuestionsViewSet
from comptoir.channels.backoffice.screens.reviews import ReviewsViewSet
from comptoir.channels.backoffice.screens.searches import RedirectsViewSet, SearchesViewSet, SynonymsViewSet
from comptoir.channels.backoffice.screens.segments import SegmentsViewSet
from comptoir.channels.backoffice.screens.size_tables import SizeTablesViewSet
from comptoir.channels.backoffice.screens.sources import ArrivalsViewSet, SourcesViewSet
from comptoir.channels.backoffice.screens.stock import MovementsViewSet, StockViewSet
from comptoir.channels.backoffice.screens.stored_values import StoredValuesViewSet
from comptoir.channels.backoffice.screens.supply import AheadViewSet, IncomingViewSet
from comptoir.channels.backoffice.screens.systems import ConflictsViewSet, ReportsViewSet, SystemsViewSet
from comptoir.channels.backoffice.screens.terms import TermsViewSet
from comptoir.channels.backoffice.screens.transfers import TransfersViewSet
from comptoir.channels.backoffice.screens.waiting import WaitingViewSet
from comptoir.channels.backoffice.screens.webhooks import DeliveriesViewSet, WebhooksViewSet
from comptoir.channels.backoffice.screens.withdrawals import WithdrawalsViewSet


class SalesGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("Sales"), "clipboard-list", 100
    items = (
        OrdersViewSet, WithdrawalsViewSet, InvoicesViewSet, PromisesViewSet, DeliveryViewSet, TermsViewSet,
        ErasuresViewSet,
    )  # fmt: skip


class PeopleGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("People"), "user", 102
    items = (CustomersViewSet, DuplicatesViewSet, SegmentsViewSet)


class MoneyGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = pgettext_lazy("menu", "Money"), "doc-full-inverse", 105
    items = (
        PaymentsViewSet, DisputesViewSet, StoredValuesViewSet, LedgerViewSet, BankViewSet, StatementsViewSet,
        EventsViewSet, BooksViewSet, BankAccountsViewSet,
    )  # fmt: skip


class CatalogueGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("Catalogue"), "pick", 110
    items = (
        ProductsViewSet, CompletenessViewSet, PricesViewSet, PromotionsViewSet, WaitingViewSet, CategoriesViewSet,
        BrandsViewSet, SizeTablesViewSet, FeedsViewSet, ImportsViewSet,
    )  # fmt: skip


class VoicesGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("Opinions"), "openquote", 112
    items = (ReviewsViewSet, QuestionsViewSet)


class SearchGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("Search"), "search", 115
    items = (SearchesViewSet, FacetsViewSet, SynonymsViewSet, RedirectsViewSet)


class StockGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("Stock"), "table", 120
    items = (
        StockViewSet, MovementsViewSet, IncomingViewSet, AheadViewSet, TransfersViewSet, CountsViewSet, PlacesViewSet
    )  # fmt: skip


class InsightsGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("Insights"), "view", 117
    items = (FunnelViewSet, SoldViewSet, RetentionViewSet, ValueViewSet)


class ExchangeGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("Other systems"), "site", 800
    items = (
        SystemsViewSet, ConflictsViewSet, ReportsViewSet, WebhooksViewSet, DeliveriesViewSet, SourcesViewSet,
        ArrivalsViewSet,
        DestinationsViewSet, ErasuresElsewhereViewSet,
    )  # fmt: skip


class MachineGroup(ViewSetGroup):
    menu_label, menu_icon, menu_order = _("Machine room"), "cogs", 900
    items = (PeopleViewSet, JournalViewSet, LettersViewSet, KeysViewSet, CompaniesViewSet)


GROUPS = (
    SalesGroup, PeopleGroup, MoneyGroup, CatalogueGroup, VoicesGroup, SearchGroup, InsightsGroup, StockGroup,
    ExchangeGroup,
    MachineGroup,
)  # fmt: skip


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    return [group() for group in GROUPS]


@hooks.register("register_admin_urls")
def find_anything() -> list[Any]:
    return [path("find/", FindPage.as_view(), name="desk_find")]


@hooks.register("register_admin_search_area")
def find_from_every_page() -> FindArea:
    return FindArea()


@hooks.register("construct_homepage_panels")
def today_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, TodayPanel(request))


@hooks.register("construct_homepage_summary_items")
def no_counts_of_pages(request: HttpRequest, items: list[Any]) -> None:
    """The number of pages and pictures is not what a merchant comes for."""
    items.clear()


@hooks.register("construct_settings_menu")
def closed_screens_are_not_offered(request: HttpRequest, items: list[Any]) -> None:
    """Accounts and roles are ours; see `door.closed`. The storefront answers at its addresses, whatever Wagtail's
    sites say."""
    items[:] = [item for item in items if item.name not in ("users", "groups", "sites")]


@hooks.register("construct_help_menu")
def help_is_about_the_shop(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's own news and guide are in English, at another address, and about another program than ours."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new-in-wagtail", "editor-guide"))]


@hooks.register("insert_global_admin_css")
def own_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("backoffice/backoffice.css"))


@hooks.register("insert_global_admin_js")
def for_eyes_ears_and_keys() -> str:
    """What scrolls is a stop, and what can be said has a name."""
    return format_html(
        '<script src="{}"></script><script src="{}"></script>',
        static("backoffice/scroll.js"), static("backoffice/names.js"),
    )  # fmt: skip


@hooks.register("insert_editor_js")
def words_of_the_translator() -> str:
    return format_html('<script defer src="{}"></script>', static("backoffice/translator.js"))
