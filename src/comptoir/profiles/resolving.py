"""All people made anew from the links: what must come out as they were kept one by one."""

from __future__ import annotations

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer
from comptoir.kit import sql
from comptoir.profiles.deciding import decide
from comptoir.profiles.linking import STRIPES, hold

MEMBERS = "SELECT id, kind, value, first_at, person_id FROM profiles_identifier ORDER BY id"
LINKS = "SELECT id, a_id, b_id, at, reason FROM profiles_link WHERE state <> 'revoked' ORDER BY id"
PEOPLE = """
INSERT INTO profiles_person (id, known, first_at, identifiers)
SELECT person_id, bool_or(known), min(first_at), count(*) FROM profiles_identifier GROUP BY person_id
"""
# Between two statements a million identifiers are thought about.
PATIENT = """
SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
"""
# What is made from the journal alone. Revoked links are the word of staff, and so is what names nobody.
MADE = ("moment", "trait", "taste", "bought", "about", "touched", "person")


def resolve_all() -> int:
    """Resolve all links anew, in a transaction of its own; gives how many identifiers changed their person. Nobody is
    linked meanwhile."""
    with transaction.atomic(durable=True):
        sql.run(PATIENT)
        hold(range(STRIPES))
        moved = _resolve_all()
    return moved


def rebuild(*consumers: Consumer) -> None:
    """Forget what was made from the journal and read it again from its start; the worker does the rest."""
    with transaction.atomic(durable=True):
        sql.run(PATIENT)
        hold(range(STRIPES))
        for table in MADE:
            sql.run(f"DELETE FROM profiles_{table}")
        sql.run("DELETE FROM profiles_link WHERE state <> 'revoked'")
        sql.run(
            "DELETE FROM profiles_identifier AS i WHERE NOT EXISTS"
            " (SELECT FROM profiles_link AS l WHERE i.id IN (l.a_id, l.b_id))"
        )
        _resolve_all()
        for consumer in consumers:
            journal.rewind(consumer)


def _resolve_all() -> int:
    moved = decide(sql.rows(MEMBERS), sql.rows(LINKS))
    sql.run("DELETE FROM profiles_person")
    sql.run(PEOPLE)
    return len(moved)
