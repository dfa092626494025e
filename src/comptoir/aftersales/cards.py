"""Gift cards that a withdrawal takes in: nothing has to be sent back, and what is left on them is what comes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from comptoir.aftersales.models import WithdrawalLine
from comptoir.journal.contracts import Origin
from comptoir.orders import facade as orders
from comptoir.orders.contracts import RefundedPart


def take(withdrawal_id: UUID, order_id: UUID, *, origin: Origin, now: datetime) -> dict[int, int]:
    """Block the cards that its pieces became and take in what is left on them, but those taken before and the pieces
    that had not left. Answers, by line with cards, what was left, in minor units. In the caller's transaction, which
    holds the order and `orders.keepers_of` it."""
    lines = {line.position: line for line in WithdrawalLine.objects.filter(withdrawal_id=withdrawal_id)}
    wanted = {place: left for place, line in lines.items() if (left := line.quantity - line.unsent - line.cards) > 0}
    found = {}
    for place, (whole, rest) in orders.give_cards(order_id, wanted, origin=origin, now=now).items():
        line = lines[place]
        found[place] = line.unit_minor * whole + rest
        line.cards, line.cards_whole = line.cards + wanted[place], line.cards_whole + whole
        line.cards_minor += found[place]
        line.save(update_fields=["cards", "cards_whole", "cards_minor"])
    return found


def unnamed(withdrawal_id: UUID) -> dict[int, tuple[int, int]]:
    """Of lines whose cards no refund has named yet, how many went whole and what was left on the others, in minor
    units."""
    rows = WithdrawalLine.objects.filter(withdrawal_id=withdrawal_id, cards__gt=0, cards_named=False)
    return {row.position: (row.cards_whole, row.cards_minor - row.cards_whole * row.unit_minor) for row in rows}


def note_named(withdrawal_id: UUID, parts: Iterable[RefundedPart]) -> None:
    """What a refund for a withdrawal named of its lines."""
    named = {part.position: part.pieces for part in parts}
    for line in WithdrawalLine.objects.filter(withdrawal_id=withdrawal_id, position__in=list(named)):
        of_cards = line.cards_whole if line.cards and not line.cards_named else 0
        line.named += named[line.position] - min(of_cards, named[line.position])
        line.cards_named = line.cards_named or line.cards > 0
        line.save(update_fields=["named", "cards_named"])
