"""Programs that we start, watch, start again when they die, and stop."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from comptoir.project.kin import PARENT_VARIABLE

STOP_SECONDS = 15.0
LONGEST_PAUSE = 10.0
STEADY_SECONDS = 30.0
LOG_BYTES = 10_000_000


@dataclass
class Child:
    """`comptoir NAME` as a child, its output in a file. It ends when we do, however we end."""

    name: str
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    deaths: int = 0
    started: float = 0.0
    start_after: float = field(default=0.0)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "comptoir.project.cli", self.name],
                env={**os.environ, PARENT_VARIABLE: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for us; we pass it on
            )
        self.started = time.monotonic()

    def tend(self) -> bool:
        """Start it again if it died, after a pause that grows with quick deaths. True when it just died."""
        if self.process is not None and self.process.poll() is not None:
            lived = time.monotonic() - self.started
            self.deaths = 1 if lived > STEADY_SECONDS else self.deaths + 1
            self.start_after = time.monotonic() + min(LONGEST_PAUSE, 0.1 * 2 ** (self.deaths - 1))
            self.process = None
            return True
        if self.process is None and time.monotonic() >= self.start_after:
            self.start()
        return False

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_bytes()[-2000:].decode(errors="replace") if self.log.exists() else ""


def stop(children: list[Child]) -> None:
    """Ask all to end, wait, kill those who do not; none is left, and none a zombie."""
    alive = [child.process for child in children if child.process is not None]
    for process in alive:
        process.send_signal(signal.SIGTERM)
    give_up = time.monotonic() + STOP_SECONDS
    for process in alive:
        try:
            process.wait(max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
