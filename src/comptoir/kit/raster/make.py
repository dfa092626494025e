"""Ask the program for a picture, once: what was made is kept on disk by its content, and that it cannot be made."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

VERSION = b"1"  # another when the program draws otherwise
PATIENCE = 2.0  # seconds to wait for one's turn: who asks holds the only thread of a web process
PAUSE = 0.05
LONGEST = 10.0  # seconds by the clock that a picture may take; the program's own limit is of processor time
REMEMBERED = 86_400.0  # seconds; then it is tried again: the machine may have been too busy, or the program is newer


class Unreadable(Exception):
    """The program could not make a picture of it."""


class Busy(Exception):
    """Others are being drawn: ask again in a moment."""


def kept(
    folder: Path, source: bytes, *, width: int, height: int = 0, ground: str = "none", form: str,
    patience: float = PATIENCE,
) -> Path:  # fmt: skip
    """The file with `source` in this size and format ("png", "jpg", "webp"), made when it is not there yet.

    Named by the content and by what was asked, so a picture that was replaced has another. The machine draws one at a
    time, whoever asks: the second processor is for customers. Raises Busy, and Unreadable at once for a day when the
    content could not be drawn.
    """
    path, failed = _path(folder, source, width, height, ground, form), _failed(folder, source)
    if path.exists():
        return path
    _refuse_failed(failed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _turn(folder, patience):
        if path.exists():
            return path
        _refuse_failed(failed)
        try:
            drawn = _drawn(source, width, height, ground, form)
        except Unreadable:
            failed.parent.mkdir(parents=True, exist_ok=True)
            failed.touch()
            raise
        fresh = path.with_suffix(".part")
        fresh.write_bytes(drawn)
        fresh.replace(path)
    return path


def is_settled(
    folder: Path, source: bytes, *, width: int, height: int = 0, ground: str = "none", form: str
) -> bool:
    """Whether `kept` would answer without drawing."""
    return _path(folder, source, width, height, ground, form).exists() or _has_failed(_failed(folder, source))


def _path(folder: Path, source: bytes, width: int, height: int, ground: str, form: str) -> Path:
    asked = f"{width}x{height} {ground} {form} ".encode()
    name = blake2b(VERSION + asked + source, digest_size=16).hexdigest()
    return folder / name[:2] / f"{name}.{form}"


def _failed(folder: Path, source: bytes) -> Path:
    """The empty file that says so, whatever size was asked."""
    name = blake2b(VERSION + source, digest_size=16).hexdigest()
    return folder / name[:2] / f"{name}.failed"


def _has_failed(failed: Path) -> bool:
    try:
        return time.time() - failed.stat().st_mtime < REMEMBERED
    except FileNotFoundError:
        return False


def _refuse_failed(failed: Path) -> None:
    if _has_failed(failed):
        raise Unreadable


@contextmanager
def _turn(folder: Path, patience: float) -> Iterator[None]:
    until = time.monotonic() + patience
    with open(folder / "drawing.lock", "w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Busy from None
                time.sleep(PAUSE)
        yield


def _drawn(source: bytes, width: int, height: int, ground: str, form: str) -> bytes:
    try:
        told = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).with_name("child.py")), str(width), str(height), ground, form],
            input=source, capture_output=True, timeout=LONGEST, check=True,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as trouble:
        raise Unreadable from trouble
    return told.stdout
