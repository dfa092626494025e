"""The mail that asks whether an address is its owner's own wish."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.consent import mail


@app.task(name="consent.question", retry=RetryStrategy(max_attempts=8, wait=5, linear_wait=60))
def ask(answer_id: str) -> None:
    mail.send_question(UUID(answer_id))
