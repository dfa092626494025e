"""One line per event: JSON for machines, readable on a terminal; Django's and granian's logs as well."""

import json
import logging
import os
import sys
import time
from functools import cache, lru_cache
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class JsonLines(logging.StreamHandler[Any]):
    """Standard error, read by a machine."""


REQUESTS = logging.getLogger("comptoir.http")


def configure() -> None:
    """Set up logging to standard error for this process; may be called again."""
    readable = sys.stderr.isatty()
    renderer: Any = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    unpack = [] if readable else [structlog.processors.format_exc_info]
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = (logging.StreamHandler if readable else JsonLines)(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *unpack, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(os.environ.get("COMPTOIR_LOG_LEVEL", "INFO").upper())
    for name in ("procrastinate", "wagtail", "django_tasks"):  # lines for each registered task, saving, index entry
        logging.getLogger(name).setLevel(logging.WARNING)


def request(method: str, route: str, status: int, seconds: float, identity: str) -> None:
    """The line of an answered request. There is one for each, so it is put together by hand: a tenth of the time."""
    if not REQUESTS.isEnabledFor(logging.INFO):
        return
    lines = _lines()
    if lines is None:
        structlog.get_logger(REQUESTS.name).info(
            "request", method=method, route=route, status=status, ms=round(seconds * 1000, 1), request_id=identity
        )
        return
    now = time.time()
    lines.write(
        f'{{"method": "{method}", "route": {_quoted(route)}, "status": {status}, "ms": {seconds * 1000:.1f}, '
        f'"event": "request", "request_id": "{identity}", "level": "info", "logger": "{REQUESTS.name}", '
        f'"timestamp": "{_second(int(now))}.{int(now % 1 * 1e6):06}Z"}}\n'
    )


def _lines() -> Any:
    """Where lines of JSON go; None where people read them, or somebody else listens to logs too."""
    handlers = logging.getLogger().handlers
    if len(handlers) == 1 and isinstance(handlers[0], JsonLines):
        return handlers[0].stream
    return None


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))


@cache
def _quoted(route: str) -> str:
    return json.dumps(route)
