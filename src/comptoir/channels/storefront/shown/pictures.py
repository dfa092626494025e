"""The picture of a product, or the drawing that stands in for it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from comptoir.catalog.contracts import CategoryNode, Picture
from comptoir.channels.storefront.drawings.kinds import colour_of, kind_of
from comptoir.kit.text import Localised


def picture(
    found: Picture | None,
    *,
    name: Localised,
    category: CategoryNode | None,
    seed: str,
    locale: str,
    alt: str = "",
) -> dict[str, Any]:
    """`drawn` says that it is a stand-in. A drawing tells nothing, so its alternative text is empty."""
    if found is not None and found.source:
        return {"url": found.source, "alt": alt and (found.alt.read(locale) or alt), "drawn": False}
    shelf = category.name.read("en") if category else ""
    kind = kind_of(shelf, *name.values())
    return {"url": drawn(kind, colour_of(" ".join(name.values()), seed=seed)), "alt": "", "drawn": True}


def aisle(node: CategoryNode) -> dict[str, Any]:
    names = " ".join(node.name.values())
    return {"url": drawn(kind_of(names), colour_of("", seed=str(node.path))), "alt": "", "drawn": True}


def drawn(kind: str, colour: str) -> str:
    return reverse("storefront:picture", kwargs={"kind": kind, "colour": colour})
