"""Two lists of what moved, laid beside each other by reference. Pure, but for the market's day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from comptoir.org import facade as org
from comptoir.payments.contracts import Movement, ReceiptInfo

MARGIN = timedelta(days=1)
OF_ORDERS = frozenset({"charge", "refund"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """One difference; an amount is None where that side has nothing."""

    kind: str
    reference: str
    theirs_minor: int | None
    ours_minor: int | None
    request_id: UUID | None = None
    order_id: UUID | None = None


@dataclass(slots=True, kw_only=True)
class Compared:
    """The sums of a day in one currency, minor units; fees and payouts as positive numbers."""

    currency: str
    theirs: int = 0
    ours: int = 0
    theirs_minor: int = 0
    ours_minor: int = 0
    fees_minor: int = 0
    payouts_minor: int = 0
    differences: list[Unlike] = field(default_factory=list)


def span(day: date, legal_entity: str) -> tuple[datetime, datetime]:
    """The day in UTC, by the time zone of the legal entity's first market."""
    zone = _zone(legal_entity)
    since = datetime.combine(day, time(), zone).astimezone(UTC)
    return since, datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def yesterday(legal_entity: str, now: datetime) -> date:
    """The day before that of `now`, where the legal entity sells."""
    return now.astimezone(_zone(legal_entity)).date() - timedelta(days=1)


def compare(
    theirs: Sequence[Movement], ours: Sequence[ReceiptInfo], *, since: datetime, until: datetime, home: str
) -> tuple[Compared, ...]:
    """Both lists may reach beyond the day; only what one side has on the day itself is judged. What is one movement
    here may be two there (a charge captured in parts), so sums by reference are compared."""
    currencies = {m.amount.currency for m in theirs} | {r.amount.currency for r in ours}
    currencies = currencies or {home}  # a day on which nothing moved was compared too
    return tuple(
        _one(
            currency,
            [m for m in theirs if m.amount.currency == currency],
            [r for r in ours if r.amount.currency == currency],
            since,
            until,
        )
        for currency in sorted(currencies)
    )


def home_currency(legal_entity: str) -> str:
    return next(m.currency for m in org.markets().values() if m.legal_entity == legal_entity)


def _zone(legal_entity: str) -> ZoneInfo:
    return next(m.zone for m in org.markets().values() if m.legal_entity == legal_entity)


def _one(
    currency: str, theirs: list[Movement], ours: list[ReceiptInfo], since: datetime, until: datetime
) -> Compared:
    done = Compared(currency=currency)
    for move in theirs:
        if since <= move.occurred_at < until:
            done.fees_minor += move.fee.minor - (move.amount.minor if move.kind == "fee" else 0)
            done.payouts_minor -= move.amount.minor if move.kind == "payout" else 0
            if move.kind in OF_ORDERS:
                done.theirs += 1
                done.theirs_minor += move.amount.minor
    for receipt in ours:
        if since <= receipt.received_at < until:
            done.ours += 1
            done.ours_minor += receipt.amount.minor
    done.differences = sorted(
        _differences([m for m in theirs if m.kind in OF_ORDERS], ours, since, until), key=lambda each: each.reference
    )
    return done


def _differences(
    theirs: Iterable[Movement], ours: Iterable[ReceiptInfo], since: datetime, until: datetime
) -> Iterable[Unlike]:
    there: dict[str, list[Movement]] = defaultdict(list)
    here: dict[str, list[ReceiptInfo]] = defaultdict(list)
    for move in theirs:
        there[move.reference].append(move)
    for receipt in ours:
        here[receipt.reference].append(receipt)
    for reference in there.keys() | here.keys():
        moves, receipts = there.get(reference, []), here.get(reference, [])
        of_the_day = any(since <= m.occurred_at < until for m in moves)
        of_the_day = of_the_day or any(since <= r.received_at < until for r in receipts)
        kind = _kind(moves, receipts) if of_the_day else ""
        if kind:
            asked = receipts[0] if receipts else None
            yield Unlike(
                kind=kind, reference=reference,
                theirs_minor=sum(m.amount.minor for m in moves) if moves else None,
                ours_minor=sum(r.amount.minor for r in receipts) if receipts else None,
                request_id=asked.request_id if asked else moves[0].request_id,
                order_id=asked.order_id if asked else None,
            )  # fmt: skip


def _kind(moves: list[Movement], receipts: list[ReceiptInfo]) -> str:
    if not moves:
        return "missing_there"
    if not receipts:
        return "missing_here"
    came, kept = sum(m.amount.minor for m in moves), sum(r.amount.minor for r in receipts)
    if came == kept:
        return ""
    same = len(moves) > len(receipts) and {m.amount.minor for m in moves} == {r.amount.minor for r in receipts}
    return "twice" if same else "amount"
