"""`comptoir import events FILE`: what happened before, in the form in which SDKs report it."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import msgspec
import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from comptoir.channels.collector import bodies, connecting, moments, writing
from comptoir.channels.collector.errors import Malformed
from comptoir.channels.collector.hearing import Bad, Call, hear
from comptoir.channels.collector.parcels import Event, Refused
from comptoir.channels.collector.reporting import reporter
from comptoir.kit import clock, ids
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceInfo

AT_ONCE = 1_000
_whole = msgspec.json.Decoder(list[msgspec.Raw])


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", "code", required=True, help="The code of the source that the events are of.")
def events(file: Path, code: str) -> None:
    """Bring events in from FILE: a line each (JSON, also gzipped), an array, or an object with `batch`.

    Times are believed as they are said. What was brought in within thirty days is not brought in twice.
    """
    source = _source(code)
    verdicts = import_events(file, source)
    for verdict, times in sorted(verdicts.items()):
        click.echo(f"{verdict}: {times}")


def _source(code: str) -> SourceInfo:
    with psycopg.connect(address(), autocommit=True) as reader:
        known = {each.code: each for each in sources.live(reader)}
    if code not in known:
        raise click.ClickException(f"There is no source {code!r}. Known are: {', '.join(sorted(known)) or 'none'}.")
    return known[code]


def address() -> str:
    """The database of Django's connection, for one of our own."""
    given = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    return make_conninfo("", **{name: given[key] for name, key in names.items() if given[key]})


def import_events(file: Path, source: SourceInfo) -> Counter[str]:
    """How many had which verdict. Each thousand is a transaction; a file that was brought in half-way is brought in
    again."""
    found: Counter[str] = Counter()
    call = Call(
        reporter=reporter(source), received=moments.micros(clock.now()), sent=None, context={}, agent="",
        historical=True, correlation=ids.uuid7_bytes(), new_id=ids.uuid7_bytes,
    )  # fmt: skip
    with closing(connecting.Link(address())) as writer:
        waiting: list[Event] = []
        for raw in _events_of(file):
            waiting.append(_heard(raw, call))
            if len(waiting) == AT_ONCE:
                found.update(writing.write(writer, waiting, clock.now(), ids.uuid7_bytes))
                waiting = []
        if waiting:
            found.update(writing.write(writer, waiting, clock.now(), ids.uuid7_bytes))
    return found


def _events_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as start:
        packed = start.read(2) == bodies.GZIP
    with gzip.open(file) if packed else file.open("rb") as lines:
        first = lines.readline().strip()
        if first.startswith(b"[") or b'"batch"' in first or first == b"{":
            yield from _of_whole(first + lines.read())
            return
        if first:
            yield first
        for line in lines:
            if line.strip():
                yield line.strip()


def _of_whole(text: bytes) -> list[bytes]:
    try:
        if text.startswith(b"["):
            return [bytes(each) for each in _whole.decode(text)]
        return bodies.batch(text, most=None).items
    except (msgspec.DecodeError, Malformed) as trouble:
        raise click.ClickException(f"The file is no JSON of events: {trouble}") from trouble


def _heard(raw: bytes, call: Call) -> Event:
    try:
        return hear(raw, None, call)
    except Bad as bad:
        return Refused(call.reporter.source.code, bad.kind, bad.code)
