"""Write transfers, in the transaction of the fact that they are about: one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
SELECT %(entity)s, %(day)s, t.debit, t.credit, t.amount, t.currency, t.kind, %(subject_kind)s, %(subject_id)s, t.cause,
       %(now)s
FROM unnest(%(debits)s::text[], %(credits)s::text[], %(amounts)s::bigint[], %(currencies)s::text[], %(kinds)s::text[],
            %(causes)s::uuid[]) AS t(debit, credit, amount, currency, kind, cause)
"""
# The difference between what an account should have of a subject and what it has; back the other way when too much.
BRING = f"""{INTO}
SELECT %(entity)s, %(day)s,
       CASE WHEN wanted.minor > had.minor THEN %(from)s ELSE wanted.account END,
       CASE WHEN wanted.minor > had.minor THEN wanted.account ELSE %(from)s END,
       abs(wanted.minor - had.minor), %(currency)s, %(kind)s, %(subject_kind)s, %(subject_id)s, NULL, %(now)s
FROM unnest(%(accounts)s::text[], %(minors)s::bigint[]) AS wanted(account, minor)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN t.credit = wanted.account THEN t.amount_minor ELSE -t.amount_minor END), 0)::bigint
           AS minor
    FROM ledger_transfer t
    WHERE t.subject_id = %(subject_id)s AND t.kind = %(kind)s AND t.currency = %(currency)s
      AND wanted.account IN (t.debit, t.credit)
) AS had
WHERE wanted.minor <> had.minor
"""


def post(transfers: Sequence[Transfer], books: Books) -> None:
    """Write these transfers; those of nothing are left out."""
    kept = [transfer for transfer in transfers if transfer.amount]
    if not kept:
        return
    sql.run(
        POST,
        _where(books)
        | {
            "debits": [t.debit for t in kept], "credits": [t.credit for t in kept],
            "amounts": [t.amount.minor for t in kept], "currencies": [t.amount.currency for t in kept],
            "kinds": [t.kind for t in kept], "causes": [t.cause for t in kept],
        },
    )  # fmt: skip


def bring_to(wanted: Mapping[str, Money], *, kind: str, source: str, books: Books) -> None:
    """Post what is missing, so that the transfers of `kind` about the subject have credited each account with its
    amount (all of one currency) from the account `source`; what is too much goes back."""
    if wanted:
        sql.run(
            BRING,
            _where(books)
            | {
                "from": source, "kind": kind, "currency": next(iter(wanted.values())).currency,
                "accounts": list(wanted), "minors": [amount.minor for amount in wanted.values()],
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


def _where(books: Books) -> dict[str, object]:
    return {
        "entity": books.legal_entity, "day": books.day, "now": books.now, "subject_kind": books.subject_kind,
        "subject_id": books.subject_id,
    }  # fmt: skip
