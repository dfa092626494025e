"""Whether the series of numbers are whole: asked by `comptoir doctor`."""

from __future__ import annotations

from comptoir.invoicing.contracts import NumberingFault
from comptoir.kit import sql

# One window over all documents; a series begins anew each year.
FAULTS = """
WITH placed AS (
    SELECT legal_entity, kind, year, number, sequence, issued_on,
           row_number() OVER series AS place,
           max(issued_on) OVER (series ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_before
    FROM invoicing_document
    WINDOW series AS (PARTITION BY legal_entity, kind, year ORDER BY sequence)
), faults AS (
    SELECT legal_entity, kind, number, 'gap' AS fault, year, sequence FROM placed p
    WHERE sequence <> place
      AND NOT EXISTS (SELECT 1 FROM invoicing_document d WHERE (d.legal_entity, d.kind, d.year, d.sequence)
                      = (p.legal_entity, p.kind, p.year, p.sequence - 1))
    UNION ALL
    SELECT legal_entity, kind, number, 'date goes back', year, sequence FROM placed WHERE issued_on < latest_before
    UNION ALL
    SELECT legal_entity, kind, number, 'date outside its year', year, sequence FROM placed
    WHERE extract(year FROM issued_on) <> year
    UNION ALL
    SELECT c.legal_entity, c.kind, c.year || '-' || c.last_number, 'counter differs', c.year, c.last_number
    FROM invoicing_counter c
    WHERE c.last_number <> (SELECT coalesce(max(sequence), 0) FROM invoicing_document d
                            WHERE (d.legal_entity, d.kind, d.year) = (c.legal_entity, c.kind, c.year))
)
SELECT legal_entity, kind, number, fault FROM faults ORDER BY legal_entity, kind, year, sequence, fault
"""
REJECTED = "SELECT count(*) FROM invoicing_electronicform WHERE NOT valid"


def check() -> list[NumberingFault]:
    """Gaps, dates that go back, counters that disagree; empty when every series is whole. Doubles cannot be: a
    constraint forbids them."""
    return [
        NumberingFault(legal_entity=entity, kind=kind, number=number, fault=fault)
        for entity, kind, number, fault in sql.rows(FAULTS)
    ]


def rejected() -> int:
    """How many documents have an electronic form that its check refuses."""
    return int(sql.rows(REJECTED)[0][0])
