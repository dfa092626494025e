"""Reads of sources."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from comptoir.kit import cache
from comptoir.kit.refusals import NotFound
from comptoir.sources.contracts import Plan, SourceInfo
from comptoir.sources.models import Source

COLUMNS = (
    "id", "code", "name", "storefront", "market", "legal_entity", "channel", "regime", "state", "origins", "plan",
    "kind", "write_key", "previous_key", "previous_until",
)  # fmt: skip
LIVE = f"SELECT {', '.join(COLUMNS)} FROM sources_source"


class Cursor(Protocol):
    def execute(self, query: str) -> Any: ...


def live(cursor: Cursor) -> list[SourceInfo]:
    """Every source, read by a cursor of psycopg: the collector has no connection of Django's."""
    return [_info(dict(zip(COLUMNS, row, strict=True))) for row in cursor.execute(LIVE).fetchall()]


def source(source_id: UUID) -> SourceInfo:
    """Refuses NotFound."""
    row = Source.objects.filter(id=source_id).first()
    if row is None:
        raise NotFound()
    return info(row)


def codes() -> tuple[str, ...]:
    """Of every source, by code."""
    return tuple(Source.objects.order_by("code").values_list("code", flat=True))


def own_key(storefront: str) -> str:
    """The write key with which the storefront's own script reports; empty when it has no source or is paused.
    Remembered for three seconds."""
    return cache.keep_each("own source keys", (storefront,), _own_keys)[storefront] or ""


def _own_keys(storefronts: list[str]) -> dict[str, str]:
    found = Source.objects.filter(own=True, state="active", storefront__in=storefronts)
    return dict(found.values_list("storefront", "write_key"))


def info(row: Source) -> SourceInfo:
    return _info({name: getattr(row, name) for name in COLUMNS})


def _info(values: dict[str, Any]) -> SourceInfo:
    return SourceInfo(**values | {"origins": tuple(values["origins"])})


def plain_plan(plan: Plan) -> dict[str, dict[str, str]]:
    return {name: dict(kinds) for name, kinds in plan.items()}
