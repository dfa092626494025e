"""Somebody is erased: nothing is used any more, so no proof of consent is needed either."""

from __future__ import annotations

from collections.abc import Collection

from comptoir.consent.contracts import Subject, To
from comptoir.kit import sql
from comptoir.kit.pseudonyms import pseudonym

FORGET = """
DELETE FROM consent_choice AS c USING unnest(%s::text[], %s::text[]) AS s(kind, id)
WHERE c.subject_kind = s.kind AND c.subject_id = s.id
"""
OF = "SELECT r.id FROM consent_recipient AS r JOIN unnest(%(kinds)s::text[], %(keys)s::text[]) AS t(kind, key)" \
     " ON r.kind = t.kind AND r.key = t.key"
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
    if addresses:
        given = {
            "kinds": [each.kind for each in addresses],
            "keys": [pseudonym(each.kind, each.address) for each in addresses],
        }
        touched += sum(sql.run(statement, given) for statement in FORGET_SAID)
    return touched
