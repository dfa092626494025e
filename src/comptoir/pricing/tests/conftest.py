"""Imports stand in the fixture: this file is read before Django has its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from comptoir.pricing.tests.shop import Shop


@pytest.fixture
def shop(database: str) -> Shop:
    from comptoir.pricing.tests import shop

    return shop.open_shop()
