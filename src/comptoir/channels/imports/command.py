"""`comptoir import products`: the entrance for files."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import click
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from comptoir.channels.imports import workbook
from comptoir.channels.imports.contracts import Verdict
from comptoir.channels.imports.errors import NoPlace
from comptoir.channels.imports.importing import Done, Order, run
from comptoir.channels.imports.report import Report
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Refusal
from comptoir.org import facade as org

SHOWN_CATEGORIES = 12


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["google", "csv", "shopify"]),
    required=True,
    help="google: the columns of a Google product feed; csv: those, or plain names in French or English; "
    "shopify: Shopify’s product file.",
)
@click.option("--dry-run", is_flag=True, help="Judge every row, write nothing.")
@click.option(
    "--default-quantity",
    type=click.IntRange(0, 1_000_000),
    metavar="N",
    help="First stock of articles for which the file gives none.",
)
@click.option("--hidden", is_flag=True, help="New products are not on sale before a person publishes them.")
@click.option(
    "--report",
    "report_path",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="A CSV with row,id,verdict,field,reason for each row that is not ok.",
)
@click.option(
    "--explain", is_flag=True, help="In the report: every finding, its value, and who chose the category."
)
@click.option(
    "--language", type=click.Choice(["fr", "en"]), help="Of the texts; seen from the file by default."
)
@click.option(
    "--market", metavar="CODE", help="Where to publish; the market of the first storefront by default."
)
@click.option("--place", metavar="CODE", help="Where the stock lies; the first warehouse by default.")
def products(
    file: Path,
    file_format: str,
    dry_run: bool,
    hidden: bool,
    default_quantity: int | None,
    report_path: Path | None,
    explain: bool,
    language: str | None,
    market: str | None,
    place: str | None,
) -> None:
    """Import products from FILE, plain or gzip, separated by tabs, commas or semicolons, or XLSX.

    A row in error is refused and reported while the rest goes on. Running it again changes nothing.
    """  # fmt: skip
    locale = (translation.get_language() or "fr")[:2]
    try:
        order = Order(
            path=file,
            file_format=file_format,
            market=org.market(market) if market else org.storefront(None).market,
            place=_place(place),
            origin=Origin(
                actor="system:import", channel="imports", correlation=uuid7(), source=file.name[:80]
            ),
            now=clock.now(),
            dry_run=dry_run,
            hidden=hidden,
            default_quantity=default_quantity,
            language=language or "",
        )
        with workbook.as_text(file) as text:
            done, report = _import(replace(order, path=text), report_path, explain)
    except Refusal as refusal:
        raise click.ClickException(refusal.text(locale)) from refusal
    _tell(done, report, dry_run)


def _place(code: str | None) -> UUID:
    if code:
        return org.place(code).id
    warehouse = next((one for one in org.places() if one.kind == "warehouse"), None)
    if warehouse is None:
        raise NoPlace()
    return warehouse.id


def _import(order: Order, report_path: Path | None, explain: bool) -> tuple[Done, Report]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with ExitStack() as opened:
        file = (
            opened.enter_context(report_path.open("w", encoding="utf-8", newline="")) if report_path else None
        )
        shown = opened.enter_context(Progress(*columns, console=Console(stderr=True)))
        task = shown.add_task(Text(order.path.name).plain.replace("[", "\\["), total=None)
        report = Report(file, explain=explain)

        def progress(read: int, size: int) -> None:
            shown.update(task, completed=read, total=size)

        return run(order, report.note, progress), report


def _tell(done: Done, report: Report, dry_run: bool) -> None:
    console = Console(highlight=False)
    for row, finding in report.first_refusals:
        line = f"{_('Line')} {row}: {finding.field}: {finding.reason}"
        console.print(Text(f"{line} ({finding.value})" if finding.value else line))
    sums = Table(show_header=False, box=None)
    for label, number in (
        (_("Rows"), done.rows),
        ("ok", done.verdicts[Verdict.OK]),
        ("warning", done.verdicts[Verdict.WARNING]),
        ("refused", done.verdicts[Verdict.REFUSED]),
        *(
            ()
            if dry_run
            else (
                (_("Products created"), done.created),
                (_("Products changed"), done.changed),
                (_("Products unchanged"), done.unchanged),
                (_("Prices changed"), done.prices),
                (_("Stock levels changed"), done.levels),
            )
        ),
    ):
        sums.add_row(label, str(number))
    sums.add_row(_("Language of the texts"), done.language)
    console.print(sums)
    for (verdict, field, reason), count in report.reasons.most_common():
        console.print(Text(f"{count:>8}  {verdict:<8} {field}: {reason}"))
    if report.categories:
        share = f"{report.other_share:.1%}"
        console.print(
            Text(_("Categories given by rules (left under “Other articles”: %(share)s)") % {"share": share})
        )
        for (rule, path), count in report.categories.most_common(SHOWN_CATEGORIES):
            console.print(Text(f"{count:>8}  {path}  [{rule}]"))
    if dry_run:
        console.print(_("Dry run: nothing was written."))
