"""A million identifiers in 300,000 people: how long it takes to resolve all of them anew."""

from __future__ import annotations

import time
from collections.abc import Iterator

import click

from comptoir.kit import sql
from comptoir.profiles import facade as profiles
from comptoir.project.bench import scratch
from comptoir.project.bench.figures import Figure

NAME = "comptoir_bench_identity"
PEOPLE = 300_000
# By person: one user, and devices and e-mails until there are three and a third of each on average; half of the people
# have a card too. Nobody is resolved yet: each identifier is a person of its own.
MEET = """
INSERT INTO profiles_identifier (kind, value, known, first_at, person_id)
SELECT kind, kind || p || '-' || n, false,
       timestamptz '2026-01-01' + (p * 37 + n) %% 100000 * interval '1 minute', gen_random_uuid()
FROM generate_series(1, %(people)s) AS p
CROSS JOIN LATERAL (
    SELECT 'user' AS kind, 1 AS n
    UNION ALL SELECT 'card', 1 WHERE p %% 2 = 0
    UNION ALL SELECT 'email', 1 WHERE p %% 3 = 0
    UNION ALL SELECT 'visitor', n FROM generate_series(1, 1 + p %% 2) AS n
) AS each
ORDER BY random()
"""
# Everything of a person is linked with its user; one in fifty is heard on somebody else's device, later.
LINK = """
INSERT INTO profiles_link (a_id, b_id, at, event_id, word, channel, state, reason, revoked_by, revoked_reason)
SELECT least(u.id, i.id), greatest(u.id, i.id), at, gen_random_uuid(), 'Event Tracked', 'web', 'joined', '', '', ''
FROM (
    SELECT id, split_part(substr(value, length(kind) + 1), '-', 1)::int AS p, first_at AS at
    FROM profiles_identifier WHERE kind <> 'user'
    UNION ALL
    SELECT id, split_part(substr(value, length(kind) + 1), '-', 1)::int %% %(people)s + 1,
           timestamptz '2027-01-01' + id * interval '1 second'
    FROM profiles_identifier WHERE kind = 'visitor' AND value LIKE '%%0-1'
) AS i JOIN profiles_identifier AS u ON u.kind = 'user' AND u.value = 'user' || i.p || '-1'
ORDER BY random()
"""
BARE = "SELECT count(*), count(DISTINCT person_id), sum(length(value)) FROM profiles_identifier"
REFUSED = "SELECT count(*) FROM profiles_link WHERE state = 'refused'"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
@click.option("--people", default=PEOPLE, show_default=True)
def identity(as_json: bool, people: int) -> None:
    """All people resolved anew from their links, in a database of their own."""
    for figure in measure(people):
        click.echo(figure.line())


def measure(people: int) -> Iterator[Figure]:
    """`errors` counts people too many or too few, links of other people's devices that were not refused, and what a
    second run finds to move. `ceiling` is a bare count over the same rows."""
    with scratch.database(NAME):
        sql.run("SET statement_timeout = 0")
        sql.run(MEET, {"people": people})
        sql.run("ANALYZE profiles_identifier")
        sql.run(LINK, {"people": people})
        sql.run("ANALYZE profiles_link")
        started, worked = time.perf_counter(), time.process_time()
        profiles.resolve_all()
        seconds, processor = time.perf_counter() - started, time.process_time() - worked
        started = time.perf_counter()
        ((identifiers, found, _),) = sql.rows(BARE)
        ceiling = time.perf_counter() - started
        ((refused,),) = sql.rows(REFUSED)
        foreign = people // 10
        errors = abs(found - people) + abs(refused - foreign) + profiles.resolve_all()
        figure = {"unit": "s", "n": identifiers, "errors": errors}
        yield Figure(name="identity.resolved", value=seconds, ceiling=ceiling, ratio=ceiling / seconds, **figure)
        yield Figure(name="identity.processor", value=processor, **figure)
