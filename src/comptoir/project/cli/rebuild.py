import time

import click

from comptoir.kit.refusals import Refusal
from comptoir.search import facade as search

PATIENCE = 60.0  # seconds in which the worker lets the index go


@click.command()
def rebuild() -> None:
    """Build this machine's index anew from the catalogue, prices and stock; searches go on meanwhile."""
    give_up = time.monotonic() + PATIENCE
    while True:
        started = time.monotonic()
        try:
            count = search.rebuild()
        except Refusal as busy:
            if time.monotonic() > give_up:
                raise click.ClickException(busy.text("en")) from busy
            time.sleep(0.2)
            continue
        click.echo(f"{count} products in {time.monotonic() - started:.1f} s.")
        return
