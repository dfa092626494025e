"""Who calls, and what they may do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja import Header
from ninja.security.base import AuthBase
from pydantic import BaseModel, Field

from comptoir.channels.api import answers
from comptoir.channels.api.answers import Answered
from comptoir.channels.api.errors import KeyMissing, KeyUnknown, ScopeMissing
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo, OrderStanding
from comptoir.orders.errors import LinkInvalid
from comptoir.org import facade as org
from comptoir.org.contracts import ApiCaller, ShopperContext

KEY_HEADER = "Idempotency-Key"
Key = Annotated[str, Field(min_length=8, max_length=200, pattern=r"^[ -~]*$"), Header(alias=KEY_HEADER)]

Shown = TypeVar("Shown", OrderInfo, OrderStanding)


class ApiRequest(HttpRequest):
    """A request that came through `entrance`."""

    caller: ApiCaller | None
    context: ShopperContext
    once: IdempotencyKey


def caller_of(request: HttpRequest) -> ApiCaller | None:
    """The key's owner; None without a key. Refuses KeyUnknown."""
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    scheme, _, key = header.partition(" ")
    caller = org.authenticate(key.strip()) if scheme.lower() == "bearer" else None
    if caller is None:
        raise KeyUnknown()
    return caller


class Bearer(AuthBase):
    """A key that has the scope. Where `guests` may come in too, no key is needed; one that is sent must still
    have the scope, so that a program never does by accident what its key was not made for."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str, *, guests: bool = False) -> None:
        super().__init__()
        self.scope, self.guests = scope, guests

    def __call__(self, request: HttpRequest) -> bool:
        caller: ApiCaller | None = request.caller  # type: ignore[attr-defined]
        if caller is None and not self.guests:
            raise KeyMissing()
        if caller is not None and self.scope not in caller.scopes:
            raise ScopeMissing(scope=self.scope)
        return True


def order_for(request: ApiRequest, order_id: UUID, token: str, scope: str) -> OrderInfo:
    """As `opened`, the whole order."""
    return opened(request, order_id, token, scope, orders.get)


def opened(request: ApiRequest, order_id: UUID, token: str, scope: str, read: Callable[[UUID], Shown]) -> Shown:
    """What `read` gives of an order, for whoever holds its link, or a key of its storefront with the scope.

    Refuses LinkInvalid, KeyMissing, ScopeMissing; an order of another storefront does not exist for a key.
    """
    if token:
        if orders.order_of_link(token) != order_id:
            raise LinkInvalid()
        return read(order_id)
    if request.caller is None:
        raise KeyMissing()
    if scope not in request.caller.scopes:
        raise ScopeMissing(scope=scope)
    order = read(order_id)
    if order.storefront != request.caller.storefront:
        raise LinkInvalid()
    return order


def once(request: ApiRequest, key: str, body: BaseModel | bytes | None = None) -> IdempotencyKey:
    """The call's idempotency, asked for once the caller is known to be allowed. When the call was made before, it ends
    here: raises Answered with what was answered then. Else the entrance keeps what is answered now.

    Refuses IdempotencyKeyInvalid, IdempotencyConflict.
    """
    call = named(request, key, body)
    if (answer := answers.before(call)) is not None:
        raise Answered(answer)
    request.once = call
    return call


def named(request: ApiRequest, key: str, body: BaseModel | bytes | None = None) -> IdempotencyKey:
    """A call by who makes it, what and with which body, as far as the caller said it.

    Guests have no name; what they change is told apart by the basket or order in the address, whose id nobody can
    guess. Where the address has none, a guest's call must not be remembered: another guest's key may be the same.
    Refuses IdempotencyKeyInvalid.
    """
    if isinstance(body, bytes):
        asked: Any = hashlib.sha256(body).hexdigest()
    else:
        asked = body.model_dump(mode="json", exclude_unset=True) if body else None
    endpoint = f"{request.method} {request.path}"
    return IdempotencyKey.of(actor=request.context.actor, endpoint=endpoint, key=key, request=asked)
