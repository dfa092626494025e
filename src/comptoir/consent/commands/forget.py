"""Somebody is erased: nothing is used any more, so no proof of consent is needed either."""

from __future__ import annotations

from collections.abc import Collection

from comptoir.consent.contracts import CUSTOMER, Subject, To
from comptoir.kit import sql
from comptoir.kit.pseudonyms import pseudonym

FORGET = """
DELETE FROM consent_choice AS c USING unnest(%s::text[], %s::text[]) AS s(kind, id)
WHERE c.subject_kind = s.kind AND c.subject_id = s.id
"""
OF = """
SELECT r.id FROM consent_recipient AS r JOIN unnest(%(kinds)s::text[], %(keys)s::text[]) AS t(kind, key)
ON r.kind = t.kind AND r.key = t.key
"""
# A telephone number that a known person gave is theirs, whatever their addresses say.
GIVEN_BY = """
SELECT r.kind, r.key FROM consent_recipient AS r JOIN consent_answer AS a ON a.recipient_id = r.id
WHERE a.customer_id = ANY(%s::uuid[]) AND a.basis = 'consent' AND r.kind = 'phone'
"""
UNNAME = "UPDATE consent_answer SET customer_id = NULL WHERE customer_id = ANY(%s::uuid[])"
# What was refused stays refused, under the pseudonym alone.
FORGET_SAID = (
    f"DELETE FROM consent_call WHERE recipient_id IN ({OF})",
    f"DELETE FROM consent_answer WHERE basis <> 'objection' AND recipient_id IN ({OF})",
    f"UPDATE consent_recipient SET address = '' WHERE address <> '' AND id IN ({OF})",
    f"""DELETE FROM consent_recipient AS r WHERE r.id IN ({OF})
        AND NOT EXISTS (SELECT 1 FROM consent_answer AS a WHERE a.recipient_id = r.id)""",
)


def forget(subjects: Collection[Subject], addresses: Collection[To] = ()) -> int:
    """Erase every answer under these identifiers and about these addresses, in the caller's transaction; answers how
    many rows were touched. An objection to messages is kept, without the address."""
    touched = sql.run(FORGET, [[each.kind for each in subjects], [each.id for each in subjects]])
    customers = [each.id for each in subjects if each.kind == CUSTOMER]
    about = {(each.kind, pseudonym(each.kind, each.address)) for each in addresses}
    about |= {(kind, key) for kind, key in sql.rows(GIVEN_BY, [customers])}
    given = {"kinds": [kind for kind, _key in about], "keys": [key for _kind, key in about]}
    touched += sum(sql.run(statement, given) for statement in FORGET_SAID) if about else 0
    return touched + sql.run(UNNAME, [customers])
