"""A collector that answers HTTP, and the SDKs of npm in a folder beside the repository."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

SDKS = Path(__file__).parent / "sdks"
INSTALL = ("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--loglevel=error")


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def listening(world: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """`url` of a collector, and the write keys of three sources by their regime."""
    from .support import collecting, opened  # needs Django set up

    keys = {regime: opened(regime, regime) for regime in ("carried", "required", "contract")}
    with collecting() as caller, serving(caller.application) as url:
        yield SimpleNamespace(url=url, keys=keys)


class serving:
    """A WSGI application on a port of its own."""

    def __init__(self, application: object) -> None:
        self.server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        self.server.set_app(application)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)


@pytest.fixture(scope="session")
def npm() -> Path:
    """The folder of the SDKs, installed once and kept for the next run."""
    if not shutil.which("node") or not shutil.which("npm"):
        missing("needs Node: apt install nodejs npm")
    wanted = (SDKS / "package.json").read_bytes()
    mark = hashlib.sha256(wanted).hexdigest()[:12]
    kept = Path(tempfile.gettempdir()) / f"comptoir-tests-{os.getuid()}" / f"npm-{mark}"
    if not (kept / "done").exists():
        with tempfile.TemporaryDirectory(dir=_made(kept.parent)) as half:
            Path(half, "package.json").write_bytes(wanted)
            try:
                subprocess.run(INSTALL, cwd=half, check=True, capture_output=True, timeout=300)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as trouble:
                missing(f"npm cannot install the SDKs: {(trouble.stderr or b'').decode()[-500:]}")
            Path(half, "done").touch()
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(half, kept, symlinks=True)
    return kept


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def missing(what: str) -> NoReturn:
    """Skipped for a person, a failure where everything has to be there."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
