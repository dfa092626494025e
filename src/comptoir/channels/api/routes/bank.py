"""Account statements, as the bank or a program of the merchant brings them."""

from __future__ import annotations

import io

from ninja import Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.bank import StatementOut
from comptoir.treasury import facade as treasury

router = Router(tags=["money"])
FILE = {"schema": {"type": "string", "format": "binary"}}


@router.post(
    "/bank-statements",
    response={201: list[StatementOut]},
    auth=Bearer("bank:write"),
    summary="Bring account statements",
    openapi_extra={"requestBody": {"required": True, "content": {"application/xml": FILE, "application/gzip": FILE}}},
)
def bring_statements(request: ApiRequest, key: Key) -> Status[list[StatementOut]]:
    """A camt.053.001.02 or .08 file, plain or gzip, of accounts of the key's company. Payments by transfer find their
    orders; what fits none waits for the staff. A statement that is known changes nothing."""
    context, call = request.context, once(request, key, request.body)
    done = treasury.import_statement(
        io.BytesIO(request.body), actor=context.actor, channel=context.channel,
        legal_entity=context.market.legal_entity, now=context.now, idempotency_key=call,
    )  # fmt: skip
    return Status(201, [StatementOut.of(each) for each in done])
