"""The readable page at /api/docs, drawn from the same schema that programs read. Works without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from gettext import translation
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from comptoir.channels.api import problems
from comptoir.channels.api.entrance import LARGEST_BODY
from comptoir.channels.api.http import DESCRIPTION, api
from comptoir.channels.api.openapi import schema_of
from comptoir.kit.refusals import Refusal
from comptoir.org import facade as org

Schema = Mapping[str, Any]
FILLED = re.compile(r"%\((\w+)\)s")
QUOTED = re.compile(r"`([^`]+)`")
LOCALE = Path(__file__).parent / "locale"
METHODS = ("get", "post", "put", "delete")
TAGS = {
    "catalogue": _("Catalogue"),
    "baskets": _("Baskets"),
    "orders": _("Orders"),
    "delivery": _("Delivery"),
    "reviews": _("Reviews"),
    "invoices": _("Invoices"),
    "consent": _("Consent"),
    "exchange": _("Exchange"),
    "feeds": _("Feeds"),
    "webhooks": _("Webhooks"),
    "destinations": _("Forwarding"),
}


def page(request: HttpRequest) -> HttpResponse:
    """All addresses, all shapes and all error codes, in the language asked for."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    schema = schema_of(api)
    return render(
        request,
        "api/docs.html",
        {
            "language": get_language(),
            "description": gettext(DESCRIPTION),
            "version": schema["info"]["version"],
            "address": settings.PUBLIC_ADDRESS,
            "largest_body": LARGEST_BODY,
            "scopes": org.SCOPES,
            "groups": [(label, list(_operations(schema, tag))) for tag, label in TAGS.items()],
            "shapes": [_shape(name, shape) for name, shape in sorted(schema["components"]["schemas"].items())],
            "problems": [_problem(kind) for kind in problems.catalogue()],
        },
    )


def _operations(schema: Schema, tag: str) -> Iterator[dict[str, Any]]:
    for path, operations in schema["paths"].items():
        for method in METHODS:
            operation = operations.get(method)
            if operation and tag in operation["tags"]:
                yield _operation(path, method, operation)


def _operation(path: str, method: str, operation: Schema) -> dict[str, Any]:
    answers = [
        (status, HTTPStatus(int(status)).phrase, _kind(_json(answer)))
        for status, answer in operation["responses"].items()
        if status.isdigit()
    ]
    return {
        "anchor": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": _french(operation["summary"]),
        "description": _said(operation.get("description", "")),
        "scope": operation.get("x-scope", ""),
        "guests": {} in operation["security"],
        "parameters": [_parameter(one) for one in operation["parameters"]],
        "body": _kind(_json(operation["requestBody"])) if "requestBody" in operation else None,
        "answers": answers,
    }


def _parameter(parameter: Schema) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "where": parameter["in"],
        "required": parameter["required"],
        "kind": _kind(parameter["schema"]),
        "description": _said(parameter.get("description", "")),
    }


def _shape(name: str, shape: Schema) -> dict[str, Any]:
    needed = shape.get("required", ())
    return {
        "name": name,
        "description": _said(shape.get("description", "")),
        "fields": [
            {"name": field, "kind": _kind(kind), "required": field in needed}
            for field, kind in shape.get("properties", {}).items()
        ],
    }


def _problem(kind: type[Refusal]) -> dict[str, Any]:
    return {"code": kind.code, "status": kind.status, "sentence": FILLED.sub(r"{\1}", str(kind.sentence))}


def _json(holder: Schema) -> Schema:
    return holder.get("content", {}).get("application/json", {}).get("schema", {})


def _kind(schema: Schema) -> dict[str, Any]:
    """A type in words, with the shape that it leads to."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return {"text": name, "link": name}
    if "anyOf" in schema:
        kinds = [_kind(one) for one in schema["anyOf"]]
        linked = next((kind["link"] for kind in kinds if kind["link"]), "")
        return {"text": " | ".join(kind["text"] for kind in kinds), "link": linked}
    if schema.get("type") == "array":
        inner = _kind(schema.get("items", {}))
        return {"text": f"[{inner['text']}]", "link": inner["link"]}
    if "enum" in schema:
        return {"text": " | ".join(str(one) for one in schema["enum"] if one), "link": ""}
    text = schema.get("format") or schema.get("type") or "any"
    bounds = [str(schema[name]) for name in ("minimum", "maximum") if name in schema]
    return {"text": f"{text} {'–'.join(bounds)}".strip(), "link": ""}


def _said(text: str) -> SafeString:
    """`words` in back-quotes become code."""
    line = " ".join(text.split())
    return mark_safe(QUOTED.sub(r"<code>\1</code>", escape(_french(line)))) if line else SafeString("")


def _french(line: str) -> str:
    """Summaries and docstrings are not found by xgettext, so their French stands in a catalogue of its own."""
    return translation("reference", LOCALE, [get_language() or ""], fallback=True).gettext(line)
