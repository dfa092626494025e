"""The demo's aisles as the catalogue's categories."""

from __future__ import annotations

from datetime import datetime

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.project import founding
from comptoir.project.demo import words


def nodes(now: datetime) -> dict[str, CategoryNode]:
    """By the codes of `words.AISLES`; without those in which nothing is shown."""
    tree = catalog.categories(market=founding.MARKET, now=now)
    by_names = {tuple(step.name["fr"] for step in node.trail): node for node in tree}
    found = {code: by_names.get(tuple(name for name, _en in names)) for code, names in words.AISLES.items()}
    return {code: node for code, node in found.items() if node}


def paths(now: datetime) -> dict[str, str]:
    """What a page of the shop reports as the category of what it shows."""
    return {code: node.path for code, node in nodes(now).items()}
