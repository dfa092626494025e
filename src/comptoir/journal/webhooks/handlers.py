"""What happened becomes deliveries, in the transaction that moves the cursor: nothing is sent here."""

from __future__ import annotations

import json

from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.rules import type_of
from comptoir.journal.webhooks import rules
from comptoir.kit import sql

ENDPOINTS = """
SELECT id, patterns, storefront, legal_entity FROM journal_webhook_endpoint WHERE state IN ('active', 'paused')
"""
# An event that is read twice is delivered once more, never written twice.
INSERT = """
INSERT INTO journal_webhook_delivery
       (endpoint_id, event_id, type, subject_kind, subject_id, body, state, attempts, due_at, last_error, created_at)
SELECT endpoint_id, event_id, type, subject_kind, subject_id, body, 'pending', 0,
       statement_timestamp(), '', statement_timestamp()
FROM json_to_recordset(%s::json) AS told(
     place int, endpoint_id uuid, event_id uuid, type text, subject_kind text, subject_id text, body text)
ORDER BY place
ON CONFLICT (endpoint_id, event_id) DO NOTHING
"""


def prepare(events: list[Event]) -> None:
    """A delivery for each endpoint that subscribed, in the order of the events."""
    endpoints = sql.rows(ENDPOINTS)
    if endpoints:
        write([(row[0], event) for event in events for row in endpoints if rules.wants(row[1], row[2], row[3], event)])


def write(told: list[tuple[object, Event]]) -> int:
    """Keep (endpoint id, event) as deliveries; returns how many are new."""
    if not told:
        return 0
    bodies = {event.event_id: rules.body_of(event) for _endpoint, event in told}
    return sql.run(
        INSERT,
        [
            json.dumps(
                [
                    {
                        "place": place,
                        "endpoint_id": str(endpoint),
                        "event_id": str(event.event_id),
                        "type": type_of(event.name),
                        "subject_kind": event.subject_kind,
                        "subject_id": event.subject_id,
                        "body": bodies[event.event_id],
                    }
                    for place, (endpoint, event) in enumerate(told)
                ]
            )
        ],
    )


WEBHOOKS = Consumer(name="journal.webhooks", words=rules.told_words(), handle=prepare, purpose="service")
