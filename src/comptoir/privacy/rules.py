"""Pure decisions of the privacy centre."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

# GDPR article 12(3): one month.
ANSWERED_WITHIN = timedelta(days=30)
# CNIL, référentiel on commercial activities: a prospect is let go three years after they were last heard of.
PROSPECT_KEPT = timedelta(days=3 * 365)
# How long a backup is kept at most: after it nothing of an erased person is left anywhere (docs/operating.md).
BACKUPS_KEPT = timedelta(days=35)
# An erasure that waits for an order is looked at again after this.
LOOKED_AT_EVERY = timedelta(hours=6)

RECEIPT_SALT = "privacy.receipt"
ENDED = frozenset({"cancelled", "expired"})


def free_from(orders: Iterable[tuple[str, date | None, bool]], today: date) -> tuple[bool, date | None]:
    """Whether no order needs an address or an e-mail any more, and else until when, None while that is open.

    An order is (state, last day of its right to withdraw, whether a withdrawal from it is open)."""
    free, latest, open_ended = True, None, False
    for state, last_day, withdrawing in orders:
        if state in ENDED and not withdrawing:
            continue
        if withdrawing or last_day is None:
            free, open_ended = False, True
        elif last_day >= today:
            free, latest = False, max(last_day, latest or last_day)
    return free, None if open_ended else latest


def backups_until(done_at: datetime) -> datetime:
    """After this no backup holds anything of who was forgotten then."""
    return done_at + BACKUPS_KEPT
