"""What one person wrote, for that person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from comptoir.kit import sql

WRITTEN = """
SELECT 'review', submitted_at, title, text, author, rating, state FROM reviews_review
WHERE customer_id = %(id)s AND state <> 'withdrawn'
UNION ALL
SELECT 'question', asked_at, '', text, author, NULL, state FROM reviews_question
WHERE customer_id = %(id)s AND state <> 'withdrawn'
ORDER BY 2
"""
FIELDS = ("kind", "written_at", "title", "text", "author", "rating", "state")


def written_by(customer_id: UUID) -> list[dict[str, Any]]:
    """Reviews and questions with their words, the oldest first."""
    return [dict(zip(FIELDS, row, strict=True)) for row in sql.rows(WRITTEN, {"id": customer_id})]
