"""The tracking plan of the docs and the lock of published words, both made from the vocabulary.

`python -m comptoir.journal.tracking_plan` writes them. A published word never changes: a row that was written
years ago is read with the version it was written in.
"""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from comptoir.journal import rules, vocabulary
from comptoir.journal.contracts import REGISTRY, Lane, Word, typed_fields

PLAN = Path("docs/tracking-plan.md")
LOCK = Path("docs/vocabulary.lock.json")

HEAD = """\
# Tracking plan

Every word of the journal, generated from `src/comptoir/journal/vocabulary/` by
`python -m comptoir.journal.tracking_plan`. A published version never changes: a change of fields is a new
version. Ids are pseudonymous; amounts are whole minor units; times are ISO 8601 in UTC.

Each event also carries: event id, generation, transaction id and position, version of its subject, source,
channel, market, legal entity, storefront, person key, actor, correlation, causation, and when it happened and
was recorded.
"""


def words() -> list[type[Word]]:
    """The words of the house, by owning room, name and version."""
    vocabulary.load()
    ours = [word for word in REGISTRY.values() if word.__module__.startswith(vocabulary.__name__)]
    return sorted(ours, key=lambda word: (owner(word), word.NAME, word.VERSION))


def owner(word: type[Word]) -> str:
    return word.__module__.rpartition(".")[2]


def render() -> str:
    """The page `docs/tracking-plan.md`, in Markdown."""
    parts, room = [HEAD], ""
    for word in words():
        if owner(word) != room:
            room = owner(word)
            parts.append(f"## {room}\n")
        parts.append(_section(word))
    return "\n".join(parts)


def _section(word: type[Word]) -> str:
    facts = [
        f"lane `{word.LANE}`",
        f"legal basis `{word.LEGAL_BASIS}`",
        f"subject `{word.SUBJECT_KIND}` by `{word.SUBJECT_FIELD}`",
    ]
    if word.NAME in rules.PUBLIC_NAMES:
        facts.append(f"public name “{rules.PUBLIC_NAMES[word.NAME]}”")
    if owner(word) in rules.TOLD_ROOMS and word.LANE == Lane.FACTS:
        facts.append(f"webhook `{rules.type_of(word.NAME)}`")
    lines = [f"### {word.NAME} v{word.VERSION}", ""]
    text = _text(word)
    if text:
        lines += [text, ""]
    lines += [", ".join(facts) + ".", "", "| field | type |", "|---|---|"]
    for name, kind in _fields(word):
        lines.append(f"| `{name}` | {type_name(kind).replace(' | ', ' or ')} |")
    return "\n".join(lines) + "\n"


def _text(word: type[Word]) -> str:
    """The docstring; dataclasses write a signature where there is none."""
    text = cleandoc(word.__doc__ or "")
    return "" if text.startswith(f"{word.__name__}(") else text


def _fields(word: type[Word]) -> list[tuple[str, Any]]:
    return list(typed_fields(word).items())


def type_name(kind: Any) -> str:
    """A type as the plan and the lock write it: the same on every version of Python."""
    inner = [type_name(part) for part in get_args(kind)]
    if get_origin(kind) in (Union, UnionType):
        return " | ".join(inner)
    if get_origin(kind):
        return f"{get_origin(kind).__name__}[{', '.join(inner)}]"
    if kind is NoneType:
        return "None"
    return "..." if kind is Ellipsis else str(getattr(kind, "__name__", kind))


def fingerprints() -> dict[str, dict[str, Any]]:
    """What a published version may not change, by name and version."""
    return {
        f"{word.NAME} v{word.VERSION}": {
            "lane": word.LANE.value,
            "legal_basis": word.LEGAL_BASIS.value,
            "subject": f"{word.SUBJECT_KIND} by {word.SUBJECT_FIELD}",
            "fields": {name: type_name(kind) for name, kind in _fields(word)},
        }
        for word in words()
    }


def broken(lock: dict[str, Any], declared: dict[str, Any]) -> list[str]:
    """The published words that changed or went, in sentences."""
    return [
        f"{name} was published and {'changed' if name in declared else 'is gone'}: make a new version instead"
        for name, published in lock.items()
        if declared.get(name) != published
    ]


def write(root: Path) -> None:
    """Write plan and lock under `root`. Raises ValueError when a published word changed."""
    lock = root / LOCK
    declared = fingerprints()
    objections = broken(json.loads(lock.read_text()) if lock.exists() else {}, declared)
    if objections:
        raise ValueError("; ".join(objections))
    lock.parent.mkdir(exist_ok=True)
    lock.write_text(json.dumps(declared, indent=1, sort_keys=True) + "\n")
    (root / PLAN).write_text(render())


if __name__ == "__main__":
    write(Path.cwd())
