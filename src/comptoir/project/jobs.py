"""The job queue: procrastinate's application and every room's jobs, in one list."""

from __future__ import annotations

from procrastinate import App
from procrastinate.contrib.django import app as proxy

JOBS: tuple[str, ...] = ()


def on_app_ready(app: App) -> None:
    """Called by procrastinate when Django is set up."""
    app.import_paths = list(JOBS)


__all__ = ["JOBS", "on_app_ready", "proxy"]
