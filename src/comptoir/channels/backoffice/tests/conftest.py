"""Staff of every role, and an order in the small world."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

# Django's settings are named by the conftest at the root, which is read after this file: imports wait.


@pytest.fixture
def log_in(world: SimpleNamespace) -> Callable[..., Any]:
    from comptoir.channels.backoffice.tests import people

    return people.log_in


@pytest.fixture
def admin(log_in: Callable[..., Any]) -> Any:
    return log_in("administrator")


@pytest.fixture
def place(world: SimpleNamespace) -> Callable[..., Any]:
    from comptoir.channels.backoffice.tests import people

    return people.place
