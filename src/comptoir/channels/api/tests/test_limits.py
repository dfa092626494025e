"""Nobody calls more often than the limit says, however many processes there are, and everybody is told."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from comptoir.channels.api.limits import address_of
from comptoir.kit import limits, sql
from comptoir.kit.limits import Limit

NEVER = 1e-9  # per second: what is taken does not come back while a test runs


def test_the_burst_is_let_through_and_the_next_is_told_to_wait(caller_with: Any, settings: Any) -> None:
    settings.RATE_LIMITS = {"key": (0.01, 5), "address": (1.0, 5)}
    program = caller_with("catalog:read")
    answers = [program.get("/v1/categories") for _ in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert answers[0].headers["RateLimit-Policy"] == '"key";q=5;w=500'
    left = [answer.headers["RateLimit"].split(";")[1] for answer in answers]
    assert left == ["r=4", "r=3", "r=2", "r=1", "r=0", "r=0"]
    refused = answers[-1]
    assert refused.body["code"] == "too_many_calls" and refused.body["data"]["policy"] == "key"
    assert 90 <= int(refused.headers["Retry-After"]) <= 100


def test_a_guest_is_counted_by_what_the_proxy_saw_and_this_machine_is_not(guest: Any, settings: Any) -> None:
    settings.RATE_LIMITS = {"key": (1.0, 5), "address": (0.01, 2)}
    near = [guest.get("/v1/categories").status for _ in range(4)]
    far = [guest.get("/v1/categories", X_Forwarded_For=f"10.9.9.{n}, 203.0.113.7").status for n in range(4)]
    other = guest.get("/v1/categories", X_Forwarded_For="203.0.113.8").status
    assert (near, far, other) == ([200] * 4, [200, 200, 429, 429], 200)


def test_an_ipv6_network_counts_as_one() -> None:
    def seen(address: str) -> str:
        return address_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert seen("2001:db8:1:2::5") == seen("2001:db8:1:2:ffff::9") != seen("2001:db8:1:3::5")
    assert seen("127.0.0.1") == "" and seen("::1") == ""


def test_most_calls_ask_the_database_nothing(database: str) -> None:
    limit = Limit("test", NEVER, 1_000)
    who = str(uuid4())
    with CaptureQueriesContext(connection) as asked:
        for _ in range(100):
            assert limits.take(who, limit).allowed
    assert len(asked) == 2  # fifty at a time


def test_threads_and_processes_together_never_get_more_than_the_bucket_holds(database: str) -> None:
    limit, who = Limit("test", NEVER, 60), str(uuid4())
    script = (
        "import django; django.setup()\n"
        "from django.db import connections\n"
        f"connections['default'].settings_dict['NAME'] = {connection.settings_dict['NAME']!r}\n"
        "from comptoir.kit import limits\n"
        f"limit = limits.Limit('test', {NEVER}, 60)\n"
        f"print(sum(limits.take({who!r}, limit).allowed for _ in range(100)))\n"
    )

    def here() -> int:
        try:
            return sum(limits.take(who, limit).allowed for _ in range(20))
        finally:
            connections.close_all()

    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as other:
        with ThreadPoolExecutor(4) as threads:
            mine = sum(threads.map(lambda _: here(), range(4)))
        theirs = int(other.communicate(timeout=60)[0])
    assert 57 <= mine + theirs <= 60


def test_a_bucket_fills_again_with_time(database: str) -> None:
    limit, who = Limit("test", 0.01, 3), str(uuid4())  # a token in 100 seconds
    assert [limits.take(who, limit).allowed for _ in range(4)] == [True, True, True, False]
    sql.run("UPDATE kit_rate_bucket SET at = at - interval '200 seconds'")
    assert [limits.take(who, limit).allowed for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("cost", [1, 7])
def test_a_dear_call_takes_as_much_as_it_costs(database: str, cost: int) -> None:
    limit, who = Limit("test", NEVER, 14), str(uuid4())
    assert sum(limits.take(who, limit, cost).allowed for _ in range(20)) == 14 // cost
