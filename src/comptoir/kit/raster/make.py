"""Ask the program for a picture, once: what was made is kept on disk by its content."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from hashlib import blake2b
from pathlib import Path

VERSION = b"1"  # another when the program draws otherwise
PATIENCE = 25.0  # seconds to wait for one's turn
LONGEST = 60.0  # seconds by the clock that a picture may take; the program's own limit is of processor time
_turn = threading.BoundedSemaphore(1)  # a process draws one at a time: the second processor is for customers


class Unreadable(Exception):
    """The program could not make a picture of it."""


class Busy(Exception):
    """Others are being drawn: ask again in a moment."""


def kept(folder: Path, source: bytes, *, width: int, height: int = 0, ground: str = "none", form: str) -> Path:
    """The file with `source` in this size and format ("png", "jpg", "webp"), made when it is not there yet.

    Named by the content and by what was asked, so a picture that was replaced has another; two who ask at the same
    time wait for one. Raises Unreadable and Busy.
    """
    asked = f"{width}x{height} {ground} {form} ".encode()
    name = blake2b(VERSION + asked + source, digest_size=16).hexdigest()
    path = folder / name[:2] / f"{name}.{form}"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(make(source, width=width, height=height, ground=ground, form=form))
            fresh.replace(path)
    path.with_suffix(".lock").unlink(missing_ok=True)
    return path


def make(source: bytes, *, width: int, height: int = 0, ground: str = "none", form: str) -> bytes:
    """Without a place to keep it. Raises Unreadable and Busy."""
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy
    try:
        told = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).with_name("child.py")), str(width), str(height), ground, form],
            input=source, capture_output=True, timeout=LONGEST, check=True,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as trouble:
        raise Unreadable from trouble
    finally:
        _turn.release()
    return told.stdout
