"""Who left somewhere, as a rule of segments: it lives on, and so holds of others later. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir.insights.contracts import Step, Stop
from comptoir.insights.funnel.behind import NAMES


def left_as_rule(steps: Sequence[Step], step: str, days: int) -> dict[str, Any]:
    """In the last `days` they came to the step before `step` and not to it, in whatever order: a definition of
    segments."""
    place = next(number for number, each in enumerate(steps) if number and each.code == step)
    came, stayed_away = _any(steps[place - 1], days), _any(steps[place], days)
    return _definition({"all": [came, {"not": stayed_away}]})


def stopped_as_rule(stop: Stop, days: int) -> dict[str, Any]:
    said = {"step": stop.step} | ({"refusal_code": stop.reason} if stop.reason else {})
    return _definition(_did(NAMES[stop.outcome], days, said))


def refused_as_rule(reason: str, days: int) -> dict[str, Any]:
    """A payment of theirs was refused for this reason; the means are not part of that event."""
    return _definition(_did("Payment Refused", days, {"refusal_code": reason}))


def _any(step: Step, days: int) -> dict[str, Any]:
    acts = dict.fromkeys((*step.acts, *step.facts))
    parts = [
        _did(name, days, {"step": part} if part else {}) for name, _, part in (act.partition(": ") for act in acts)
    ]
    return parts[0] if len(parts) == 1 else {"any": parts}


def _did(event: str, days: int, where: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {"event": event, "test": "at_least", "times": 1, "days": days}
    if where:
        said["where"] = [{"property": name, "test": "is", "value": value} for name, value in where.items()]
    return said


def _definition(rule: dict[str, Any]) -> dict[str, Any]:
    return {"version": 1, "rule": rule}
