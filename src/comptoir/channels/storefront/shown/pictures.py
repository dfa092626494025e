"""The picture of a product, or the drawing that stands in for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse

from comptoir.catalog.contracts import AttributeValue, CategoryNode, Picture
from comptoir.channels.storefront.drawings.kinds import colour_of, kind_of
from comptoir.kit.text import Localised


def picture(
    found: Picture | None,
    *,
    name: Localised,
    product_id: UUID,
    locale: str,
    category: CategoryNode | None = None,
    options: Sequence[AttributeValue] = (),
    alt: str = "",
) -> dict[str, Any]:
    """`drawn` says that it is a stand-in: it tells nothing, so its alternative text is empty. `framed` says that a
    picture has its own ground and fills its frame, as drawings do; a photograph on white gets a margin."""
    if found is not None and found.source:
        told_alt = alt and (found.alt.told(locale) or alt)
        return {"url": found.source, "alt": told_alt, "drawn": False, "framed": found.source.endswith(".svg")}
    kind = kind_of(*name.values(), category.name.read("en") if category else "")
    told = [text for value in options for text in value.text.values()]
    colour = colour_of(" ".join([*told, *name.values()]), seed=str(product_id))
    return {"url": drawn(kind, colour), "alt": "", "drawn": True, "framed": False}


def aisle(node: CategoryNode, found: Picture | None = None) -> dict[str, Any]:
    """Beside the aisle's name, which tells enough: the alternative text is empty."""
    if found is not None and found.source:
        return {"url": found.source, "alt": "", "drawn": False, "framed": found.source.endswith(".svg")}
    names = " ".join(node.name.values())
    return {"url": drawn(kind_of(names), colour_of("", seed=str(node.path))), "alt": "", "drawn": True, "framed": False}


@cache
def drawn(kind: str, colour: str) -> str:
    return reverse("storefront_plain:picture", kwargs={"kind": kind, "colour": colour})
