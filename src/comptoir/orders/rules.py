"""Where an order may go, and what money does to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from comptoir.kit.text import Localised

# How long stock waits for money.
HOLD = timedelta(minutes=30)
# How long it waits for a means that may take days, when the means itself names no end.
WAIT = timedelta(days=7)

# How long a change waits for its difference: paid at once by the person who changes, or by a link in a mail.
HOLD_BY_LINK = timedelta(hours=24)

MOVES: dict[str, tuple[str, ...]] = {
    "pending": ("confirmed", "cancelled", "expired"),
    "confirmed": ("ready", "partly_shipped", "shipped", "partly_delivered", "delivered", "cancelled"),
    "ready": ("partly_delivered", "delivered", "cancelled"),
    "partly_shipped": ("shipped", "partly_delivered", "delivered"),
    "shipped": ("partly_delivered", "delivered"),
    "partly_delivered": ("delivered",),
    "delivered": (),
    "cancelled": (),
    "expired": ("confirmed", "cancelled"),
}

NAMES: dict[str, Localised] = {
    "pending": Localised(fr="En attente de paiement", en="Waiting for payment"),
    "confirmed": Localised(fr="Confirmée", en="Confirmed"),
    "ready": Localised(fr="Prête à retirer", en="Ready to collect"),
    "partly_shipped": Localised(fr="Expédiée en partie", en="Partly shipped"),
    "shipped": Localised(fr="Expédiée", en="Shipped"),
    "partly_delivered": Localised(fr="Livrée en partie", en="Partly delivered"),
    "delivered": Localised(fr="Livrée", en="Delivered"),
    "cancelled": Localised(fr="Annulée", en="Cancelled"),
    "expired": Localised(fr="Expirée", en="Expired"),
}
# What is said of an order that left and whose whole price went back: where its parcels are is no longer the news.
REFUNDED = "refunded"
HEADLINES: dict[str, Localised] = NAMES | {REFUNDED: Localised(fr="Remboursée", en="Refunded")}
LEFT = ("partly_shipped", "shipped", "partly_delivered", "delivered")

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


# Why money is given back, for the same reason codes.
REFUND_REASONS: dict[str, Localised] = {
    "returned": Localised(fr="Article retourné", en="Returned"),
    "withdrawn": Localised(fr="Rétractation", en="Withdrawn from"),
    "damaged": Localised(fr="Article abîmé ou défectueux", en="Damaged or faulty"),
    "missing": Localised(fr="Article manquant", en="Missing from the parcel"),
    "late": Localised(fr="Livraison en retard", en="Late delivery"),
    "goodwill": Localised(fr="Geste commercial", en="Goodwill"),
    "other": Localised(fr="Autre motif", en="Another reason"),
}
# Why money went back, as buyers read it: also when nobody chose a reason.
REFUND_CAUSES: dict[str, Localised] = REFUND_REASONS | {
    "cancelled": Localised(fr="Commande annulée", en="Order cancelled"),
    "expired": Localised(fr="Commande expirée", en="Order expired"),
    "lines_cancelled": Localised(fr="Articles annulés", en="Articles cancelled"),
    "changed": Localised(fr="Commande modifiée", en="Order changed"),
    "not_wanted": Localised(fr="Paiement en trop", en="Paid too much"),
}
REFUND_STATES = {"paid": "given_back", "refused": "refused", "cancelled": "refused"}


class Effect(StrEnum):
    """What an answer of a provider does to the order."""

    CONFIRM = "confirm"
    NOTE_PAYMENT = "note_payment"
    REVIVE_OR_GIVE_BACK = "revive_or_give_back"
    GIVE_BACK = "give_back"
    REVIVE_OR_LET_GO = "revive_or_let_go"
    LET_GO = "let_go"
    HOLD_LONGER = "hold_longer"
    NOTHING = "nothing"


def state_of(shipments: Iterable[tuple[bool, str]]) -> str:
    """The state of a confirmed order, by those of its shipments, (travels, state); cancelled ones do not count."""
    found = [(travels, state) for travels, state in shipments if state != "cancelled"]
    living = {state for _travels, state in found}
    for all_of_them, some_of_them in (("delivered", "partly_delivered"), ("shipped", "partly_shipped")):
        if living == {all_of_them}:
            return all_of_them
        if all_of_them in living:
            return some_of_them
    return "ready" if {state for travels, state in found if travels} == {"ready"} else "confirmed"


def working_days(since: datetime, until: datetime, zone: ZoneInfo) -> int:
    """Monday to Friday in the market's zone, from the day after `since` to the day of `until`; 1 at least."""
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return max(1, sum(day.isoweekday() < 6 for day in days))


def headline(state: str, *, total: int, credited: int, paid: int) -> str:
    """What everybody reads of the order first, a key of HEADLINES: its state, or that all of it was paid back (minor
    units): owed back is not paid back. What has not left is still to be sent or cancelled, so of that the state says
    more."""
    return REFUNDED if state in LEFT and 0 < total <= credited and paid <= 0 else state


def blocked(*, state: str, shipments: Iterable[str], difference_waits: bool, paying: bool = False) -> str:
    """Why an order cannot be changed now: a code of `errors.BLOCKED`; empty when it can. `paying`: a provider is being
    told what is to be paid just now."""
    if state == "pending":
        return "paying" if paying else ""
    if state in ("cancelled", "expired"):
        return "ended"
    if difference_waits:
        return "difference_waits"
    found = set(shipments)
    if found & {"shipped", "delivered"} or state not in ("confirmed", "ready"):
        return "left"
    return "prepared" if found & {"preparing", "ready"} else ""


