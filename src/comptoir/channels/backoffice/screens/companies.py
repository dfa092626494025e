"""The companies that sell: what invoices and the legal notice say of them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, TextColumn
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.org import facade as org
from comptoir.org.contracts import LegalIdentity


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    legal_form = forms.CharField(label=_("Legal form"), max_length=60, required=False, help_text=_("SAS, SARL, EI…"))
    capital = forms.DecimalField(
        label=_("Capital"), min_value=0, max_digits=14, decimal_places=2, required=False, help_text=_("In euros.")
    )
    country = forms.CharField(label=_("Country"), max_length=2, help_text=_("Two letters, such as FR."))
    siren = forms.CharField(label=_("SIREN"), max_length=20, required=False)
    siret = forms.CharField(label=_("SIRET"), max_length=20, required=False)
    vat_number = forms.CharField(
        label=_("VAT number"), max_length=20, required=False,
        help_text=_("Empty in the basic exemption: invoices then say that no VAT applies."),
    )  # fmt: skip
    register_city = forms.CharField(label=_("Town of the register (RCS)"), max_length=80, required=False)
    street = forms.CharField(label=_("Street"), max_length=200)
    postcode = forms.CharField(label=_("Postcode"), max_length=12)
    city = forms.CharField(label=_("Town"), max_length=80)
    email = forms.EmailField(label=_("E-mail"))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    director = forms.CharField(
        label=_("Director of publication"), max_length=200, required=False, help_text=_("For the legal notice.")
    )
    host = forms.CharField(
        label=_("Host of the pages"), max_length=300, required=False, help_text=_("Name, address and telephone.")
    )
    mediator = forms.CharField(
        label=_("Consumer mediator"), max_length=300, required=False, help_text=_("Name, address and web site.")
    )
    iban = forms.CharField(label=_("IBAN"), max_length=42, required=False)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    timezone = forms.CharField(
        label=_("Time zone"), max_length=40, help_text=_("Of the IANA list. It decides the date of invoices.")
    )


class CompaniesViewSet(CommandViewSet):
    model = rows.LegalEntity
    name = "companies"
    screen = "companies"
    noun, nouns = _("company"), _("Companies")
    icon = "home"
    ordering = "id"
    change_form = CompanyForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns, lesson=_("The company that sells is made when the shop is set up."), **kwargs
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=self.edit_address, sort_key="name"),
            TextColumn("legal_form", label=_("Legal form")),
            TextColumn("siren", label=_("SIREN")),
            TextColumn("vat_number", label=_("VAT number")),
            TextColumn("city", label=_("Town")),
            TextColumn("email", label=_("E-mail")),
        ]

    def edit_address(self, row: Any) -> str:
        return self.address("edit", row.pk)

    def initial(self, instance: Any) -> dict[str, Any]:
        found = org.legal_entity(instance.code)
        shown = {name: getattr(found, name) for name in CompanyForm.base_fields if name != "capital"}
        return shown | {"capital": found.capital.decimal if found.capital else None}

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        capital = Money(int((data["capital"] or Decimal(0)) * 100), "EUR")
        wanted = LegalIdentity(**data | {"capital": capital})
        org.describe_legal_entity(rows.LegalEntity.objects.get(pk=pk).code, wanted, origin=origin, now=now)
