"""The words of the house, one file per owning room."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Declare every word, so that any process can read what any other wrote."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
