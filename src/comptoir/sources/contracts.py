"""What crosses the door of sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

# What an event says of consent: each event carries it; it is required and mostly not carried, so that what says
# nothing is only counted; or events serve a contract and need none.
Regime = Literal["carried", "required", "contract"]
REGIMES: tuple[Regime, ...] = ("carried", "required", "contract")
State = Literal["active", "paused"]
# A public key stands in pages and proves nothing; a server keeps its secret, and may name our customers by our own ids.
Kind = Literal["public", "server"]
KINDS: tuple[Kind, ...] = ("public", "server")

# Public event name to its properties: type, and a star when it has to be there.
Plan = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """Who reports, as staff describe it. `origins` are the web origins that may send; empty means any."""

    name: str
    storefront: str
    channel: str = "web"
    regime: Regime = "required"
    origins: tuple[str, ...] = ()
    plan: Plan = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """A source as the collector knows it. The write key of a public one stands in every page that reports, so it is no
    secret: it says who reports, and lets nobody read. Of a server's secret `write_key` is the digest."""

    id: UUID
    code: str
    name: str
    storefront: str
    market: str
    legal_entity: str
    channel: str
    regime: Regime
    state: State
    origins: tuple[str, ...]
    plan: Plan
    kind: Kind
    write_key: str
    previous_key: str
    previous_until: datetime | None
