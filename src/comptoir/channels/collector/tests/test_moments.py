"""The clock of a sender is not believed; the differences that it tells are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.channels.collector import moments, visit
from comptoir.channels.collector.moments import micros, moment_of

NOW = datetime(2026, 11, 28, 14, tzinfo=UTC)
AGO = timedelta(seconds=40)


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(hours=3), timedelta(days=-900)])
def test_a_wrong_clock_is_corrected(ahead: timedelta) -> None:
    sent, said = NOW + ahead, NOW + ahead - AGO
    when, faults = moments.occurred(micros(said), micros(sent), micros(NOW), historical=False)
    assert moment_of(when) == NOW - AGO
    assert faults == (["clock_skewed"] if ahead else [])


def test_history_is_believed_and_nothing_happens_later_than_now() -> None:
    old, soon = micros(NOW - timedelta(days=900)), micros(NOW + timedelta(hours=1))
    assert moments.occurred(old, soon, micros(NOW), historical=True) == (old, [])
    assert moments.occurred(old, None, micros(NOW), historical=False) == (old, [])
    assert moments.occurred(soon, None, micros(NOW), historical=False) == (micros(NOW), ["time_ahead"])
    assert moments.occurred(None, None, micros(NOW), historical=False) == (micros(NOW), ["time_missing"])
    for text in ("2026-11-28T14:00:00.000Z", "2026-11-28T15:00:00+01:00", "2026-11-28T14:00:00", 1795874400000):
        assert moments.read(text) == micros(NOW), text
    for text in ("yesterday", None, True, 3, "2026-13-01", {}):
        assert moments.read(text) is None


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (Linux; Android 15; SM-X710) Safari/537.36", "tablet"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "desktop"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", "bot"),
        ("analytics-python/2.4.0", "server"),
        ("", "unknown"),
    ],
)
def test_a_browser_is_told_by_its_class_alone(agent: str, device: str) -> None:
    assert visit.device_of(None, agent, "web", "") == device
