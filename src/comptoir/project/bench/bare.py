"""Plays the statements of orders.sql over 4 connections as fast as the database goes:
python -m comptoir.project.bench.bare.

Reads (address, jobs) as a pickle from its parent. A job is a list of transactions and reads to play one after the
other, each a list of (number in the file, or BEGIN or COMMIT; parameters; whether it goes with the next); the last
one settles what the others placed. Each connection plays a job before the clock starts, so that statements are
prepared. Answers a pickle of (start, end, seconds of each placing, errors).
"""

from __future__ import annotations

import pickle
import sys
import threading
import time
from typing import Any

import psycopg

from comptoir.kit.prepared import Statements
from comptoir.project.bench import script

CONNECTIONS = 4
Step = tuple[int | str, Any, bool]
Job = list[list[Step]]


def play(address: str, jobs: list[Job]) -> tuple[float, float, list[float], list[str]]:
    texts = script.read()
    waiting, seconds, errors = list(reversed(jobs)), [], []
    ready = threading.Barrier(CONNECTIONS + 1, timeout=60)

    def work() -> None:
        with psycopg.connect(address, prepare_threshold=2, autocommit=True) as connection:
            statements = Statements(connection)
            for unit in waiting.pop():
                _play_one(statements, texts, unit)
            ready.wait()
            while True:
                try:
                    job = waiting.pop()
                except IndexError:
                    return
                try:
                    for number, unit in enumerate(job, 1):
                        started = time.perf_counter()
                        _play_one(statements, texts, unit)
                        if number < len(job):
                            seconds.append(time.perf_counter() - started)
                except psycopg.Error as trouble:
                    connection.rollback()
                    errors.append(str(trouble))

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    ready.wait()
    started = time.time()
    for thread in threads:
        thread.join()
    return started, time.time(), seconds, errors


def _play_one(statements: Statements, texts: list[str], unit: list[Step]) -> None:
    for what, params, waits in unit:
        text, params = (what, ()) if isinstance(what, str) else (texts[what], params)
        if waits:
            statements.later(text, params)
        else:
            statements.execute(text, params, count=False)


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(play(*pickle.loads(sys.stdin.buffer.read()))))
