"""Where customers transfer their money to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import TextColumn, WhenColumn
from comptoir.journal.contracts import Origin
from comptoir.org import facade as org
from comptoir.payments import facade as payments


class AccountForm(forms.Form):
    legal_entity = forms.ChoiceField(label=_("Company"), choices=lambda: company_choices())
    holder = forms.CharField(label=_("Holder"), max_length=140)
    iban = forms.CharField(label="IBAN", max_length=42)
    bic = forms.CharField(label="BIC", max_length=11, required=False)


class BankAccountsViewSet(CommandViewSet):
    model = rows.BankAccount
    name = "bank-accounts"
    screen = "bank_accounts"
    noun, nouns = _("bank account"), _("Bank accounts")
    adding = _("Set an account")
    icon = "home"
    ordering = "legal_entity"
    create_form = AccountForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            lesson=_("No account yet. With one, customers may pay by transfer."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            TextColumn("legal_entity", label=_("Company"), sort_key="legal_entity"),
            TextColumn("holder", label=_("Holder"), sort_key="holder"),
            TextColumn("iban", label="IBAN"),
            TextColumn("bic", label="BIC"),
            WhenColumn("changed_at", label=_("Changed"), sort_key="changed_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        market = next(m for m in org.markets().values() if m.legal_entity == data["legal_entity"])
        payments.set_bank_account(
            data["legal_entity"], holder=data["holder"], iban=data["iban"], bic=data["bic"], currency=market.currency,
            origin=origin, now=now,
        )  # fmt: skip


def company_choices() -> list[tuple[str, str]]:
    return [(code, code) for code in sorted({market.legal_entity for market in org.markets().values()})]
