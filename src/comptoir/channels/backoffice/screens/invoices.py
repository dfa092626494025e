"""Invoices and credit notes: the list, one of them, the whole of a period as PDFs, VAT by period."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import DayColumn, LinkColumn, MoneyColumn, StateColumn, TextColumn
from comptoir.channels.backoffice.screens.invoice_page import InvoicePage, PdfView, VatPage, XmlView, ZipView, state_of
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.contracts import Company
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.org import facade as org

KINDS = [("invoice", _("invoice")), ("credit_note", _("credit note"))]
KIND_WORDS = dict(KINDS)
STATES = [("valid", _("valid")), ("rejected", _("rejected")), ("unchecked", _("not checked yet"))]


def entity_choices() -> list[tuple[str, str]]:
    return [(code, entity.name) for code, entity in org.legal_entities().items()]


class InvoiceFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=KINDS)
    state = django_filters.ChoiceFilter(label=_("Electronic form"), choices=STATES, method="by_state")
    legal_entity = django_filters.ChoiceFilter(label=_("Company"), choices=entity_choices)
    issued_on = django_filters.DateFromToRangeFilter(label=_("Issued"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.Document
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "unchecked":
            return queryset.filter(electronic__isnull=True)
        return queryset.filter(electronic__valid=value == "valid")


class CompanyForm(forms.Form):
    name = forms.CharField(
        label=_("Company"), max_length=120, required=False, help_text=_("Empty for a consumer: the buyer's own name.")
    )
    siren = forms.CharField(label=_("SIREN"), max_length=20, required=False)
    vat_number = forms.CharField(label=_("VAT number"), max_length=30, required=False)


class InvoicesViewSet(CommandViewSet):
    model = rows.Document
    name = "invoices"
    screen = "invoices"
    noun, nouns = _("invoice"), _("Invoices")
    icon = "doc-full-inverse"
    filterset_class = InvoiceFilters
    ordering = "-issued_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Document.objects.select_related("electronic"),
            searched=invoicing.matching,
            buttons_of=self.buttons,
            lesson=_("No invoice yet. It is issued by itself when an order leaves or is handed over."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("number", label=_("Number"), get_url=document_url, sort_key="number"),
            TextColumn("kind", label=_("Kind"), accessor=kind, sort_key="kind"),
            DayColumn("issued_on", label=_("Issued"), sort_key="issued_on"),
            TextColumn("order_number", label=_("Order")),
            TextColumn("buyer", label=_("Buyer"), accessor=buyer),
            StateColumn("electronic", label=_("Electronic form"), accessor=state),
            MoneyColumn("net", label=_("Excl. VAT"), accessor=net, sort_key="net_minor"),
            MoneyColumn("vat", label=_("VAT"), accessor=vat, sort_key="vat_minor"),
            MoneyColumn("total", label=_("Total"), accessor=total, sort_key="total_minor"),
        ]

    def buttons(self, request: Any) -> list[HeaderButton]:
        """The PDFs are those of the list as it is filtered."""
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        return [
            HeaderButton(_("VAT by period"), url=self.address("vat"), icon_name="table", priority=10),
            HeaderButton(_("All PDFs (ZIP)"), url=self.address("zip") + asked, icon_name="download", priority=20),
        ]

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": document_address}
        archive = self.page(ZipView, filterset_class=InvoiceFilters)
        return [
            path("vat/", self.page(VatPage, header_icon=self.icon), name="vat"),
            path("zip/", archive, name="zip"),
            path("<uuid:pk>/", self.page(InvoicePage, header_icon=self.icon), name="document"),
            path("<uuid:pk>/pdf/<slug:language>/", self.page(PdfView), name="pdf"),
            path("<uuid:pk>/xml/", self.page(XmlView), name="xml"),
            self.action(
                "send", self.send, page_title=_("Send again"), button=_("Send the message"),
                explanation=_("The buyer receives the message with the PDF once more."),
                verb_done=_("The message is on its way."), **common,
            ),
            self.action(
                "correct", self.correct, page_title=_("Correct"), button=_("Issue a credit note and a new invoice"),
                explanation=_(
                    "An invoice is never changed: everything invoiced for this order is credited and invoiced again, "
                    "to the buyer below, with the company's identity of today."
                ),
                form_class=CompanyForm, serious=True,
                verb_done=_("The credit note and the new invoice are issued."), **common,
            ),
        ]  # fmt: skip

    def send(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        invoicing.send_again(pk, origin=origin, now=now)

    def correct(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        company = Company(**data) if any(data.values()) else None
        invoicing.issue_anew(invoicing.get(pk).order_id, company=company, actor=origin.actor, now=now)


def document_address(pk: UUID) -> str:
    return reverse("invoices:document", args=(pk,))


def document_url(row: Any) -> str:
    return document_address(row.pk)


def subject(pk: UUID) -> str:
    return invoicing.get(pk).number


def kind(row: Any) -> Any:
    return KIND_WORDS[row.kind]


def buyer(row: Any) -> str:
    return str(row.buyer["company"] or row.buyer["name"])


def state(row: Any) -> tuple[str, Any]:
    form = getattr(row, "electronic", None)
    return state_of(form.valid if form else None)


def net(row: Any) -> Money:
    return _signed(row, row.net_minor)


def vat(row: Any) -> Money:
    return _signed(row, row.vat_minor)


def total(row: Any) -> Money:
    return _signed(row, row.total_minor)


def _signed(row: Any, minor: int) -> Money:
    """What is credited is taken away, so that a column of a spreadsheet adds up."""
    return Money(-minor if row.kind == "credit_note" else minor, row.currency)
