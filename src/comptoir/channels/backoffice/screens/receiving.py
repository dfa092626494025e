"""Stock comes in: of an article that is typed or scanned, or of one product, and back to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from comptoir.channels.backoffice import access, articles
from comptoir.channels.backoffice.screens.of_product import record
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal.contracts import Origin

# Why pieces come in; nothing is received because it was lost.
RECEIPTS = [
    ("delivery", _("delivered by a supplier")), ("opening", _("first stock")), ("found", _("found")),
    ("customer_return", _("returned by a customer")), ("correction", _("correction")), ("other", _("other")),
]  # fmt: skip


def variants(pk: UUID) -> list[tuple[str, str]]:
    """Those of the product that are sold, by SKU and options. Not found for a product that is not there."""
    return [
        (str(one.id), " · ".join([one.sku, *(option.text.read(access.locale()) for option in one.options)]))
        for one in record(pk).variants
        if one.active
    ]


def subject(pk: UUID) -> str:
    return record(pk).name.read(access.locale())


def receive(_pk: UUID | None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
    """`variant` where one of a product was chosen, else `sku` as it was typed. Refuses Invalid (`sku`)."""
    variant_id = UUID(data["variant"]) if "variant" in data else articles.called(data["sku"])
    change = Adjustment(variant_id=variant_id, location_id=UUID(data["location"]), quantity=data["quantity"])
    inventory.adjust([change], kind="receipt", reason=data["reason"], note=data["note"], origin=origin, now=now)
