"""Web, worker and database are killed while people buy; afterwards everything agrees.

Lasts COMPTOIR_PROOF_SECONDS (60 by default); COMPTOIR_PROOF_SEED repeats a run's choice of victims.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.proof import shop

pytestmark = pytest.mark.proof
SECONDS = float(os.environ.get("COMPTOIR_PROOF_SECONDS", "60"))
SEED = int(os.environ.get("COMPTOIR_PROOF_SEED", "2026"))
BUYERS = 4
PLENTY, FEW = 100_000, 25


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ct-crash-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_killed_again_and_again_nothing_is_lost_doubled_or_half_written(
    home: Path, port: int, django_db_blocker: Any
) -> None:
    from tests.proof import agreement, buyers  # after the settings

    running = shop.start(home, port)
    try:
        with django_db_blocker.unblock(), agreement.looking_at(home):
            agreement.watch_mail()
            crowd = buyers.Buyers(port=port, variants=_stocked(), seed=SEED)
            crowd.start(BUYERS)
            killed = _kill_now_and_then(home, port, random.Random(SEED))
            crowd.finish(seconds=150)
            # A mail whose database was killed twice under it is tried again after 305 s.
            shop.wait_until(lambda: _again(agreement.has_caught_up), seconds=400)
            _report(crowd, killed)
            assert agreement.disagreements() == {}
            _everyone_got_their_order(crowd)
            before, replayed = agreement.replayed_sales()
            assert before == replayed
            assert sum(day.placed for day in replayed) == len(crowd.answers)
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)


def _stocked() -> list[Any]:
    """Four variants of which there is plenty and one of which there is little, so that it sells out."""
    from comptoir.inventory import facade as inventory
    from comptoir.inventory.contracts import Adjustment
    from comptoir.kit import clock, sql
    from comptoir.project import founding

    found = sql.rows(
        "SELECT l.variant_id, min(l.location_id::text)::uuid FROM inventory_stocklevel l"
        " JOIN pricing_listed p ON p.variant_id = l.variant_id GROUP BY 1 ORDER BY 1 LIMIT 5"
    )
    levels = [
        Adjustment(variant_id=variant, location_id=place, quantity=FEW if number == 0 else PLENTY)
        for number, (variant, place) in enumerate(found)
    ]
    inventory.set_levels(levels, reason="correction", origin=founding.origin(), now=clock.now())
    return [variant for variant, _place in found]


def _kill_now_and_then(home: Path, port: int, chance: random.Random) -> Counter[str]:
    """Kill -9 one of web, worker, its parts and database, at a random moment after people can buy again."""
    killed: Counter[str] = Counter()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        shop.wait_until(lambda: shop.is_ready(port))
        time.sleep(chance.uniform(0.5, 4))
        victim = chance.choice(["web", "worker", "worker.buyers", "worker.later", "worker.mail", "database"])
        pid = shop.database(home) if victim == "database" else shop.roles(home).get(victim)
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed[victim] += 1
    return killed


def _everyone_got_their_order(crowd: Any) -> None:
    """Each key had one answer however often it was sent, and each answer is an order, and no order is nobody's."""
    from comptoir.kit import sql

    assert crowd.answers
    for answers in crowd.answers.values():
        assert all(answer == answers[0] for answer in answers)
    told = {(a[0]["id"], a[0]["number"], a[0]["total"]["minor"]) for a in crowd.answers.values()}
    assert len(told) == len(crowd.answers)
    stored = sql.rows("SELECT id::text, number, total_minor FROM orders_order")
    assert set(stored) == told


def _again(look: Any) -> bool:
    """The database may be coming back just now."""
    from django.db import DatabaseError, InterfaceError, connections

    try:
        return bool(look())
    except (DatabaseError, InterfaceError):
        connections["default"].close()
        return False


def _report(crowd: Any, killed: Counter[str]) -> None:
    from comptoir.kit import sql

    states = dict(sql.rows("SELECT state, count(*) FROM orders_order GROUP BY 1"))
    mails = sql.row("SELECT count(*) FROM proof_mail") or (0,)
    figures = {
        "seconds": SECONDS, "seed": SEED, "killed": killed, "orders": len(crowd.answers), "states": states,
        "refused": crowd.refused, "sent again": crowd.resent, "mails asked for": mails[0],
    }  # fmt: skip
    print("\n" + json.dumps(figures))
