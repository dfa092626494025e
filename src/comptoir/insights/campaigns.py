"""What first brought each buyer: the first campaign of theirs that was seen, with consent, on any of their devices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from comptoir.insights.lake.opened import opened

FIRST = """
SELECT them.value, arg_min(seen.campaign, seen.at)
FROM (SELECT key_hash, arg_min(campaign, occurred_at) AS campaign, min(occurred_at) AS at FROM behaviour
      WHERE campaign IS NOT NULL AND key_hash IS NOT NULL AND occurred_at < $until GROUP BY key_hash) AS seen
JOIN people AS own ON own.key_hash = seen.key_hash
JOIN people AS them ON them.person = own.person AND them.kind = 'customer'
GROUP BY them.value
"""


def first_campaigns(until: datetime) -> Mapping[UUID, str]:
    """By customer, “source / medium / name”; one of whom no campaign was seen before `until` is left out."""
    with opened(None, until.astimezone(UTC).date()) as base:
        return {UUID(customer): campaign for customer, campaign in base.execute(FIRST, {"until": until}).fetchall()}
