"""`comptoir import relations`: what goes with what, from a table of three columns."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterator
from pathlib import Path

import click
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.catalog import facade as catalog
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Refusal

COLUMNS = ("product", "kind", "related")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Judge every row, write nothing.")
def relations(file: Path, dry_run: bool) -> None:
    """Import what goes with what from FILE: the columns product, kind (accessory, goes_with, replaces) and related,
    products by their numbers.

    The rows of one product and kind are its whole list. A row in error is reported and left out.
    """
    locale = (translation.get_language() or "fr")[:2]
    origin = Origin(actor="system:import", channel="imports", correlation=uuid7(), source=file.name[:80])
    rows = list(_rows(file))
    known = catalog.products_called({name for _line, product, _kind, other in rows for name in (product, other)})
    wanted: dict[tuple[str, str], list[str]] = {}
    for line, product, kind, other in rows:
        if wrong := _wrong(product, kind, other, known):
            click.echo(f"{_('Line')} {line}: {wrong}", err=True)
        else:
            wanted.setdefault((product, kind), []).append(other)
    changed = 0
    for (product, kind), others in wanted.items() if not dry_run else ():
        try:
            changed += catalog.relate(
                known[product], kind, [known[other] for other in others], origin=origin, now=clock.now()
            )
        except Refusal as refusal:
            click.echo(f"{product}, {kind}: {refusal.text(locale)}", err=True)
    click.echo(_("Dry run: nothing was written.") if dry_run else _("Lists changed: %(count)s") % {"count": changed})


def _rows(file: Path) -> Iterator[tuple[int, str, str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        try:
            dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(opened.read(4096), delimiters=",;\t")
        except csv.Error:
            dialect = "excel"
        opened.seek(0)
        table = csv.DictReader(opened, dialect=dialect)
        missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
        if missing:
            raise click.ClickException(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
        for row in table:
            product, kind, other = ((row[name] or "").strip() for name in COLUMNS)
            yield table.line_num, product, kind, other


def _wrong(product: str, kind: str, other: str, known: Container[str]) -> str:
    for number in (product, other):
        if number not in known:
            return _("No product has the number “%(number)s”.") % {"number": number}
    if kind not in catalog.RELATIONS:
        return _("“%(kind)s” is none of %(kinds)s.") % {"kind": kind, "kinds": ", ".join(catalog.RELATIONS)}
    return _("A product does not go with itself.") if product == other else ""
