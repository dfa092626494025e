"""A part of a file: what a player asks for when somebody jumps in a film (RFC 9110, section 14). Safari plays no film
without it."""

from __future__ import annotations

import re
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

ONE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)
Span = tuple[int, int]  # of the first byte, and of the one behind the last


class Unsatisfiable(Exception):
    """The part lies behind the end of the file."""


class Part:
    """So many bytes of an open file, from where it stands."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        found = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(found)
        return found

    def close(self) -> None:
        self.file.close()


def wanted(header: str, size: int) -> Span | None:
    """The one span of a header that can be read; None for several and for what is no range of bytes, which are
    answered with the whole file, as the standard allows. Raises Unsatisfiable."""
    found = ONE.fullmatch(header)
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # the last so many
        if int(last) == 0 or size == 0:
            raise Unsatisfiable
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return int(first), min(int(last) + 1, size) if last else size


def ranged(request: HttpRequest, whole: HttpResponseBase) -> HttpResponseBase:
    """The asked part of a file's answer, or that answer: where none is asked, or the file is another than the one of
    which the caller has the beginning (If-Range)."""
    if not isinstance(whole, FileResponse) or whole.status_code != 200:
        return whole
    whole["Accept-Ranges"] = "bytes"
    header = request.headers.get("Range", "")
    known = request.headers.get("If-Range")
    if request.method != "GET" or not header or (known is not None and known != whole.headers.get("Last-Modified")):
        return whole
    size = int(whole["Content-Length"])
    try:
        span = wanted(header, size)
    except Unsatisfiable:
        whole.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    if span is None:
        return whole
    first, end = span
    file = whole.file_to_stream
    if file is None:
        return whole
    file.seek(first)
    part = FileResponse(Part(file, end - first), status=206, content_type=whole["Content-Type"])
    for name in ("Last-Modified", "Accept-Ranges"):
        part[name] = whole[name]
    part["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    part["Content-Length"] = str(end - first)
    return part
