"""The statements of the order path as a file, `orders.sql`: what the ceiling plays, and what a person may read.

`comptoir bench orders --write-sql` writes it anew. A test fails while file and path differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FILE = Path(__file__).with_name("orders.sql")
HEAD = """\
-- What the order path says to PostgreSQL, each statement once, in the order in which an order first needs it:
-- placing (BEGIN before "advisory lock"), then claiming its payment and settling it, which many orders do at once.
-- Made by comptoir bench orders --write-sql. Values are bound where psycopg's %s and %(name)s stand.
"""
MARK = "-- == "


def written(statements: Iterable[tuple[str, str]]) -> str:
    """The file of (label, statement): each statement once."""
    first: dict[str, str] = {}
    for label, statement in statements:
        first.setdefault(statement.strip(), label)
    return HEAD + "".join(f"\n{MARK}{label}\n{statement};\n" for statement, label in first.items())


def read() -> list[str]:
    """The statements of the file, without the spaces around them."""
    parts = FILE.read_text(encoding="utf-8").split(MARK)[1:]
    return [part.partition("\n")[2].strip().removesuffix(";") for part in parts]
