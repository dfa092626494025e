"""Seconds of processor by role, from /proc: what other programs do on the machine does not change them much."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


def seconds(heads: Mapping[str, int]) -> dict[str, float]:
    """For each role the processor seconds, until now, of its head process and of all that descend from it; a
    process belongs to the nearest head above it. Empty where there is no /proc."""
    stats = _stats()
    parents = {pid: int(fields[1]) for pid, fields in stats.items()}
    used = {pid: sum(map(int, fields[11:15])) / TICKS for pid, fields in stats.items()}  # with children that ended
    roles = {pid: role for role, pid in heads.items()}
    found = dict.fromkeys(heads, 0.0) if used else {}
    for pid, busy in used.items():
        head: int | None = pid
        while head and head not in roles:
            head = parents.get(head)
        if head:
            found[roles[head]] += busy
    return found


def parent_of(pid: int) -> int | None:
    """None for a process that does not run here."""
    fields = _stats().get(pid)
    return int(fields[1]) if fields else None


def children_of(pid: int) -> list[int]:
    """As they were born, unless the numbers began again in between."""
    return sorted(child for child, fields in _stats().items() if int(fields[1]) == pid)


def _stats() -> dict[int, list[str]]:
    found = {}
    for entry in PROC.glob("[0-9]*"):
        try:
            found[int(entry.name)] = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
    return found
