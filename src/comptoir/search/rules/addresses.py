"""Paths of the shop."""

from __future__ import annotations

import re

PATH = re.compile(r"/[A-Za-z0-9][A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*")
LONGEST = 300


def wrong(target: str) -> str:
    """What is wrong with it; empty when it is an absolute path, which leads nowhere but here."""
    if not target:
        return "missing"
    if len(target) > LONGEST:
        return "too_long"
    return "" if PATH.fullmatch(target) else "not_a_path"
