"""Which pieces, which line or which delivery a refund is for, and what that comes to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from comptoir.kit.refusals import Invalid
from comptoir.orders.contracts import Claimed, OrderInfo, OrderLineInfo, RefundedPart, RefundWish

GOODS = "goods"
SERVED = ("partly_shipped", "shipped", "partly_delivered", "delivered")


def refundable(*, state: str, quantity: int, refunded: int, unsent: int) -> int:
    """The pieces of a line that may be paid back as such: those that left and were not paid back. What has not left
    is cancelled instead."""
    return max(0, quantity - refunded - unsent) if state in SERVED else 0


def everything(lines: Sequence[OrderLineInfo]) -> RefundWish | None:
    """All that a refund can name, where nothing of the order would be left; None where there is nothing."""
    if any(line.quantity - line.refunded != line.refundable for line in lines):
        return None
    pieces = {line.position: line.refundable for line in lines if line.kind == GOODS and line.refundable}
    delivery = any(line.kind != GOODS and line.refundable for line in lines)
    return RefundWish(pieces=pieces, delivery=delivery) if pieces or delivery else None


def require_possible(lines: Sequence[OrderLineInfo], wish: RefundWish) -> None:
    """Refuses Invalid, by field: `pieces.<position>`, `reductions.<position>`, `put_back.<position>`, `delivery`."""
    goods = {line.position: line for line in lines if line.kind == GOODS}
    wrong = {}
    for place, count in wish.pieces.items():
        if place not in goods:
            wrong[f"pieces.{place}"] = "not_a_choice"
        elif not 1 <= count <= goods[place].refundable:
            wrong[f"pieces.{place}"] = "too_large" if count > 0 else "too_small"
    for place, less in wish.reductions.items():
        line = goods.get(place)
        if line is None or line.nature == "gift_card" or not line.refundable or less.currency != line.unit.currency:
            wrong[f"reductions.{place}"] = "not_a_choice"
        elif less.minor < 1:
            wrong[f"reductions.{place}"] = "too_small"
        elif less > line.unit * (line.refundable - wish.pieces.get(place, 0)) - line.reduced:
            wrong[f"reductions.{place}"] = "too_large"
    wrong |= _wrong_back(lines, wish.put_back, wish.pieces)
    if wish.delivery and not any(line.kind != GOODS and line.refundable for line in lines):
        wrong["delivery"] = "not_a_choice"
    if wrong:
        raise Invalid(wrong)


def touches(lines: Sequence[OrderLineInfo], wish: RefundWish, claimed: Claimed) -> bool:
    """Whether a wish, possible by itself, is for something that is `claimed`."""
    if wish.delivery and claimed.delivery:
        return True
    for line in lines:
        free = line.refundable - claimed.pieces.get(line.position, 0) - wish.pieces.get(line.position, 0)
        less = wish.reductions.get(line.position)
        if line.kind == GOODS and (free < 0 and line.position in wish.pieces):
            return True
        if less is not None and less > line.unit * max(0, free) - line.reduced:
            return True
    return False


def require_back(order: OrderInfo, back: Mapping[int, int], came: Mapping[int, int]) -> None:
    """Only of what `came`, and of what has a place in the stock. Refuses Invalid."""
    if wrong := _wrong_back(order.lines, back, came):
        raise Invalid(wrong)


def _wrong_back(lines: Sequence[OrderLineInfo], back: Mapping[int, int], came: Mapping[int, int]) -> dict[str, str]:
    stocked = {line.position for line in lines if line.kind == GOODS and line.nature == GOODS}
    return {
        f"put_back.{place}": "too_large"
        for place, count in back.items()
        if not 0 <= count <= (came.get(place, 0) if place in stocked else 0)
    }


def parts(
    lines: Sequence[OrderLineInfo], wish: RefundWish, cards: Mapping[int, tuple[int, int]]
) -> tuple[RefundedPart, ...]:
    """What a wish names, by line. `cards` says of lines that became gift cards how many go whole, and how much of the
    others is left, in minor units, whatever number was wished for."""
    found = []
    for line in lines:
        place = line.position
        if line.kind != GOODS:
            pieces, less = (line.refundable if wish.delivery else 0), 0
        else:
            off = wish.reductions[place].minor if place in wish.reductions else 0
            pieces, less = cards.get(place, (wish.pieces.get(place, 0), off))
        if pieces or less:
            found.append(_part(line, pieces, less))
    return tuple(found)


def covered(
    lines: Sequence[OrderLineInfo], pieces: Mapping[int, int], cards: Mapping[int, tuple[int, int]], *,
    delivery: bool, room: int,
) -> tuple[RefundedPart, ...]:  # fmt: skip
    """Those of these pieces, and then the delivery, that `room`, minor units credited and not named yet, pays for.
    `cards` says of lines that became gift cards how many went whole, and what was left on the others."""
    found = []
    for line in sorted(lines, key=lambda each: (each.kind != GOODS, each.position)):
        whole, rest = cards.get(line.position, (0, 0))
        wanted = pieces.get(line.position, 0) + whole if line.kind == GOODS else line.refundable * delivery
        count = max(0, min(wanted, line.refundable, room // line.unit.minor if line.unit else wanted))
        less = max(0, min(rest, room - line.unit.minor * count))
        if count or less:
            found.append(_part(line, count, less))
            room -= found[-1].minor
    return tuple(found)


def worth(found: Iterable[RefundedPart]) -> int:
    return sum(part.minor for part in found)


def named(lines: Iterable[OrderLineInfo]) -> int:
    """What refunds named so far, in minor units."""
    return sum(line.unit.minor * line.refunded + line.reduced.minor for line in lines)


def wished(lines: Sequence[OrderLineInfo], wish: RefundWish) -> int:
    """What a wish comes to in minor units, if no gift card of it was spent. Refuses Invalid."""
    require_possible(lines, wish)
    return worth(parts(lines, wish, {}))


def _part(line: OrderLineInfo, pieces: int, less: int) -> RefundedPart:
    """A reduction that no other piece of the line can bear was given for these: it is not paid back again."""
    others = line.unit.minor * (line.quantity - line.refunded - pieces)
    less -= max(0, line.reduced.minor + less - others)
    return RefundedPart(
        position=line.position, variant_id=line.variant_id, pieces=pieces, less=less,
        minor=line.unit.minor * pieces + less,
    )  # fmt: skip
