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
    made.sleep(SECONDS)
    return made


def test_a_machine_with_something_to_spare_is_not_waited_for(world) -> None:
    before = world.slept
    give_way(0.5)
    assert world.slept == before


def test_a_full_machine_is_waited_for_and_no_longer_than_is_said(world) -> None:
    world.share = 0.1
    machine._machine.spare()
    world.sleep(SECONDS)
    before = world.slept
    give_way(0.5)
    assert world.slept - before == pytest.approx(0.5, abs=1.1 * machine.MOMENT)


def test_it_goes_on_as_soon_as_there_is_enough(world) -> None:
    world.share = 0.1
    machine._machine.spare()
    world.sleep(SECONDS)
    world.share, before = ENOUGH + 0.1, world.slept
    give_way(5)
    assert world.slept - before == pytest.approx(SECONDS, abs=2 * machine.MOMENT)


def test_where_nobody_tells_nobody_waits(world, monkeypatch) -> None:
    monkeypatch.setattr(machine, "_free", lambda: None)
    monkeypatch.setattr(machine, "_machine", Machine())
    before = world.slept
    give_way(0.5)
    assert world.slept == before


def test_what_was_an_hour_ago_says_nothing_of_now(world) -> None:
    machine._machine.spare()
    world.sleep(3600)
    world.share, before = 0.0, world.slept
    give_way(0.5)
    assert world.slept - before >= 0.5
    world.sleep(3600)
    world.share, before = 1.0, world.slept
    give_way(0.5)
    assert world.slept - before == pytest.approx(SECONDS, abs=1.1 * machine.MOMENT)


def test_where_all_is_said_to_be_nothing_nobody_tells(tmp_path, monkeypatch) -> None:
    stat = tmp_path / "stat"
    stat.write_bytes(b"cpu  0 0 0 0 0 0 0 0 0 0\n")
    monkeypatch.setattr(machine, "STAT", stat)
    assert machine._free() is None


def test_what_stood_still_and_what_worked_for_us_is_free(tmp_path, monkeypatch) -> None:
    stat = tmp_path / "stat"
    monkeypatch.setattr(machine, "STAT", stat)
    monkeypatch.setattr(machine.os, "sysconf", lambda name: 100)
    monkeypatch.setattr(machine.time, "process_time", lambda: 2.5)
    stat.write_bytes(b"cpu  900 1 50 400 100 0 0 0 0 0\ncpu0 1 1 1 1 1 0 0 0 0 0\n")
    assert machine._free() == 4 + 1 + 2.5
    stat.unlink()
    assert machine._free() is None, "nobody tells"
