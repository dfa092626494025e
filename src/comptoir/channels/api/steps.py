"""What became of a step of the checkout, said after its answer was made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from comptoir.channels.api.access import ApiRequest
from comptoir.checkout import facade as checkout
from comptoir.kit.refusals import Refusal


@contextmanager
def noting(request: ApiRequest, basket_id: UUID, step: str) -> Iterator[None]:
    """Completed when nothing was refused, else refused with the code; the refusal goes on its way."""
    try:
        yield
    except Refusal as refusal:
        checkout.refused(basket_id, step, refusal.code, request.context)
        raise
    checkout.completed(basket_id, step, request.context)
