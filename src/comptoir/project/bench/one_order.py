"""Orders by the door, their statements written down."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import PlaceOrder
from comptoir.customers.contracts import Contact
from comptoir.kit import clock
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.orders import jobs
from comptoir.org.contracts import ShopperContext
from comptoir.payments.contracts import Tender
from comptoir.project.bench import shoppers, tape
from comptoir.project.bench.tape import COMMIT, Taped
from comptoir.recognition import facade as recognition
from comptoir.recognition.contracts import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class TapedOrder:
    """`placed` is seconds by the clock, `busy` seconds of this process on a processor."""

    basket_id: UUID
    order_id: UUID
    number: str
    placing: list[Taped]
    placed: float
    busy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TapedGroup:
    """Orders that were settled together."""

    orders: tuple[TapedOrder, ...]
    settling: list[Taped]
    settled: float
    busy: float


def taped(variants: list[UUID], count: int = 1) -> TapedGroup:
    """Place orders of three lines by guests, and do the worker's part of all of them at once."""
    placed = tuple(_placed(variants) for _ in range(count))
    with tape.taping() as settling:
        started, busy = time.perf_counter(), time.process_time()
        jobs.work_payments(clock.now(), limit=count)
        settled, busy = time.perf_counter() - started, time.process_time() - busy
    return TapedGroup(orders=placed, settling=settling, settled=settled, busy=busy)


def statements(group: TapedGroup) -> Iterator[tuple[str, str]]:
    """Label and text of everything that the orders say but COMMIT."""
    for unit in (*(order.placing for order in group.orders), group.settling):
        yield from ((each.label, each.statement) for each in unit if each.statement != COMMIT)


def _placed(variants: list[UUID]) -> TapedOrder:
    shopper = context()
    basket_id = checkout.open_basket(shopper)
    for variant_id in random.sample(variants, shoppers.LINES):
        checkout.add(basket_id, variant_id, 1, shopper)
    checkout.prepare(basket_id, shopper, contact=Contact(**shoppers.buyer()), delivery="home")
    view = checkout.view(basket_id, shopper)
    assert view.chosen
    wanted = PlaceOrder(
        basket_id=basket_id, shown_total=view.quote.total, shown_promise=view.chosen.promise.key,
        tenders=(Tender(kind=shoppers.CARD["kind"], token=shoppers.CARD["token"]),), context=shopper,
        idempotency_key=IdempotencyKey.of(
            actor="bench", endpoint="order", key=str(basket_id), request=[str(basket_id)]
        ),
    )  # fmt: skip
    with tape.taping() as placing:
        started, busy = time.perf_counter(), time.process_time()
        opened = checkout.place_order(wanted)
        placed, busy = time.perf_counter() - started, time.process_time() - busy
    return TapedOrder(
        basket_id=basket_id, order_id=opened.order_id, number=opened.number, placing=placing, placed=placed, busy=busy
    )


def context() -> ShopperContext:
    return recognition.recognise(Visit(channel="api", locale="fr", now=clock.now(), correlation=uuid7()))
