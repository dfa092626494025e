"""What the system says about a process: alive, a zombie, the server of our data folder, or another."""

import os
import subprocess
from pathlib import Path

PROC = Path("/proc")


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) not in ("", "Z")


def is_server_of(pid: int, data: Path) -> bool:
    """Whether `pid` is a running `postgres -D data`."""
    if not is_alive(pid):
        return False
    words = _command(pid)
    return bool(words) and Path(words[0]).name in ("postgres", "postmaster") and str(data) in words


def works_in(folder: Path) -> bool | None:
    """Whether any process has `folder` as its current one, as every server process has its data folder.

    None where the system does not tell (no /proc).
    """
    if not PROC.is_dir():
        return None
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if os.readlink(entry / "cwd") == str(folder):
                return True
        except OSError:
            continue
    return False


def _state(pid: int) -> str:
    """The letter of the process's state, empty when it is gone."""
    if PROC.is_dir():
        try:
            # The name in parentheses may hold blanks; the state follows the last one.
            return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            return ""
    return _ps(pid, "stat")[:1]


def _command(pid: int) -> list[str]:
    if PROC.is_dir():
        try:
            words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return []
        return [os.fsdecode(word) for word in words if word]
    return _ps(pid, "command").split()


def _ps(pid: int, column: str) -> str:
    question = ["ps", "-o", f"{column}=", "-p", str(pid)]
    answer = subprocess.run(question, capture_output=True, check=False, text=True)
    return answer.stdout.strip()
