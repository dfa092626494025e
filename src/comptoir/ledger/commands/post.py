"""Write transfers, in the transaction of the fact that they are about: one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.ledger import rules
from comptoir.ledger.contracts import Books, Transfer

INTO = """
INSERT INTO ledger_transfer (
    legal_entity, day, debit, credit, amount_minor, currency, kind, subject_kind, subject_id, cause_id, recorded_at
)
"""
POST = f"""{INTO}
SELECT t.entity, t.day, t.debit, t.credit, t.amount, t.currency, t.kind, t.subject_kind, t.subject_id, t.cause, t.now
FROM unnest(%(entities)s::text[], %(days)s::date[], %(subject_kinds)s::text[], %(subject_ids)s::uuid[],
            %(nows)s::timestamptz[], %(debits)s::text[], %(credits)s::text[], %(amounts)s::bigint[],
            %(currencies)s::text[], %(kinds)s::text[], %(causes)s::uuid[])
     AS t(entity, day, subject_kind, subject_id, now, debit, credit, amount, currency, kind, cause)
"""
# The difference between what an account should have of a subject and what it has; back the other way when too much.
BRING = f"""{INTO}
SELECT wanted.entity, wanted.day,
       CASE WHEN wanted.minor > had.minor THEN %(from)s::text ELSE wanted.account END,
       CASE WHEN wanted.minor > had.minor THEN wanted.account ELSE %(from)s::text END,
       abs(wanted.minor - had.minor), wanted.currency, %(kind)s::text, wanted.subject_kind, wanted.subject_id, NULL,
       wanted.now
FROM unnest(%(entities)s::text[], %(days)s::date[], %(subject_kinds)s::text[], %(subject_ids)s::uuid[],
            %(nows)s::timestamptz[], %(accounts)s::text[], %(minors)s::bigint[], %(currencies)s::text[])
     AS wanted(entity, day, subject_kind, subject_id, now, account, minor, currency)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN t.credit = wanted.account THEN t.amount_minor ELSE -t.amount_minor END), 0)::bigint
           AS minor
    FROM ledger_transfer t
    WHERE t.subject_id = wanted.subject_id AND t.kind = %(kind)s::text AND t.currency = wanted.currency
      AND wanted.account IN (t.debit, t.credit)
) AS had
WHERE wanted.minor <> had.minor
"""


def post(transfers: Sequence[Transfer], books: Books) -> None:
    """Write these transfers; those of nothing are left out."""
    post_all([(transfers, books)])


def post_all(pages: Iterable[tuple[Sequence[Transfer], Books]]) -> None:
    """As `post`, for several subjects by one statement."""
    kept = [(transfer, books) for transfers, books in pages for transfer in transfers if transfer.amount]
    if kept:
        sql.write(
            POST,
            _where([books for _, books in kept])
            | {
                "debits": [t.debit for t, _ in kept], "credits": [t.credit for t, _ in kept],
                "amounts": [t.amount.minor for t, _ in kept], "currencies": [t.amount.currency for t, _ in kept],
                "kinds": [t.kind for t, _ in kept], "causes": [t.cause for t, _ in kept],
            },
        )  # fmt: skip


def bring_to(wanted: Mapping[str, Money], *, kind: str, source: str, books: Books) -> None:
    """Post what is missing, so that the transfers of `kind` about the subject have credited each account with its
    amount from the account `source`; what is too much goes back."""
    bring_all([(wanted, books)], kind=kind, source=source)


def bring_all(pages: Iterable[tuple[Mapping[str, Money], Books]], *, kind: str, source: str) -> None:
    """As `bring_to`, for several subjects by one statement."""
    lines = [(account, amount, books) for wanted, books in pages for account, amount in wanted.items()]
    if lines:
        sql.write(
            BRING,
            _where([books for _, _, books in lines])
            | {
                "from": source, "kind": kind, "accounts": [account for account, _, _ in lines],
                "minors": [amount.minor for _, amount, _ in lines],
                "currencies": [amount.currency for _, amount, _ in lines],
            },
        )  # fmt: skip


def payout(provider: str, *, arrived: Money, fee: Money, cause: UUID) -> tuple[Transfer, ...]:
    """A provider paid out `arrived` and kept `fee`: both leave its clearing account. To be posted."""
    there = rules.clearing(provider)
    return (
        Transfer(debit=rules.BANK, credit=there, amount=arrived, kind="payout", cause=cause),
        Transfer(debit=rules.fees(provider), credit=there, amount=fee, kind="fee", cause=cause),
    )


def difference(provider: str, *, missing: Money, cause: UUID) -> tuple[Transfer, ...]:
    """What a provider's report lacks of our clearing account (negative: has too much) is written off. To be
    posted."""
    there = rules.clearing(provider)
    if missing.minor < 0:
        return (
            Transfer(debit=there, credit=rules.DIFFERENCES, amount=-missing, kind="difference", cause=cause),
        )
    return (Transfer(debit=rules.DIFFERENCES, credit=there, amount=missing, kind="difference", cause=cause),)


def _where(books: Sequence[Books]) -> dict[str, object]:
    return {
        "entities": [each.legal_entity for each in books], "days": [each.day for each in books],
        "nows": [each.now for each in books], "subject_kinds": [each.subject_kind for each in books],
        "subject_ids": [each.subject_id for each in books],
    }  # fmt: skip
