"""Where a shipment may go, and what stands on its parcel."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

from comptoir.fulfilment.contracts import NO_PARCEL
from comptoir.kit.refusals import Invalid

# By the method's kind: a parcel travels, a collection waits, what is neither is planned until it is done.
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
    NO_PARCEL: {
        "planned": frozenset({"delivered", "cancelled"}),
        "delivered": frozenset(),
        "cancelled": frozenset(),
    },
}
# The move that keeps the promise: a parcel must be there, a collection must be ready to fetch.
KEPT_BY: Mapping[str, str] = {"ship": "delivered", "collect": "ready", NO_PARCEL: "delivered"}
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


def all_there(kind: str, others: Sequence[tuple[str, str]]) -> bool | None:
    """Whether the other shipments of a promise, (kind, state), are where it wants them, or cancelled. While parcels are
    promised the promise is theirs alone: None for what is no parcel then."""
    travelling = [state for other, state in others if other != NO_PARCEL and state != "cancelled"]
    if kind == NO_PARCEL and travelling:
        return None
    there = {KEPT_BY[kind], "delivered", "cancelled"}
    return {state for other, state in others if kind == NO_PARCEL or other != NO_PARCEL} <= there


def method_of(code: str) -> str:
    """The method's code in an option's: `collect@lyon` is `collect`."""
    return code.partition("@")[0]
