"""The journal's events about an order as sentences for staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comptoir.channels.backoffice import rows, sentences
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Event, Origin
from comptoir.orders.contracts import OrderInfo
from comptoir.org import facade as org

ELSEWHERE = {"staff": "backoffice", "system": "worker"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """`kind` is the room that the word belongs to, for the mark beside it."""

    when: datetime
    text: str
    detail: str
    who: str
    channel: str
    name: str


def of_order(order: OrderInfo, locale: str) -> list[Chapter]:
    """Everything that happened to an order, its promise, and what the same requests caused besides; latest last.

    Two queries, one more per request that touched the order.
    """
    ours = {("order", str(order.id))} | ({("promise", str(order.promise.id))} if order.promise else set())
    own = [event for kind, identity in sorted(ours) for event in journal.timeline(kind, identity)]
    caused = [
        event
        for correlation in sorted({event.origin.correlation for event in own}, key=str)
        for event in journal.correlated(correlation)
        if _belongs(event, ours)
    ]
    events = {event.event_id: event for event in [*own, *caused]}
    return told(sorted(events.values(), key=_order_of_fact), locale)


def told(events: Iterable[Event], locale: str) -> list[Chapter]:
    found = list(events)
    staff = rows.staff_names({event.origin.actor for event in found})
    places = {str(place.id): place.name.read(locale) for place in org.places()}
    return [_chapter(event, staff, places, locale) for event in found]


def _chapter(event: Event, staff: dict[str, str], places: dict[str, str], locale: str) -> Chapter:
    text, detail = sentences.of(event, places, locale)
    return Chapter(
        when=event.occurred_at,
        text=text,
        detail=detail,
        who=staff.get(event.origin.actor) or sentences.actor(event.origin.actor),
        channel=_entrance(event.origin),
        name=event.name,
    )


def _entrance(origin: Origin) -> str:
    """An order's events keep the channel on which it was sold, also those that nobody made there."""
    return ELSEWHERE.get(origin.actor.partition(":")[0], origin.channel)


def _belongs(event: Event, ours: set[tuple[str, str]]) -> bool:
    """One request of the worker may touch several orders: others' stories stay theirs."""
    if event.subject_kind in ("order", "promise"):
        return (event.subject_kind, event.subject_id) in ours
    return True


def _order_of_fact(event: Event) -> tuple[Any, ...]:
    return event.occurred_at, event.generation, event.txid, event.position
