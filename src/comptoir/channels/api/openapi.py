"""The schema at /api/openapi.json: what ninja finds, and what it cannot know."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from ninja import NinjaAPI

from comptoir.channels.api.problems import MEDIA_TYPE
from comptoir.channels.api.schemas.parts import Problem

REFERENCE = "#/components/schemas/{model}"
LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "schema": {"type": "string", "examples": ["fr", "en"]},
    "description": "The language of texts: fr or en.",
}


@cache
def schema_of(api: NinjaAPI) -> dict[str, Any]:
    """Every operation also answers problems and takes Accept-Language; what guests may do needs no key."""
    schema = copy.deepcopy(dict(api.get_openapi_schema(path_prefix="api/v1")))
    components = schema.setdefault("components", {})
    definition = Problem.model_json_schema(ref_template=REFERENCE)
    components.setdefault("schemas", {}).update(definition.pop("$defs", {}))
    components["schemas"]["Problem"] = definition
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key: ck_<prefix>_<secret>."}
    }
    scopes = _scopes(api)
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _complete(operation, scopes.get((path, method)))
    return schema


def _scopes(api: NinjaAPI) -> dict[tuple[str, str], Any]:
    found = {}
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    guard = next(iter(operation.auth_callbacks), None)
                    found["/api/v1" + path, method.lower()] = guard
    return found


def _complete(operation: dict[str, Any], guard: Any) -> None:
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    operation["responses"]["default"] = {
        "description": "A problem (RFC 9457); the page /api/docs lists the codes.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
    }
    operation.setdefault("parameters", []).append(LANGUAGE)
    if guard is None:
        operation["security"] = [{}, {"key": []}]
        return
    operation["security"] = [{}, {"key": [guard.scope]}] if guard.guests else [{"key": [guard.scope]}]
    operation["x-scope"] = guard.scope
