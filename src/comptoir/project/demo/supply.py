"""What is on its way in the demo shop: a pre-order, a back-order, a delivery, a transfer and a count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import IncomingDraft, TransferDraft
from comptoir.org.contracts import PlaceInfo
from comptoir.project import founding

PREORDER = "pull-marin-xl"
BACKORDER = "torchon-lin-ocre"
MOVED = (("bol-matin-ocre", 6), ("assiette-quotidienne-ecru", 8))
COUNTED = ("bol-matin-ecru", "bol-matin-ocre", "pichet-fontaine-ecru", "verre-marche")


def under_way(ids: Mapping[str, UUID], places: Sequence[PlaceInfo], now: datetime) -> None:
    """From the warehouse, to Paris and Lyon. Once: the count comes last, and says that all was done."""
    if inventory.counts(limit=1):
        return
    warehouse, paris, lyon = places[:3]
    who, today = founding.origin(), now.date()
    inventory.sell_ahead(
        ids[PREORDER], market=founding.MARKET, location_id=warehouse.id, kind="preorder", most=40,
        sent_from=today + timedelta(days=45), origin=who, now=now,
    )  # fmt: skip
    delivery = IncomingDraft(
        external_id="demo-1", reference="Tissage du Nord 2231", variant_id=ids[BACKORDER],
        location_id=warehouse.id, expected=60, expected_on=today + timedelta(days=18),
    )  # fmt: skip
    inventory.announce_incoming([delivery], origin=who, now=now)
    inventory.sell_ahead(
        ids[BACKORDER], market=founding.MARKET, location_id=warehouse.id, kind="backorder", most=50, origin=who,
        now=now,
    )  # fmt: skip
    transfer = TransferDraft(
        reference="Lyon 1", source_id=warehouse.id, target_id=lyon.id, expected_on=today + timedelta(days=2),
        lines=tuple((ids[code], pieces) for code, pieces in MOVED),
    )  # fmt: skip
    transfer_id = inventory.announce_transfer(transfer, origin=who, now=now)
    if inventory.transfer(transfer_id).state == "announced":
        inventory.send_transfer(transfer_id, origin=who, now=now)
    counted = [ids[code] for code in COUNTED]
    inventory.open_count(paris.id, section="Table", variant_ids=counted, origin=who, now=now)
