"""Stock of one product comes in: which of its variants, where, how many; and back to the product."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.of_product import record
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal.contracts import Origin

# Why pieces come in; nothing is received because it was lost.
RECEIPTS = [
    ("delivery", _("delivered by a supplier")), ("opening", _("first stock")), ("found", _("found")),
    ("customer_return", _("returned by a customer")), ("correction", _("correction")), ("other", _("other")),
]  # fmt: skip


class ReceiveOfForm(forms.Form):
    variant = forms.ChoiceField(label=_("Variant"))
    location = forms.ChoiceField(label=_("Place"))
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1)
    reason = forms.ChoiceField(label=_("Reason"), choices=RECEIPTS, initial="delivery")
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered


def variants(pk: UUID) -> list[tuple[str, str]]:
    """Those of the product that are sold, by SKU and options. Not found for a product that is not there."""
    return [
        (str(one.id), " · ".join([one.sku, *(option.text.read(access.locale()) for option in one.options)]))
        for one in record(pk).variants
        if one.active
    ]


def subject(pk: UUID) -> str:
    return record(pk).name.read(access.locale())


def receive(_pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
    change = Adjustment(
        variant_id=UUID(data["variant"]), location_id=UUID(data["location"]), quantity=data["quantity"]
    )
    inventory.adjust([change], kind="receipt", reason=data["reason"], note=data["note"], origin=origin, now=now)
