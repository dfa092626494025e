"""The rules in Python and their SQL say the same of everybody, at every moment."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.kit import sql
from comptoir.segments.compiling import FROM_ALL, FROM_SOME, Compiler
from comptoir.segments.rules.evaluating import holds, next_change
from comptoir.segments.rules.reading import read, written
from comptoir.segments.rules.resolving import resolve
from comptoir.segments.tests import openings


def test_the_rules_and_their_sql_agree(database: str) -> None:
    @settings(max_examples=40)
    @given(
        st.lists(openings.PEOPLE, min_size=1, max_size=4),
        st.lists(openings.RULES, min_size=1, max_size=4),
        openings.TIMES,
    )
    def agree(people, said, now):
        known = {UUID(int=number): person for number, person in enumerate(people, start=1)}
        nodes = [read({"version": 1, "rule": each}) for each in said]
        assert [read(written(node)) for node in nodes] == nodes
        nodes = [resolve(node, {}) for node in nodes]
        expected = {identity: [holds(node, who, now) for node in nodes] for identity, who in known.items()}
        turns = {
            identity: min(filter(None, (next_change(node, who, now) for node in nodes)), default=None)
            for identity, who in known.items()
        }
        with transaction.atomic():
            openings.keep(known)
            for source in (FROM_ALL, FROM_SOME):
                compiler = Compiler(now)
                asked = ", ".join(compiler.holds(node) for node in nodes)
                ids = "people" if source == FROM_SOME else compiler.put(list(known)).strip("%()s")
                compiler.params[ids] = list(known)
                text = f"WITH {source} SELECT p.person_id, {asked} FROM unnest(%({ids})s::uuid[]) AS p(person_id)"
                assert {row[0]: list(row[1:]) for row in sql.rows(text, compiler.params)} == expected
            compiler = Compiler(now)
            if text := compiler.turns(nodes):
                found = sql.rows(
                    f"WITH {FROM_ALL} SELECT person_id, min(at) FROM ({text}) AS t GROUP BY 1", compiler.params
                )
                assert dict(found) == {identity: at for identity, at in turns.items() if at}
            transaction.set_rollback(True)

    agree()
