"""Who may wait leaves a full machine to those who are waited for, and not for ever."""

from __future__ import annotations

from typing import Any

import pytest

from comptoir.project import machine
from comptoir.project.machine import ENOUGH, SECONDS, Machine, give_way


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that moves when somebody sleeps, and processors that are free for a share of the time."""

    class World:
        now, free, share, slept = 100.0, 0.0, 1.0, 0.0

        def sleep(self, seconds: float) -> None:
            self.now += seconds
            self.slept += seconds
            self.free += seconds * self.share * 2

    made = World()
    monkeypatch.setattr(machine.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(machine.time, "monotonic", lambda: made.now)
    monkeypatch.setattr(machine.time, "sleep", made.sleep)
    monkeypatch.setattr(machine, "_free", lambda: made.free)
    monkeypatch.setattr(machine, "_machine", Machine())
    return made


def test_a_machine_with_something_to_spare_is_not_waited_for(world) -> None:
    give_way(0.5)
    assert world.slept == 0


def test_a_full_machine_is_waited_for_and_no_longer_than_is_said(world) -> None:
    world.share = 0.1
    world.sleep(SECONDS)
    before = world.slept
    give_way(0.5)
    assert world.slept - before == pytest.approx(0.5, abs=1.1 * machine.MOMENT)


def test_it_goes_on_as_soon_as_there_is_enough(world) -> None:
    world.share = 0.1
    world.sleep(SECONDS)
    world.share, before = ENOUGH + 0.1, world.slept
    give_way(5)
    assert world.slept - before == pytest.approx(SECONDS, abs=2 * machine.MOMENT)


def test_where_nobody_tells_nobody_waits(world, monkeypatch) -> None:
    monkeypatch.setattr(machine, "_free", lambda: None)
    monkeypatch.setattr(machine, "_machine", Machine())
    world.sleep(1)
    give_way(0.5)
    assert world.slept == 1


def test_what_is_free_grows_with_the_clock() -> None:
    if not machine.STAT.exists():
        pytest.skip("no /proc/stat: nobody is told, and nobody waits")
    first = machine._free()
    sum(range(3_000_000))  # what we use ourselves is free for us
    second = machine._free()
    assert first is not None and second is not None and second > first
