"""What one run has already taken: ids and trade item numbers, as short fingerprints."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b

from comptoir.channels.imports.contracts import Assessment, Finding, Verdict


class Fingerprints:
    """A set of 63-bit fingerprints in one flat array: about 12 bytes for each entry.

    Two different values among a million collide with a chance of one in ten million.
    """

    def __init__(self) -> None:
        self._slots = array("q", bytes(8 * 4096))
        self._count = 0

    def add(self, value: str) -> bool:
        """Takes `value` in; False when it was there already."""
        mark = int.from_bytes(blake2b(value.encode(), digest_size=8).digest()) >> 1 or 1
        place = self._place(mark)
        if self._slots[place] == mark:
            return False
        self._slots[place] = mark
        self._count += 1
        if self._count * 3 > len(self._slots) * 2:
            self._grow()
        return True

    def _place(self, mark: int) -> int:
        mask = len(self._slots) - 1
        place = mark & mask
        while self._slots[place] and self._slots[place] != mark:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        old = self._slots
        self._slots = array("q", bytes(16 * len(old)))
        for mark in old:
            if mark:
                self._slots[self._place(mark)] = mark


class Seen:
    """Marks repeats within a file: the first row that is taken wins; rows that were refused claim nothing."""

    def __init__(self) -> None:
        self._ids = Fingerprints()
        self._skus = Fingerprints()
        self._gtins = Fingerprints()

    def judge(self, assessed: Assessment) -> Assessment:
        """Refused when the id was taken before; without the numbers that another row has taken."""
        item = assessed.item
        if item is None:
            return assessed
        if not self._ids.add(item.external_id):
            duplicate = Finding(Verdict.REFUSED, "id", "duplicate", item.external_id)
            return replace(assessed, item=None, findings=(*assessed.findings, duplicate))
        if not self._skus.add(item.sku):
            duplicate = Finding(Verdict.REFUSED, "sku", "duplicate", item.sku)
            return replace(assessed, item=None, findings=(*assessed.findings, duplicate))
        free = tuple(number for number in item.gtins if self._gtins.add(number))
        return without_gtins(assessed, [number for number in item.gtins if number not in free])


def against_catalogue(
    assessed: Assessment, gtins: Mapping[str, str], skus: Mapping[str, str], currency: str
) -> Assessment:
    """What the shop itself has to say: numbers that other articles hold (number to external id of the
    holder), and a price in another currency than that of the market."""
    item = assessed.item
    if item is None:
        return assessed
    refusal = None
    if item.price.currency != currency:
        refusal = Finding(Verdict.REFUSED, "price", "not the currency of the market", item.price.currency)
    elif skus.get(item.sku, item.external_id) != item.external_id:
        refusal = Finding(Verdict.REFUSED, "sku", "used by another product", item.sku)
    if refusal:
        return replace(assessed, item=None, findings=(*assessed.findings, refusal))
    taken = [number for number in item.gtins if gtins.get(number, item.external_id) != item.external_id]
    return without_gtins(assessed, taken)


def without_gtins(assessed: Assessment, taken: list[str]) -> Assessment:
    """`assessed` without the trade item numbers in `taken`, flagged."""
    if assessed.item is None or not taken:
        return assessed
    finding = Finding(Verdict.WARNING, "gtin", "used by another product", taken[0])
    free = tuple(number for number in assessed.item.gtins if number not in taken)
    return replace(assessed, item=replace(assessed.item, gtins=free), findings=(*assessed.findings, finding))
