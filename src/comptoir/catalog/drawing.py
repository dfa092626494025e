"""SVG that may be shown from our own address: shapes and nothing that acts, loads or styles from elsewhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree

SPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    {
        "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
        "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask",
    }
)  # fmt: skip
ATTRIBUTE = re.compile(r"(?!on|style$|href$)[A-Za-z][A-Za-z0-9-]*")
ELSEWHERE = re.compile(r"url\s*\((?!#)|javascript:|data:|expression", re.IGNORECASE)


def is_safe(content: bytes) -> bool:
    """Whether these bytes are such a drawing, in UTF-8. Document types are refused before anything is parsed, so
    that no entity can grow."""
    try:
        text = content.decode()
        root = None if "<!" in text or "<?" in text else ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return False
    if root is None:
        return False
    return root.tag == f"{SPACE}svg" and all(_is_safe(element) for element in root.iter())


def _is_safe(element: ElementTree.Element) -> bool:
    name = str(element.tag).removeprefix(SPACE)
    return name in ELEMENTS and all(
        ATTRIBUTE.fullmatch(key) and not ELSEWHERE.search(value) for key, value in element.attrib.items()
    )
