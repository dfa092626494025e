"""A program that talks to the API."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart


class Caller:
    """Sends JSON, bytes as they are, or the files of a pair (field, files) as a form, and reads JSON; each change gets
    an Idempotency-Key of its own unless `once` names one."""

    def __init__(self, key: str = "", language: str = "fr") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {key}"} if key else {})

    def get(self, path: str, **headers: str) -> Any:
        return self._answer(self.client.get("/api" + path, headers=self.headers | _named(headers)))

    def send(self, method: str, path: str, body: Any = None, once: str = "", **headers: str) -> Any:
        given = self.headers | {"Idempotency-Key": once or str(uuid4())} | _named(headers)
        kind = "application/xml" if isinstance(body, bytes) else "application/json"
        if isinstance(body, tuple):
            kind, body = MULTIPART_CONTENT, encode_multipart(BOUNDARY, {body[0]: _files(body[1])})
        data = body if isinstance(body, bytes) else "" if body is None else json.dumps(body)
        call = self.client.generic(method, "/api" + path, data, content_type=kind, headers=given)
        return self._answer(call)

    def post(self, path: str, body: Any = None, **given: str) -> Any:
        return self.send("POST", path, body, **given)

    def put(self, path: str, body: Any = None, **given: str) -> Any:
        return self.send("PUT", path, body, **given)

    def delete(self, path: str, **given: str) -> Any:
        return self.send("DELETE", path, **given)

    @staticmethod
    def _answer(response: Any) -> SimpleNamespace:
        is_json = "json" in response.headers.get("Content-Type", "") and response.content
        return SimpleNamespace(
            status=response.status_code,
            body=response.json() if is_json else None,
            headers=response.headers,
            text=response.content.decode(),
        )


def _files(contents: list[bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("a.jpg", content, content_type="image/jpeg") for content in contents]


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


BUYER = {
    "email": "zoe@example.com",
    "name": "Zoé Martin",
    "street": "3 rue du Lac",
    "postcode": "69003",
    "city": "Lyon",
    "country": "FR",
    "phone": "0612345678",
}