def is_paying(requests: Iterable[tuple[str, str]]) -> bool:
    """Whether one of these (kind, state) is a charge that its provider is being told of."""
    return ("charge", "requested") in set(requests)


def may_move(state: str, to: str) -> bool:
    return to in MOVES[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an order had before an answer came, in minor units of its currency: `paid` is there, `secured` is
    reserved at providers or will be paid at the counter."""

    state: str
    total: int
    paid: int
    secured: int = 0


def effect_of_answer(
    before: Standing, *, kind: str, outcome: str, amount: int, same_currency: bool = True
) -> Effect:
    """What to do about an answer for `amount` minor units to a request of this kind.

    | answer | pending | confirmed, ready, shipped, delivered | expired | cancelled |
    |---|---|---|---|---|
    | paid, and the order was paid already | confirm, rest back | back | back | back |
    | paid, with the rest covered | confirm | note | take the stock again, else back | back |
    | paid, a part | wait for the rest | note | back | back |
    | paid, another currency | back | back | back | back |
    | authorised, with the rest covered | confirm | keep; let go if not needed | stock again, else let go | let go |
    | authorised, a part | wait for the rest | keep | let go | let go |
    | awaited, with the rest covered | confirm | keep | keep | keep |
    | waiting | hold the stock longer | keep | keep | keep |

    Money that goes back is flagged by `Money Unexpected`. Nothing else moves an order; a refund, a void, a refusal
    and a time-out never do. A capture is money that came: it is noted, or goes back when the order is cancelled.
    """
    if kind not in ("charge", "capture"):
        return Effect.NOTHING
    covered = before.paid + before.secured + amount >= before.total
    match outcome:
        case "paid":
            return _money_came(before, covered=covered, same_currency=same_currency)
        case "authorised":
            return _money_reserved(before, covered=covered, same_currency=same_currency)
        case "awaited" if before.state == "pending" and covered:
            return Effect.CONFIRM
        case "waiting" if before.state == "pending":
            return Effect.HOLD_LONGER
    return Effect.NOTHING


def _money_came(before: Standing, *, covered: bool, same_currency: bool) -> Effect:
    if before.state == "cancelled" or not same_currency:
        return Effect.GIVE_BACK
    if before.state == "pending":
        return Effect.CONFIRM if covered else Effect.NOTHING
    if before.paid >= before.total:
        return Effect.GIVE_BACK
    if before.state == "expired":
        return Effect.REVIVE_OR_GIVE_BACK if covered else Effect.GIVE_BACK
    return Effect.NOTE_PAYMENT


def _money_reserved(before: Standing, *, covered: bool, same_currency: bool) -> Effect:
    if before.state == "cancelled" or not same_currency:
        return Effect.LET_GO
    if before.state == "pending":
        return Effect.CONFIRM if covered else Effect.NOTHING
    if before.paid + before.secured >= before.total:
        return Effect.LET_GO
    if before.state == "expired":
        return Effect.REVIVE_OR_LET_GO if covered else Effect.LET_GO
    return Effect.NOTHING


def excess(*, total: int, paid: int, received: int) -> int:
    """What of the money that came is too much, in minor units."""
    return max(0, min(received, paid + received - total))


def sale_by_rate(
    lines: Sequence[tuple[int, int, int]], credited: int | None
) -> tuple[tuple[int, int, int], ...]:
    """(rate in basis points, gross, VAT) per rate without what is `credited`, which is shared by the rates in
    proportion to their gross, to the cent (largest remainder); None credits all. `lines` are the rates in full."""
    total = sum(gross for _rate, gross, _vat in lines)
    if credited is None or credited >= total:
        return tuple((rate, 0, 0) for rate, _gross, _vat in lines)
    parts = [credited * gross // total for _rate, gross, _vat in lines]
    rests = sorted(range(len(lines)), key=lambda i: (-(credited * lines[i][1] % total), i))
    for i in rests[: credited - sum(parts)]:
        parts[i] += 1
    kept = []
    for (rate, gross, vat), part in zip(lines, parts, strict=True):
        left = gross - part
        kept.append((rate, left, (vat * left * 2 + gross) // (2 * gross) if gross else 0))
    return tuple(kept)


def to_capture(*, shipped: int, asked: int, last: bool, paid: int, taken: int, reserved: int) -> int:
    """How much of what is reserved to take when parcels worth `shipped` (all of them so far) have left: what was
    paid or asked to be taken before counts first; the last parcel takes the rest of what was `asked` for. Minor
    units."""
    due = asked if last else min(shipped, asked)
    return max(0, min(reserved, due - paid - taken))


def worth(lines: Sequence[tuple[UUID, int, int]], pieces: Mapping[UUID, int]) -> int:
    """What so many pieces of each variant come to, minor units: `lines` are (variant, quantity, unit price), and a
    variant that was reduced has two. The lines are served in their order."""
    left, total = dict(pieces), 0
    for variant_id, quantity, unit in lines:
        taken = min(quantity, left.get(variant_id, 0))
        left[variant_id] = left.get(variant_id, 0) - taken
        total += taken * unit
    return total
