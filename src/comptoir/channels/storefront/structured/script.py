"""Nodes of one page as the text of a script element."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

Node = dict[str, Any]


def script(nodes: Sequence[Node]) -> str:
    """One document with one graph. It is data: no browser runs it, and no `<` in it can end the element."""
    if not nodes:
        return ""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
