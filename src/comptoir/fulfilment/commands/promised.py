"""What the customer was just told about the delivery goes into the promise ledger."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.fulfilment.contracts import NO_PARCEL, DeliveryOption
from comptoir.journal.contracts import Origin
from comptoir.promises import facade as promises

KINDS = {"ship": "delivery", "collect": "collection", NO_PARCEL: "supply"}


def promised(order_id: UUID, option: DeliveryOption, *, origin: Origin, now: datetime) -> UUID:
    """Returns the promise's id. In the caller's transaction."""
    said = option.promise
    terms = {
        "method": option.method,
        "place": option.place.code if option.place else None,
        "earliest": said.earliest.isoformat(),
        "latest": said.latest.isoformat(),
        "key": said.key,
    }
    return promises.make(
        KINDS[option.kind], subject_kind="order", subject_id=order_id, due=said.due, terms=terms,
        origin=origin, now=now,
    )  # fmt: skip
