import time

import click

from comptoir.insights import facade as insights
from comptoir.kit import clock


@click.command()
def fill() -> None:
    """Bring what the journal has and the lake has not into it now; the worker does so every five minutes."""
    started = time.monotonic()
    insights.fill_lake(clock.now())
    with insights.opened() as base:
        count = base.execute("SELECT count(*) FROM events").fetchone()[0]
    click.echo(f"{count} events in {time.monotonic() - started:.1f} s.")
