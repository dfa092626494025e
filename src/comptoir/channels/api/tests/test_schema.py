"""Whatever the schema allows, and much that it does not: an answer that the schema describes, never a crash."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from comptoir.org import facade as org
from comptoir.project.wsgi import application

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)

# It takes nothing that could be wrong.
NEVER_WRONG = ("GET /api/v1/categories", GenerationMode.NEGATIVE)


@pytest.fixture
def real(world, guest, buy, caller_with, settings) -> SimpleNamespace:
    """Ids of things that exist, so that calls reach further than the first refusal, and a key for everything."""
    settings.WEBHOOKS_LOCAL = True
    placed = buy().body
    staff = caller_with(*org.SCOPES)
    endpoint = staff.post("/v1/webhooks", {"name": "x", "address": "http://127.0.0.1:9/", "patterns": ["*"]})
    line = {"reference": "PO 1", "article": "THROW", "place": "entrepot", "expected": 9, "expected_on": "2027-01-05"}
    staff.put("/v1/incoming/po-1", line)
    moved = {"reference": "T 1", "source": "entrepot", "target": "paris-11", "expected_on": "2027-01-05"}
    transfer = staff.post("/v1/transfers", {**moved, "lines": [{"article": "THROW", "quantity": 1}]}).body
    count = staff.post("/v1/counts", {"place": "entrepot", "articles": ["THROW"]}).body
    return SimpleNamespace(
        ids={
            "article": "THROW",
            "external_id": "po-1",
            "transfer_id": transfer["id"],
            "count_id": count["id"],
            "slug": "bol-matin",
            "basket_id": guest.post("/v1/baskets").body["id"],
            "variant_id": str(world.variants["BOWL-OCHRE"]),
            "order_id": placed["id"],
            "endpoint_id": endpoint.body["id"],
        },
        authorization=staff.headers["Authorization"],
    )


def exercise(real: SimpleNamespace, examples: int) -> int:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    operations = [found.ok() for found in schema.get_all_operations()]
    return sum(
        call_often(operation, mode, real, examples)
        for operation in operations
        for mode in GenerationMode
        if (operation.label, mode) != NEVER_WRONG
    )


def call_often(operation: Any, mode: GenerationMode, real: SimpleNamespace, examples: int) -> int:
    tried = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), exists=st.booleans(), keyed=st.booleans())
    def call(case: Any, exists: bool, keyed: bool) -> None:
        nonlocal tried
        if exists and case.path_parameters:
            known = {name: real.ids[name] for name in case.path_parameters if name in real.ids}
            case.path_parameters = {**case.path_parameters, **known}
        headers = {"Authorization": real.authorization} if keyed else {}
        if mode is GenerationMode.POSITIVE:
            headers["Idempotency-Key"] = str(uuid4())
        case.validate_response(case.call(headers=headers), checks=CHECKS)
        tried += 1

    call()
    return tried


def test_no_call_crashes_or_answers_what_the_schema_does_not_say(real):
    assert exercise(real, examples=3) > 40


@pytest.mark.proof
def test_no_call_of_hundreds_crashes_or_answers_what_the_schema_does_not_say(real):
    assert exercise(real, examples=100) > 1_000
