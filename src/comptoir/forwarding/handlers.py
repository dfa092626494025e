"""What happened becomes parcels, in the transaction that moves the cursor: nothing is sent or asked here."""

from __future__ import annotations

from comptoir.forwarding import rules
from comptoir.forwarding.models import Destination
from comptoir.forwarding.queries import draft_of
from comptoir.journal.contracts import Consumer, Event
from comptoir.kit import sql

# An event that is read twice is one parcel.
INSERT = """
INSERT INTO forwarding_parcel (destination_id, event_id, generation, txid, position, state, why, attempts, due_at,
                               created_at)
SELECT destination_id, event_id, generation, txid, position, 'pending', '', 0, statement_timestamp(),
       statement_timestamp()
FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::bigint[], %s::bigint[])
    AS told(destination_id, event_id, generation, txid, position)
ON CONFLICT (destination_id, event_id) DO NOTHING
"""


def prepare(events: list[Event]) -> None:
    """A parcel for each destination that an event is for."""
    destinations = [(row.id, draft_of(row)) for row in Destination.objects.exclude(state="removed")]
    told = [
        (identity, event.event_id, event.generation, event.txid, event.position)
        for event in events
        for identity, draft in destinations
        if rules.wants(draft, event)
    ]
    if told:
        sql.run(INSERT, [list(column) for column in zip(*told, strict=True)])


FORWARD = Consumer(name="forwarding", words=rules.forwarded_words(), handle=prepare, purpose="measurement")
