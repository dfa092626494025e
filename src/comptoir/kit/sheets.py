"""Texts in files that a spreadsheet will open: none of them is taken for a formula, whoever wrote it.

https://owasp.org/www-community/attacks/CSV_Injection names the beginnings.
"""

from __future__ import annotations

from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BLANKS = " \u00a0"


def harmless(cell: Any) -> Any:
    """A text that would be taken for a formula, with an apostrophe before it; everything else as it is: texts alone can
    be formulas, numbers and dates are ours."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(BLANKS).startswith(FORMULA) else cell


def bare(cell: str) -> str:
    """Without the apostrophe that `harmless` gave it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(BLANKS).startswith(FORMULA) else cell
