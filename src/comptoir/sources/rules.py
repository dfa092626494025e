"""Decisions about sources: what a draft may say, how a tracking plan is written, and how events are held against it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from comptoir.sources.contracts import REGIMES, Plan, SourceDraft
from comptoir.sources.standard import STANDARD

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME_LENGTH = 100
MOST_EVENTS, MOST_PROPERTIES = 500, 100


SECRET = "sk_"  # what a server's key begins with


def is_secret(key: str) -> bool:
    return key.startswith(SECRET)


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal: random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": _is_number,
    "flag": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "any": lambda value: True,
}


def code_errors(code: str) -> dict[str, str]:
    return {} if CODE.fullmatch(code) and len(code) <= 50 else {"code": "not_a_slug"}


def draft_errors(draft: SourceDraft) -> dict[str, str]:
    errors = {}
    if not draft.name.strip():
        errors["name"] = "missing"
    elif len(draft.name) > NAME_LENGTH:
        errors["name"] = "too_long"
    if draft.regime not in REGIMES:
        errors["regime"] = "not_a_choice"
    if not draft.channel.strip() or len(draft.channel) > 40:
        errors["channel"] = "missing" if not draft.channel.strip() else "too_long"
    if not all(_is_origin(each) for each in draft.origins):
        errors["origins"] = _("Write each as https://www.example.com, without a path.")
    if not _is_plan(draft.plan):
        errors["plan"] = _("Write a line an event: Name: property type, with types from %(kinds)s.") % {
            "kinds": ", ".join(KINDS)
        }
    return errors


def _is_origin(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and text == f"{parts.scheme}://{parts.netloc}"


def _is_plan(plan: Plan) -> bool:
    return len(plan) <= MOST_EVENTS and all(
        name and len(kinds) <= MOST_PROPERTIES and all(kind.removesuffix("*") in KINDS for kind in kinds.values())
        for name, kinds in plan.items()
    )


def read_plan(text: str) -> dict[str, dict[str, str]] | None:
    """`Size Guide Opened: product_id text*, seconds number`, a line an event; None when a line cannot be read."""
    plan: dict[str, dict[str, str]] = {}
    for line in filter(None, (each.strip() for each in text.splitlines())):
        name, _colon, listed = line.partition(":")
        kinds = {}
        for each in filter(None, (part.strip() for part in listed.split(","))):
            words = each.split()
            if len(words) != 2 or words[1].removesuffix("*") not in KINDS:
                return None
            kinds[words[0]] = words[1]
        plan[name.strip()] = kinds
    return plan if _is_plan(plan) else None


def written_plan(plan: Plan) -> str:
    """The plan as `read_plan` reads it."""
    return "\n".join(
        f"{name}: {', '.join(f'{prop} {kind}' for prop, kind in kinds.items())}".rstrip(": ")
        for name, kinds in plan.items()
    )


def faults(plan: Plan, event: str, properties: Mapping[str, Any]) -> list[str]:
    """What an event that was tracked has against the plan of its source and the widespread e-commerce events: it is
    kept all the same. `unknown_event`, `missing:<property>`, `type:<property>`."""
    kinds = plan.get(event)
    if kinds is None:
        kinds = STANDARD.get(event)
    if kinds is None:
        return ["unknown_event"]
    found = [f"missing:{name}" for name in _needed(event, kinds) if properties.get(name) is None]
    for name, value in properties.items():
        kind = kinds.get(name)
        if kind is not None and value is not None and not _CHECKS[kind](value):
            found.append(f"type:{name}")
    return found


_CHECKS = {f"{kind}{star}": check for kind, check in KINDS.items() for star in ("", "*")}
_NEEDED = {name: tuple(each for each, kind in kinds.items() if kind.endswith("*")) for name, kinds in STANDARD.items()}


def _needed(event: str, kinds: Mapping[str, str]) -> Iterable[str]:
    if kinds is STANDARD.get(event):
        return _NEEDED[event]
    return [name for name, kind in kinds.items() if kind.endswith("*")]
