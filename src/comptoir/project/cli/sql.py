"""`comptoir sql`: the lake in DuckDB."""

import csv
import sys

import click
import django
import duckdb

PROMPT, GOES_ON = "comptoir> ", "     ...> "


@click.command()
@click.argument("query", required=False)
@click.option("--csv", "as_csv", is_flag=True, help="Rows as CSV, for other programs.")
def sql(query: str | None, as_csv: bool) -> None:
    """Ask the lake: the journal as Parquet files, opened with DuckDB.

    Views: events (all), facts, behaviour, exempt (a lane each), people (identifier and person), and one for each word
    with its fields, as order_placed or page_viewed. Without QUERY one is asked after another, each ended by a
    semicolon; docs/lake.md names the columns. What is changed here is not kept.
    """
    django.setup()
    from comptoir.insights import facade as insights  # needs Django set up, but no database

    with insights.opened(words=True) as base:
        try:
            if query is None and sys.stdin.isatty():
                _ask(base)
            else:
                _answer(base, query if query is not None else sys.stdin.read(), as_csv)
        except duckdb.Error as trouble:
            raise click.ClickException(str(trouble)) from trouble


def _ask(base: duckdb.DuckDBPyConnection) -> None:
    text = ""
    while True:
        try:
            text += input(GOES_ON if text else PROMPT) + "\n"
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if text.strip() in ("quit", "exit", ".quit", ".exit"):
            return
        if text.rstrip().endswith(";"):
            try:
                _answer(base, text, as_csv=False)
            except duckdb.Error as trouble:
                click.echo(str(trouble), err=True)
            text = ""


def _answer(base: duckdb.DuckDBPyConnection, query: str, as_csv: bool) -> None:
    found = base.sql(query)
    if found is None:
        return
    if not as_csv:
        click.echo(str(found))
        return
    rows = csv.writer(sys.stdout)
    rows.writerow(found.columns)
    while page := found.fetchmany(10_000):
        rows.writerows(page)
