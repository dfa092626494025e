"""The job queue: every room's module of jobs, in one list."""

from __future__ import annotations

from procrastinate import App

JOBS = (
    "comptoir.accounts.jobs",
    "comptoir.aftersales.handlers",
    "comptoir.channels.imports.jobs",
    "comptoir.consent.jobs",
    "comptoir.content.handlers",
    "comptoir.downloads.handlers",
    "comptoir.feeds.jobs",
    "comptoir.giftcards.handlers",
    "comptoir.invoicing.handlers",
    "comptoir.orders.handlers",
    "comptoir.orders.inviting",
    "comptoir.reviews.handlers",
    "comptoir.journal.webhooks.jobs",
    "comptoir.wishes.handlers",
)


def on_app_ready(app: App) -> None:
    """Called by procrastinate when Django is set up."""
    app.import_paths = list(JOBS)
