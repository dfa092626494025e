"""The segments that the demo house begins with."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from comptoir.project import founding
from comptoir.project.demo import aisles
from comptoir.segments import facade as segments
from comptoir.segments.errors import SegmentCodeTaken

NEW = {"event": "Order Placed", "test": "first_within", "days": 30}
BEST = {
    "all": [
        {"trait": "orders_count", "test": "at_least", "value": 3},
        {"trait": "spent_minor", "test": "at_least", "value": 30_000},
    ]
}
ASLEEP = {"event": "Order Placed", "test": "last_before", "days": 90}
AT_PAYMENT = {
    "event": "Checkout Step Viewed", "test": "at_least", "times": 1, "days": 14,
    "where": [{"property": "step", "test": "one_of", "value": ["checkout", "payment"]}],
}  # fmt: skip
REFUSED = {"event": "Payment Refused", "test": "at_least", "times": 1, "days": 14}
HESITATES = {
    "all": [{"any": [AT_PAYMENT, REFUSED]}, {"event": "Order Placed", "test": "at_most", "times": 0, "days": 14}]
}
TABLEWARE = ("table", "verres", "tasses")
CROWDS: dict[str, tuple[str, str, Any]] = {
    "new-this-month": ("Nouveaux ce mois-ci", "New this month", NEW),
    "best": ("Meilleurs clients", "Best customers", BEST),
    "asleep": ("Endormis", "Asleep", ASLEEP),
    "hesitates": ("Hésitent au paiement", "Hesitate at payment", HESITATES),
}


def gather(now: datetime) -> None:
    """Define those that are missing; what the merchant changed or archived stays so."""
    of_category = aisles.paths(now)
    crowds = dict(CROWDS)
    if liked := [of_category[code] for code in TABLEWARE if code in of_category]:
        crowds["tableware"] = ("Aiment l’art de la table", "Like tableware", _looks_at(liked))
    for code, (french, english, rule) in crowds.items():
        with suppress(SegmentCodeTaken):
            segments.define(
                code, name={"fr": french, "en": english}, definition={"version": 1, "rule": rule},
                origin=founding.origin(), now=now,
            )  # fmt: skip


def _looks_at(categories: list[str]) -> dict[str, Any]:
    """Categories by their paths, as the shop's pages report them."""
    return {
        "event": "Product Viewed", "test": "at_least", "times": 3, "days": 60,
        "where": [{"property": "category", "test": "one_of", "value": categories}],
    }  # fmt: skip
