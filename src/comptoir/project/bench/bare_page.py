"""A bare WSGI answer of COMPTOIR_BARE_SIZE bytes, behind the same web server as ours: the ceiling of pages.
python -m comptoir.project.bench.bare_page PORT."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any

from comptoir.project.cli.serve import server
from comptoir.project.kin import end_with_parent, parent_from_environment

SIZE = "COMPTOIR_BARE_SIZE"
CONTENT = [b"x" * int(os.environ.get(SIZE, "0"))]
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(CONTENT[0])))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", HEADERS)
    return CONTENT


if __name__ == "__main__":
    if parent := parent_from_environment():
        end_with_parent(parent)
    server("comptoir.project.bench.bare_page:application", int(sys.argv[1])).serve()
else:  # a worker of the web server has loaded it; nobody else does
    end_with_parent(by=signal.SIGKILL)
