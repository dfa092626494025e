"""Which way a promise may go."""

from __future__ import annotations

from collections.abc import Mapping

MOVES: Mapping[str, frozenset[str]] = {
    "made": frozenset({"kept", "broken", "withdrawn"}),
    "broken": frozenset({"repaired"}),
    "kept": frozenset(),
    "repaired": frozenset(),
    "withdrawn": frozenset(),
}


def states_before(state: str) -> list[str]:
    """The states from which a promise may become `state`, sorted."""
    return sorted(before for before, allowed in MOVES.items() if state in allowed)
