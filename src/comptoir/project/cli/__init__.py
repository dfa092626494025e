"""The command line `comptoir`."""

import os

import click

from comptoir.project.cli.backup import backup, restore
from comptoir.project.cli.collect import collect
from comptoir.project.cli.demo import demo
from comptoir.project.cli.doctor import doctor
from comptoir.project.cli.found import found
from comptoir.project.cli.groups import RegisteredGroup
from comptoir.project.cli.migrate import migrate
from comptoir.project.cli.serve import serve
from comptoir.project.cli.sql import sql
from comptoir.project.cli.worker import worker

# Commands that other parts bring, as "module:command"; loaded when asked for.
IMPORTS: dict[str, str] = {
    "events": "comptoir.channels.collector.history:events",
    "products": "comptoir.channels.imports.command:products",
    "relations": "comptoir.channels.imports.relations:relations",
    "statement": "comptoir.channels.imports.statements:statement",
}
SEARCH: dict[str, str] = {
    "rebuild": "comptoir.project.cli.rebuild:rebuild",
    "starter": "comptoir.project.cli.starter:starter",
}
LAKE: dict[str, str] = {"fill": "comptoir.project.cli.lake:fill"}
BENCHES: dict[str, str] = {
    "basket": "comptoir.project.bench.basket:basket",
    "funnel": "comptoir.project.bench.funnel:funnel",
    "collector": "comptoir.project.bench.collecting:collector",
    "flash": "comptoir.project.bench.flash:flash",
    "freshness": "comptoir.project.bench.freshness:freshness",
    "identity": "comptoir.project.bench.identity:identity",
    "import": "comptoir.project.bench.imports:bench_import",
    "ledger": "comptoir.project.bench.books:ledger",
    "linkage": "comptoir.project.bench.linkage:linkage",
    "orders": "comptoir.project.bench.orders:orders",
    "pages": "comptoir.project.bench.pages:pages",
    "search": "comptoir.project.bench.finding:search",
}


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="comptoir")
def main() -> None:
    """Comptoir: unified commerce around one journal.

    Data lives in COMPTOIR_HOME (default ./var), with an embedded PostgreSQL unless DATABASE_URL names
    a server.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.project.settings")


for command in (demo, found, serve, worker, collect, migrate, doctor, backup, restore, sql):
    main.add_command(command)
main.add_command(RegisteredGroup(name="import", commands_by_name=IMPORTS, help="Bring data in from files."))
main.add_command(RegisteredGroup(name="search", commands_by_name=SEARCH, help="The index of the search."))
main.add_command(RegisteredGroup(name="lake", commands_by_name=LAKE, help="The journal as Parquet files."))
main.add_command(RegisteredGroup(name="bench", commands_by_name=BENCHES, help="Measure on the spot."))
