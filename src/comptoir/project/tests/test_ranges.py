"""Parts of a film, as players ask for them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from comptoir.project.media import media

FILM = bytes(range(256)) * 40  # 10,240 bytes


@pytest.fixture
def film(settings, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "film.mp4").write_bytes(FILM)
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>" * 40)
    os.utime(tmp_path / "film.mp4", (1_790_000_000, 1_790_000_000))
    return "film.mp4"


def ask(path: str, method: str = "GET", **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    response = media(RequestFactory().generic(method, f"/media/{path}", headers=given), path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response, body


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-1", 0, 2),  # what Safari asks first
        ("bytes=0-", 0, 10240),
        ("bytes=10239-", 10239, 10240),
        ("bytes=5-5", 5, 6),
        ("bytes=100-999999", 100, 10240),
        ("bytes=-1", 10239, 10240),
        ("bytes=-999999", 0, 10240),
    ],
)
def test_a_part_is_that_part(film: str, asked: str, first: int, end: int) -> None:
    response, body = ask(film, Range=asked)
    assert (response.status_code, body) == (206, FILM[first:end])
    assert response["Content-Range"] == f"bytes {first}-{end - 1}/10240"
    assert response["Content-Length"] == str(len(body)) and response["Content-Type"] == "video/mp4"
    assert "sandbox" in response["Content-Security-Policy"] and response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_what_lies_behind_the_end_is_refused_with_the_length(film: str, asked: str) -> None:
    response, _body = ask(film, Range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10240")
    assert ask("empty.mp4", Range="bytes=0-")[0].status_code == 416


@pytest.mark.parametrize(
    "asked",
    ["", "bytes=", "bytes=-", "bytes=9-3", "bytes=a-b", "bytes=0-1,5-6", "lines=0-1", "bytes=1-2-3", "bytes=\u0663-"],
)
def test_what_is_no_single_range_is_answered_whole(film: str, asked: str) -> None:
    response, body = ask(film, Range=asked)
    assert (response.status_code, body, response["Accept-Ranges"]) == (200, FILM, "bytes")


def test_a_part_of_another_version_is_not_given_nor_of_a_drawing_nor_without_a_body(film: str) -> None:
    known = ask(film)[0]["Last-Modified"]
    assert ask(film, Range="bytes=0-1", If_Range=known)[0].status_code == 206
    assert ask(film, Range="bytes=0-1", If_Range="Mon, 02 Jan 2006 15:04:05 GMT")[0].status_code == 200
    assert ask(film, Range="bytes=0-1", If_Range='"etag"')[0].status_code == 200
    assert ask(film, Range="bytes=0-1", If_Modified_Since=known)[0].status_code == 304
    head, _body = ask(film, method="HEAD", Range="bytes=0-1")
    assert (head.status_code, head["Content-Length"]) == (200, "10240")
    assert ask("drawing.svg", Range="bytes=0-1")[0].status_code == 200
