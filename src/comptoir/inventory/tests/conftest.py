"""Imports stand in the fixtures: this file is read before Django has its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from comptoir.inventory.tests.shop import Buyers, Stock


@pytest.fixture
def stock(database: str) -> Stock:
    from comptoir.inventory.tests import shop

    return shop.open_shop()


@pytest.fixture
def buyers() -> Buyers:
    from comptoir.inventory.tests import shop

    return shop.Buyers()
