"""What staff type about money: amounts in major units, reasons by their names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.channels.backoffice import access
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments

BACK = [
    ("same", _("By the means that it came by: the latest first, gift cards and store credit last")),
    ("store_credit", _("As a new store credit")),
]
AWAITED = _(
    "The buyer withdrew and the goods are awaited: note on the withdrawal that they are here, and their money goes "
    "back with that. Here you give back what is for something else, such as a damaged article that is kept."
)


def refund_reasons() -> list[tuple[str, Any]]:
    named = [(code, name.read(access.locale())) for code, name in orders.REFUND_REASONS.items()]
    return [("", _("Choose a reason")), *named]


def issue_reasons() -> list[tuple[str, Any]]:
    named = [(code, name.read(access.locale())) for code, name in payments.REASON_NAMES.items()]
    return [("", _("Choose a reason")), *named]


def amount_field(label: Any, **given: Any) -> forms.DecimalField:
    """With a comma or a point, as the person's language writes it."""
    return forms.DecimalField(
        label=label, min_value=Decimal("0.01"), max_digits=11, decimal_places=2, localize=True, **given
    )


def money_of(amount: Decimal, currency: str) -> Money:
    """Exactly: the field has refused more decimals than the currency has."""
    return Money(int(amount * 100), currency)


class RefundForm(forms.Form):
    """`shown` travels with the page, so that two who decide at once are told of each other."""

    reason = forms.ChoiceField(label=_("Reason"), choices=refund_reasons, help_text=_("Kept in the order's story."))
    back = forms.ChoiceField(label=_("How"), choices=BACK, widget=forms.RadioSelect, initial="same")
    shown = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, there: Money, awaited: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        can = str(_("%(amount)s can be given back.") % {"amount": there.format(access.locale())})
        if awaited:
            can += " " + str(AWAITED)
        self.fields["amount"] = amount_field(_("Amount"), help_text=can, initial=there.decimal)
        self.fields["shown"].initial = there.minor
        self.order_fields(("amount", "reason", "back"))


class RefundAgainForm(forms.Form):
    back = forms.ChoiceField(
        label=_("How"), choices=[("same", _("By the same means, once more")), BACK[1]], widget=forms.RadioSelect,
        initial="same",
    )  # fmt: skip


class IssueForm(forms.Form):
    amount = amount_field(_("Amount"))
    reason = forms.ChoiceField(label=_("Reason"), choices=issue_reasons)
    expires_on = forms.DateField(
        label=_("Good until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day on which it can be spent; empty for no end."),
    )  # fmt: skip


class TopUpForm(forms.Form):
    amount = amount_field(_("Amount"))
    reason = forms.ChoiceField(label=_("Reason"), choices=issue_reasons)
