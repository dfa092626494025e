"""Every operation of the API, called with what its schema allows and does not allow, for COMPTOIR_FUZZ_SECONDS (240 by
default): nothing crashes, no answer is other than the schema says. COMPTOIR_FUZZ_SEED repeats a run's inventions.
"""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from comptoir.channels.api.tests.conftest import buy, guest  # noqa: F401
from comptoir.kit import clock

pytestmark = pytest.mark.proof
SECONDS = float(os.environ.get("COMPTOIR_FUZZ_SECONDS", "240"))
SEED = int(os.environ.get("COMPTOIR_FUZZ_SEED", "2026"))
EXAMPLES = 3


def test_no_call_of_thousands_crashes_or_answers_what_the_schema_does_not_say(
    world: Any,
    guest: Any,  # noqa: F811
    buy: Any,  # noqa: F811
    settings: Any,
) -> None:
    from comptoir.channels.api.tests import fuzz
    from comptoir.inventory import facade as inventory
    from comptoir.inventory.contracts import Adjustment
    from comptoir.orders import facade as orders
    from comptoir.orders import jobs

    settings.WEBHOOKS_LOCAL = True
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (1000000000.0, 10 ** 9))
    until, made, rounds = time.monotonic() + SECONDS, 0, 0
    while time.monotonic() < until or not rounds:
        more = Adjustment(variant_id=world.variants["BOOK"], location_id=world.warehouse.id, quantity=9)
        inventory.adjust([more], kind="receipt", reason="delivery", origin=world.context.origin(), now=clock.now())
        placed = buy("BOOK").body  # each round has an order that nobody has cancelled yet
        while jobs.work_payments(clock.now()):
            pass
        last = until if rounds else None
        made += fuzz.exercise(fuzz.things(world, guest, placed), examples=EXAMPLES, number=SEED + rounds, until=last)
        rounds += 1
    print(f"{made} calls in {rounds} rounds from seed {SEED}")
    assert inventory.check() == []
    assert not any(orders.check_money().values())
