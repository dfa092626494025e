"""Where a shipment may go, and what stands on its parcel."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from comptoir.kit.refusals import Invalid

# By the method's kind: a parcel travels, a collection waits.
MOVES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "ship": {
        "planned": frozenset({"preparing", "shipped", "cancelled"}),
        "preparing": frozenset({"planned", "shipped", "cancelled"}),
        "shipped": frozenset({"delivered"}),
        "delivered": frozenset(),
        "cancelled": frozenset(),
    },
    "collect": {
        "planned": frozenset({"preparing", "ready", "cancelled"}),
        "preparing": frozenset({"planned", "ready", "cancelled"}),
        "ready": frozenset({"delivered", "cancelled"}),
        "delivered": frozenset(),
        "cancelled": frozenset(),
    },
}
# The move that keeps the promise: a parcel must be there, a collection must be ready to fetch.
KEPT_BY: Mapping[str, str] = {"ship": "delivered", "collect": "ready"}
# Its pieces are still in the place that sends or keeps them.
UNSENT = ("planned", "preparing", "ready")
LONGEST = 60
NUMBER = frozenset(string.ascii_letters + string.digits + "-_./")


def moves_to(state: str) -> list[tuple[str, str]]:
    """Every (kind, state) from which a shipment may become `state`, sorted."""
    return sorted(
        (kind, before)
        for kind, table in MOVES.items()
        for before, allowed in table.items()
        if state in allowed
    )


def clean_number(text: str) -> str:
    """A tracking number as people paste it, without spaces; may be empty. Refuses Invalid (tracking_number):
    too_long beyond 60 characters, not_text for anything but letters, digits and - _ . /"""
    number = "".join(unicodedata.normalize("NFKC", text).split())
    if not set(number) <= NUMBER:
        raise Invalid({"tracking_number": "not_text"})
    if len(number) > LONGEST:
        raise Invalid({"tracking_number": "too_long"})
    return number


def clean_carrier(text: str) -> str:
    """Refuses Invalid (carrier): too_long beyond 60 characters, not_text for control characters."""
    carrier = " ".join(text.split())
    if not carrier.isprintable():
        raise Invalid({"carrier": "not_text"})
    if len(carrier) > LONGEST:
        raise Invalid({"carrier": "too_long"})
    return carrier


def is_tracking_template(text: str) -> bool:
    """An https address with `{number}` behind its host; empty means that there is no tracking page."""
    if not text:
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    host, behind = parts.netloc, f"{parts.path}?{parts.query}#{parts.fragment}"
    return parts.scheme == "https" and "." in host and "{" not in host and "{number}" in behind


def tracking_address(template: str, number: str) -> str:
    """The carrier's page for this parcel; empty without a number or without a safe template."""
    if not number or not template or not is_tracking_template(template):
        return ""
    return template.replace("{number}", quote(number, safe=""))


def all_there(kind: str, others: list[str]) -> bool:
    """Whether the other shipments of an order are where the promise wants them, or cancelled."""
    there = {KEPT_BY[kind], "delivered", "cancelled"}
    return set(others) <= there


def method_of(code: str) -> str:
    """The method's code in an option's: `collect@lyon` is `collect`."""
    return code.partition("@")[0]
