"""Plays taped statements over 4 connections as fast as the database goes: python -m comptoir.project.bench.bare.

Reads (address, jobs) as a pickle from its parent; a job is a list of (statement, parameters). Each connection plays
WARM_UP jobs before the clock starts, so that statements are prepared. Answers a pickle of (start, end, seconds of
each job, errors).
"""

from __future__ import annotations

import pickle
import sys
import threading
import time
from typing import Any

import psycopg

CONNECTIONS = 4
WARM_UP = 6


def play(address: str, jobs: list[list[tuple[str, Any]]]) -> tuple[float, float, list[float], list[str]]:
    waiting, seconds, errors = list(reversed(jobs)), [], []
    ready = threading.Barrier(CONNECTIONS + 1, timeout=60)

    def work() -> None:
        with psycopg.connect(address, prepare_threshold=2, autocommit=True) as connection:
            for _ in range(WARM_UP):
                _play_one(connection, waiting.pop())
            ready.wait()
            while True:
                try:
                    job = waiting.pop()
                except IndexError:
                    return
                started = time.perf_counter()
                try:
                    _play_one(connection, job)
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


def _play_one(connection: psycopg.Connection[Any], job: list[tuple[str, Any]]) -> None:
    cursor = connection.cursor()
    for statement, params in job:
        cursor.execute(statement, params or None)  # type: ignore[arg-type]
        if cursor.description:
            cursor.fetchall()


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(play(*pickle.loads(sys.stdin.buffer.read()))))
