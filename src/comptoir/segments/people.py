"""Who may be spoken of at all: people who allow a purpose now, many at once.

What `consent.allowed` answers for one person, in one statement for all: the latest answer over all identifiers of a
person holds, of two at the same instant the refusal; what was never asked is no.
"""

from __future__ import annotations

from comptoir.org.contracts import MARKETING, PERSONALISATION

# Being in a segment serves one of these; who allows none of them is in none.
PURPOSES = (PERSONALISATION, MARKETING)

_ALLOWING = """
allowing AS MATERIALIZED (
    SELECT DISTINCT person_id FROM (
        SELECT DISTINCT ON (i.person_id, c.purpose) i.person_id, c.granted
        FROM profiles_identity i JOIN consent_choice c ON c.subject_kind = i.kind AND c.subject_id = i.value
        WHERE c.purpose = ANY(%(purposes)s::text[]){scope}
        ORDER BY i.person_id, c.purpose, c.chosen_at DESC, c.granted) latest
    WHERE granted)
"""
# People who allow one of %(purposes)s; among %(people)s.
ALLOWING_ALL = _ALLOWING.format(scope="")
ALLOWING_SOME = _ALLOWING.format(scope=" AND i.person_id = ANY(%(people)s::uuid[])")
