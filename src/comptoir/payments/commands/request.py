"""Ask for money, by one means or several: rows that the worker will find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.payments import rules, stored
from comptoir.payments.commands.write import Asked, write
from comptoir.payments.contracts import Tender
from comptoir.payments.errors import TenderUnknown
from comptoir.payments.queries import tenders


def check_tender(tender: Tender, *, collects: bool, legal_entity: str) -> None:
    """Refuses TenderUnknown for a means that is not offered for this way of delivery, or not by this company. A code
    is looked at when it is claimed, or before by `find_code`."""
    offers = tenders(collects=collects, legal_entity=legal_entity)
    option = next((offered for offered in offers if offered.kind == tender.kind), None)
    if option is None:
        raise TenderUnknown()
    if option.by_code or (option.token_prefix and tender.token.startswith(option.token_prefix)):
        return
    if tender.token not in ({token for token, _name in option.tokens} or {""}):
        raise TenderUnknown()


def request(order_id: UUID, *, amount: Money, tender: Tender, origin: Origin, now: datetime) -> UUID:
    """Demand `amount` for an order, in the caller's transaction. No network: the worker takes it from here."""
    account = _account(tender, amount, origin, now)
    return _charge(order_id, amount.currency, [(tender, amount)], [account], origin, now)[0]


def request_parts(
    order_id: UUID, *, total: Money, tenders: Sequence[Tender], whole: bool = True, origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    """Demand `total` by several means, each its part, in the caller's transaction; gift cards and store credit are
    claimed here. Unless `whole`, the means may make less than it.

    Refuses TendersDoNotAddUp, TooManyTenders, StoredValueUnknown, StoredValueUnusable, StoredValueShort.
    """
    accounts = {tender.token: _account(tender, total, origin, now) for tender in tenders}
    most = [account[1] if (account := accounts[tender.token]) else None for tender in tenders]
    parts = rules.split(total, tenders, most, whole=whole)
    found = [accounts.get(tender.token) for tender, _part in parts]
    return _charge(order_id, total.currency, parts, found, origin, now)


def _account(tender: Tender, amount: Money, origin: Origin, now: datetime) -> tuple[UUID, int] | None:
    """The account behind a code, and what it has; None for other means."""
    if tender.kind not in rules.STORED:
        return None
    return stored.usable(
        tender.token, kind=tender.kind, currency=amount.currency, legal_entity=origin.legal_entity, now=now
    )


def _charge(
    order_id: UUID, currency: str, parts: Sequence[tuple[Tender, Money]], accounts: Sequence[tuple[UUID, int] | None],
    origin: Origin, now: datetime,
) -> tuple[UUID, ...]:  # fmt: skip
    asked = [
        Asked(kind="charge", tender=tender.kind, token=str(account[0]) if account else tender.token, minor=part.minor)
        for (tender, part), account in zip(parts, accounts, strict=True)
    ]
    made = write(order_id, currency, asked, origin, now)
    claims = sorted(
        (account[0], request_id, part)
        for account, request_id, (_tender, part) in zip(accounts, made, parts, strict=True)
        if account
    )
    for account_id, request_id, part in claims:
        stored.hold(account_id, part, order_id=order_id, request_id=request_id, now=now)
    return made
