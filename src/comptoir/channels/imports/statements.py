"""`comptoir import statement`: an account statement from a file, as a nightly job brings it."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.kit import clock
from comptoir.kit.refusals import Refusal
from comptoir.treasury import facade as treasury


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def statement(file: Path) -> None:
    """Take in an account statement (camt.053.001.02 or .08), plain or gzip.

    Payments by transfer find their orders; what fits none waits in the back office. Running it again changes nothing.
    """
    try:
        with file.open("rb") as opened:
            done = treasury.import_statement(opened, actor="system:command", channel="imports", now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.text((translation.get_language() or "fr")[:2])) from refusal
    for each in done:
        said = _(
            "%(name)s: %(entries)s movements, %(repeated)s known before, %(matched)s matched, %(unmatched)s to decide"
        )
        click.echo(
            said
            % {
                "name": each.statement_id, "entries": each.entries, "repeated": each.repeated, "matched": each.matched,
                "unmatched": each.unmatched,
            }
        )  # fmt: skip
