"""Whatever the schema allows, and much that it does not, sent to every operation."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from comptoir.channels.api.tests.caller import BUYER, Caller
from comptoir.org import facade as org
from comptoir.project.wsgi import application
from comptoir.search import facade as search

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)

# What a digital good may be, and what says so and is not.
MEDIA = ("application/pdf", "application/epub+zip", "application/zip", "audio/mpeg")
schemathesis.openapi.media_type(
    MEDIA[0], st.binary(max_size=64) | st.sampled_from([b"%PDF-1.7 ", b"PK\x03\x04", b"ID3"]), aliases=MEDIA[1:]
)


def things(world: SimpleNamespace, guest: Caller, order: dict[str, Any]) -> SimpleNamespace:
    """Ids of things that exist, so that calls reach further than the first refusal, and a key for everything."""
    search.index_news()
    origin = world.context.origin()
    staff = Caller(org.issue_key("Fuzz", "app", world.storefront.code, org.SCOPES, origin=origin, now=world.now)[1])
    endpoint = staff.post("/v1/webhooks", {"name": "x", "address": "http://127.0.0.1:9/", "patterns": ["*"]}).body
    line = {"reference": "PO 1", "article": "THROW", "place": "entrepot", "expected": 9, "expected_on": "2027-01-05"}
    staff.put("/v1/incoming/po-1", line)
    moved = {"reference": "T 1", "source": "entrepot", "target": "paris-11", "expected_on": "2027-01-05"}
    transfer = staff.post("/v1/transfers", {**moved, "lines": [{"article": "THROW", "quantity": 1}]}).body
    count = staff.post("/v1/counts", {"place": "entrepot", "articles": ["THROW"]}).body
    amount = {"minor": 5000, "currency": "EUR"}
    card = staff.post("/v1/stored-values", {"kind": "gift_card", "amount": amount, "reason": "goodwill"}).body
    basket, book = guest.post("/v1/baskets").body["id"], str(world.variants["BOOK"])
    guest.post(f"/v1/baskets/{basket}/lines", {"variant_id": book, "quantity": 2})
    shown = guest.put(f"/v1/baskets/{basket}/buyer", BUYER).body
    refund = {"reason": "goodwill", "amount": {"minor": 100, "currency": "EUR"}}
    paid = staff.post(f"/v1/orders/{order['id']}/refunds", refund).body
    seen = paid if "payments" in paid else staff.get(f"/v1/orders/{order['id']}").body
    return SimpleNamespace(
        paths={
            "account_id": card["id"],
            "article": "THROW",
            "basket_id": basket,
            "count_id": count["id"],
            "endpoint_id": endpoint["id"],
            "external_id": "po-1",
            "kind": "variant",
            "order_id": order["id"],
            "refund_id": seen["payments"][-1]["id"],
            "slug": "bol-matin",
            "tag": "gift",
            "token": guest.post(f"/v1/baskets/{basket}/share").body["token"],
            "transfer_id": transfer["id"],
            "variant_id": book,
        },
        bodies={
            "article": "THROW", "articles": ["THROW", "BOOK"], "code": card["code"], "counter": "ana",
            "delivery": shown["chosen"], "place": "entrepot", "shown_promise": shown["shown_promise"],
            "shipment_id": next((each["id"] for each in seen["shipments"]), None), "source": "entrepot",
            "shown_total": shown["sums"]["total"], "target": "paris-11", "variant_id": book,
            "tenders": [{"kind": "test_card", "token": "tok_success"}],
        },
        authorization=staff.headers["Authorization"],
    )  # fmt: skip


def exercise(real: SimpleNamespace, *, examples: int, number: int = 0, until: float | None = None) -> int:
    """One round over all operations, until a moment of `time.monotonic` at most; answers how many calls it made."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    made = 0
    for operation in (found.ok() for found in schema.get_all_operations()):
        for mode in GenerationMode:
            if until is not None and time.monotonic() > until:
                return made
            if mode is GenerationMode.POSITIVE or _may_be_wrong(operation):
                made += call_often(operation, mode, real, examples, number)
    return made


def _may_be_wrong(operation: Any) -> bool:
    """Whether it takes anything: no language that is asked for by a header is wrong."""
    parts = (operation.path_parameters, operation.query, operation.body)
    return any(len(list(part)) for part in parts)


def call_often(operation: Any, mode: GenerationMode, real: SimpleNamespace, examples: int, number: int) -> int:
    tried = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(number)
    @given(case=operation.as_strategy(generation_mode=mode), exists=st.integers(0, 3), keyed=st.integers(0, 4))
    def call(case: Any, exists: int, keyed: int) -> None:
        nonlocal tried
        if exists and case.path_parameters:
            case.path_parameters = {**case.path_parameters, **_known(case.path_parameters, real.paths)}
        if exists > 1 and isinstance(case.body, dict):
            case.body = {**case.body, **_known(case.body, real.bodies)}
        headers = {"Authorization": real.authorization} if keyed else {}
        if mode is GenerationMode.POSITIVE:
            headers["Idempotency-Key"] = str(uuid4())
        case.validate_response(case.call(headers=headers), checks=CHECKS)
        tried += 1

    call()
    return tried


def _known(given: dict[str, Any], real: dict[str, Any]) -> dict[str, Any]:
    return {name: real[name] for name in given if real.get(name) is not None}
