"""Mails of the accounts: the job's arguments are ids, its mail is composed when it is sent."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.accounts import mail

# Eight tries in some ten minutes: a code lives fifteen.
SOON = RetryStrategy(max_attempts=8, wait=5, linear_wait=15)


@app.task(name="accounts.code", retry=SOON)
def send_code(ask_id: str) -> None:
    mail.send_code(UUID(ask_id))


@app.task(name="accounts.invitation", retry=SOON)
def send_invitation(ask_id: str) -> None:
    mail.send_invitation(UUID(ask_id))


@app.task(name="accounts.warning", retry=SOON)
def send_warning(account_id: str, locale: str) -> None:
    mail.send_warning(UUID(account_id), locale)
