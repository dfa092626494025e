"""Forgetting what is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from comptoir.kit import sql

KEPT = timedelta(days=90)


def forget_old(now: datetime) -> int:
    """Delete codes a day after their end, our sessions 90 days after they were last seen past their end, and
    Django's whose cookie has run out; returns how many."""
    return (
        sql.run("DELETE FROM accounts_mailedcode WHERE expires_at < %s", [now - timedelta(days=1)])
        + sql.run("DELETE FROM accounts_session WHERE ended_at < %s", [now - KEPT])
        + sql.run("DELETE FROM accounts_session WHERE seen_at < %s", [now - timedelta(days=180) - KEPT])
        + sql.run("DELETE FROM django_session WHERE expire_date < %s", [now])
    )
