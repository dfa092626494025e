"""What became of an account statement."""

from __future__ import annotations

from ninja import Schema

from comptoir.treasury.contracts import ImportedStatement


class StatementOut(Schema):
    """`known` says that it was there already; `repeated` counts movements that an earlier statement had, `unmatched`
    those that wait for a person. `balanced`: opening balance and movements give the closing one."""

    id: str
    statement_id: str
    iban: str
    known: bool
    entries: int
    repeated: int
    matched: int
    unmatched: int
    balanced: bool

    @staticmethod
    def of(done: ImportedStatement) -> StatementOut:
        return StatementOut(
            id=str(done.id), statement_id=done.statement_id, iban=done.iban, known=done.known, entries=done.entries,
            repeated=done.repeated, matched=done.matched, unmatched=done.unmatched, balanced=done.balanced,
        )  # fmt: skip
