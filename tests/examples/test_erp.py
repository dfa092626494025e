"""The example's ERP and the shop stay in step while both are killed again and again."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCOPES = ("catalog:read", "catalog:write", "prices:write", "stock:read", "stock:write", "orders:read")
PATIENCE = 60.0


class Play:
    """Both sides as processes, each started again after it was killed."""

    def __init__(self, database: str, folder: Path, key: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.file, self.key, self.database = folder / "erp.sqlite", key, database
        self.address = f"http://127.0.0.1:{self.port}/api/v1"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, who: str, *, work: float = 0.0) -> None:
        house = [sys.executable, "-m", "tests.examples.house", self.database, str(self.port)]
        erp = [sys.executable, str(ROOT / "examples/erp.py"), str(self.file), self.address, self.key]
        command = house if who == "house" else [*erp, "--work", str(work)]
        paths = os.pathsep.join([str(ROOT), *sys.path])
        environment = os.environ | {"PYTHONPATH": paths}
        self.running[who] = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    def kill(self, who: str) -> None:
        self.running[who].send_signal(signal.SIGKILL)
        self.running[who].wait(10)

    def stop(self) -> None:
        for process in self.running.values():
            process.kill()
            process.wait(10)

    def erp(self, question: str) -> list[Any]:
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as db:
            return db.execute(question).fetchall()

    def ask(self, path: str) -> Any:
        request = urllib.request.Request(self.address + path, headers={"Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


def until(condition: Callable[[], Any]) -> None:
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            if condition():
                return
        except (OSError, sqlite3.OperationalError):
            pass
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.1)


@pytest.fixture
def play(world: SimpleNamespace, tmp_path: Path):
    from django.db import connection

    from comptoir.interconnect import facade as interconnect
    from comptoir.org import facade as org

    origin = world.context.origin()
    info, key = org.issue_key("ERP", "erp", world.storefront.code, SCOPES, origin=origin, now=world.now)
    erp = interconnect.connect_system("erp", "ERP", [info.prefix], origin=origin, now=world.now)
    interconnect.set_owner("price", "amount", erp, "record", origin=origin, now=world.now)
    playing = Play(str(connection.settings_dict["NAME"]), tmp_path, key)
    yield playing
    playing.stop()


def live(play: Play, world: SimpleNamespace, kills: int, chance: random.Random) -> list[str]:
    """Both work, the shop sells, and one of them is killed now and then. Answers the ids of the shop's orders."""
    from comptoir.channels.backoffice.tests import people
    from comptoir.checkout.errors import PriceChanged
    from comptoir.inventory import facade as inventory
    from comptoir.inventory.contracts import Adjustment
    from comptoir.kit import clock

    def bought() -> str:
        """Whoever is told that the price is another one by now looks again, as buyers do."""
        while True:
            with suppress(PriceChanged):
                return str(people.place())

    play.start("house")
    play.start("erp", work=0.02)
    until(lambda: play.erp("SELECT count(*) FROM receipt")[0][0] > 3)
    placed = []
    for turn in range(kills):
        line = Adjustment(variant_id=world.variants["BOOK"], location_id=world.shop.id, quantity=2)
        origin = world.context.origin()
        inventory.adjust([line], kind="receipt", reason="delivery", origin=origin, now=clock.now())
        placed.append(bought())
        time.sleep(chance.uniform(0.05, 0.4))
        victim = ("house", "erp")[turn % 2]
        play.kill(victim)
        play.start(victim, work=0.02)
    play.kill("erp")
    play.start("erp")
    until(lambda: play.erp("SELECT count(*) FROM outbox")[0][0] == 0)
    return placed


def in_step(play: Play) -> bool:
    """What the ERP holds of the shop is what the shop says about itself, thing by thing."""
    for kind in ("product", "price", "stock", "order"):
        theirs = {one["id"]: one["checksum"] for one in play.ask(f"/exchange/{kind}")["items"]}
        mine = dict(play.erp(f"SELECT id, checksum FROM shop WHERE kind = '{kind}'"))
        if not theirs or mine != theirs:
            return False
    return True


def agree(play: Play, world: SimpleNamespace, orders: list[str]) -> None:
    from comptoir.inventory import facade as inventory
    from comptoir.kit import sql

    until(lambda: in_step(play))
    assert play.erp("SELECT * FROM refused") == []
    articles = dict(play.erp("SELECT id, price FROM article"))
    prices = dict(
        sql.rows(
            "SELECT v.external_id, p.amount_minor FROM pricing_listprice p"
            " JOIN catalog_variant v ON v.id = p.variant_id"
        )
    )
    assert articles == prices
    # Each receipt of the ERP was booked exactly once, however often its message was sent.
    booked = sql.rows(
        "SELECT v.external_id || '@' || l.code, sum(m.quantity), count(*) FROM inventory_movement m"
        " JOIN catalog_variant v ON v.id = m.variant_id JOIN org_location l ON l.id = m.location_id"
        " WHERE starts_with(m.actor, 'key:') GROUP BY 1 ORDER BY 1"
    )
    assert booked == play.erp("SELECT id, sum(pieces), count(*) FROM receipt GROUP BY id ORDER BY id")
    assert len(play.erp("SELECT id FROM shop WHERE kind = 'order'")) == len(orders)
    assert inventory.check() == []


def test_the_example_is_read_in_a_minute() -> None:
    written = [line for line in (ROOT / "examples/erp.py").read_text().splitlines() if line.strip()]
    assert len(written) <= 100


def test_an_erp_and_the_shop_agree_after_both_were_killed(play: Play, world: SimpleNamespace) -> None:
    orders = live(play, world, kills=2, chance=random.Random(7))
    agree(play, world, orders)


@pytest.mark.proof
def test_an_erp_and_the_shop_agree_after_dozens_of_kills(play: Play, world: SimpleNamespace) -> None:
    from comptoir.inventory import facade as inventory
    from comptoir.inventory.contracts import Adjustment
    from comptoir.kit import clock

    plenty = [
        Adjustment(variant_id=world.variants[sku], location_id=world.warehouse.id, quantity=1_000)
        for sku in ("BOWL-OCHRE", "BOOK")
    ]
    inventory.adjust(plenty, kind="receipt", reason="delivery", origin=world.context.origin(), now=clock.now())
    seed = uuid4().int % 1_000
    print(f"\nseed {seed}")
    orders = live(play, world, kills=40, chance=random.Random(seed))
    agree(play, world, orders)
