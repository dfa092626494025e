"""What the models say is reckoned once a day, and when other records are counted as one person, by the worker, and kept
for whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.customers import facade as customers
from comptoir.insights.contracts import BackTest, BuyerWorth, Earlier, Foresight, Persona
from comptoir.insights.foresight.reckon import reckoned
from comptoir.insights.models import Foreseen, Worth
from comptoir.journal.contracts import plain
from comptoir.orders import facade as orders
from comptoir.org import facade as org


def foresee(now: datetime) -> int:
    """Each market whose day is not reckoned yet with people as they are counted now; answers how many were. Orders of
    who was forgotten are still known to the models; of themselves nothing is said."""
    return sum(_foresee(market, now) for market in org.markets())


def _foresee(market: str, now: datetime) -> int:
    today = now.astimezone(org.market(market).zone).date()
    counting = customers.counting()
    if Foreseen.objects.filter(market=market, made_on=today, counting=counting).exists():
        return 0
    found = reckoned(list(orders.buyers(market, today)), today)
    if found is None:
        return 0
    foresight, told = found
    forgotten = customers.forgotten([each.customer_id for each in told])
    rows = [
        Worth(
            market=market, customer_id=each.customer_id, alive=each.alive, next_on=each.next_on, orders=each.orders,
            value_minor=each.value, persona=each.persona,
        )
        for each in told
        if each.customer_id not in forgotten
    ]  # fmt: skip
    with transaction.atomic(durable=True):
        Worth.objects.filter(market=market).delete()
        Worth.objects.bulk_create(rows, batch_size=5_000)
        Foreseen.objects.update_or_create(
            market=market, defaults={"made_on": today, "counting": counting, "told": _plain(asdict(foresight))}
        )
    return 1


def foresight(market: str) -> Foresight | None:
    """What was said last; None before there was enough to say anything."""
    kept = Foreseen.objects.filter(market=market).first()
    if kept is None:
        return None
    said: dict[str, Any] = dict(kept.told)
    said["made_on"] = date.fromisoformat(said["made_on"])
    said["personas"] = tuple(Persona(**{**each, "portrait": tuple(each["portrait"])}) for each in said["personas"])
    said["before"] = Earlier(**said["before"]) if said.get("before") else None
    if said["back_test"]:
        test = said["back_test"]
        classes = tuple((int(n), float(a), float(b)) for n, a, b in test["by_foreseen"])
        held = date.fromisoformat(test["held_from"])
        said["back_test"] = BackTest(**{**test, "held_from": held, "by_foreseen": classes})
    return Foresight(**said)


def most_valuable(market: str, *, persona: int | None = None, size: int = 20) -> tuple[BuyerWorth, ...]:
    """Buyers of whom most is expected, or those of a persona."""
    found = Worth.objects.filter(market=market)
    if persona is not None:
        found = found.filter(persona=persona)
    return tuple(map(_told, found.order_by("-value_minor", "customer_id")[:size]))


def worth_of(market: str, customer_id: UUID) -> BuyerWorth | None:
    """Of the person whom this record is counted as."""
    kept = Worth.objects.filter(market=market, customer_id=customers.counted_as(customer_id)).first()
    return _told(kept) if kept else None



def drop(keys: Collection[str]) -> int:
    """Nothing is foreseen of who was forgotten."""
    ids = [UUID(key) for key in keys if _is_id(key)]
    return Worth.objects.filter(customer_id__in=ids).delete()[0]


def _is_id(key: str) -> bool:
    try:
        return bool(UUID(key))
    except ValueError:
        return False


def _told(kept: Worth) -> BuyerWorth:
    return BuyerWorth(
        customer_id=kept.customer_id, alive=kept.alive, next_on=kept.next_on, orders=kept.orders,
        value=kept.value_minor, persona=kept.persona,
    )  # fmt: skip


def _plain(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_plain(value) for value in tree]
    return tree if isinstance(tree, str | int | float | None) else plain(tree)
