"""Where an order may go, and what money does to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from comptoir.kit.text import Localised

# How long stock waits for money.
HOLD = timedelta(minutes=30)

# How long a change waits for its difference: paid at once by the person who changes, or by a link in a mail.
HOLD_BY_LINK = timedelta(hours=24)

MOVES: dict[str, tuple[str, ...]] = {
    "pending": ("confirmed", "cancelled", "expired"),
    "confirmed": ("ready", "partly_shipped", "shipped", "partly_delivered", "cancelled"),
    "ready": ("partly_delivered", "delivered", "cancelled"),
    "partly_shipped": ("shipped", "partly_delivered", "delivered"),
    "shipped": ("partly_delivered", "delivered"),
    "partly_delivered": ("delivered",),
    "delivered": (),
    "cancelled": (),
    "expired": ("confirmed",),
}

NAMES: dict[str, Localised] = {
    "pending": Localised(fr="En attente de paiement", en="Waiting for payment"),
    "confirmed": Localised(fr="Confirmée", en="Confirmed"),
    "ready": Localised(fr="Prête à retirer", en="Ready to collect"),
    "partly_shipped": Localised(fr="Expédiée en partie", en="Partly shipped"),
    "shipped": Localised(fr="Expédiée", en="Shipped"),
    "partly_delivered": Localised(fr="Remise en partie", en="Partly delivered"),
    "delivered": Localised(fr="Remise", en="Delivered"),
    "cancelled": Localised(fr="Annulée", en="Cancelled"),
    "expired": Localised(fr="Expirée", en="Expired"),
}

# Where lines may still be cancelled: as long as their pieces have not left.
LINES_CANCELLABLE = ("confirmed", "ready", "partly_shipped", "partly_delivered")

# Why an order is cancelled. Codes, because the journal keeps them for ever: free words may name a person.
REASONS: dict[str, Localised] = {
    "changed_mind": Localised(fr="Changement d’avis", en="Change of mind"),
    "mistake": Localised(fr="Commande passée par erreur", en="Ordered by mistake"),
    "too_late": Localised(fr="Livraison trop tardive", en="Delivery too late"),
    "not_available": Localised(fr="Article indisponible", en="Not available"),
    "other": Localised(fr="Autre motif", en="Another reason"),
}


class Effect(StrEnum):
    """What an answer of a provider does to the order."""

    CONFIRM = "confirm"
    NOTE_PAYMENT = "note_payment"
    REVIVE_OR_GIVE_BACK = "revive_or_give_back"
    GIVE_BACK = "give_back"
    NOTHING = "nothing"


def state_of(shipments: Iterable[str]) -> str:
    """The state of a confirmed order, by those of its shipments; cancelled ones do not count."""
    living = set(shipments) - {"cancelled"}
    for all_of_them, some_of_them in (("delivered", "partly_delivered"), ("shipped", "partly_shipped")):
        if living == {all_of_them}:
            return all_of_them
        if all_of_them in living:
            return some_of_them
    return "ready" if living == {"ready"} else "confirmed"


def blocked(*, state: str, shipments: Iterable[str], difference_waits: bool) -> str:
    """Why an order cannot be changed now: a code of `errors.BLOCKED`; empty when it can."""
    if state == "pending":
        return "not_paid"
    if state in ("cancelled", "expired"):
        return "ended"
    if difference_waits:
        return "difference_waits"
    found = set(shipments)
    if found & {"shipped", "delivered"} or state not in ("confirmed", "ready"):
        return "left"
    return "prepared" if found & {"preparing", "ready"} else ""


def may_move(state: str, to: str) -> bool:
    return to in MOVES[state]


def effect_of_answer(*, state: str, outcome: str, kind: str, total: int, paid: int, received: int) -> Effect:
    """Amounts in minor units; `paid` is what the order had before, `received` what came now.

    Money for an order that is closed, or beyond its total, goes back; an expired order takes its stock again when
    it can; an order of which the whole total came, or that is paid on collection, is confirmed.
    """
    if kind == "refund":
        return Effect.NOTHING
    if outcome == "awaited":
        return Effect.CONFIRM if state == "pending" else Effect.NOTHING
    if outcome != "paid":
        return Effect.NOTHING
    if state == "cancelled" or paid >= total:
        return Effect.GIVE_BACK
    enough = paid + received >= total
    if state == "expired":
        return Effect.REVIVE_OR_GIVE_BACK if enough else Effect.GIVE_BACK
    if state == "pending":
        return Effect.CONFIRM if enough else Effect.NOTHING
    return Effect.NOTE_PAYMENT


def excess(*, total: int, paid: int, received: int) -> int:
    """What of the money that came is too much, in minor units."""
    return max(0, min(received, paid + received - total))
