"""The journal keeps its word on the oldest PostgreSQL that we run on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
HERE = Path(__file__).parent
KEY_TESTS = ("test_append.py", "test_order.py", "test_failures.py", "test_partitions.py", "test_restore.py")


def test_the_key_tests_pass_on_postgresql_15() -> None:
    if not DEBIAN_15.exists():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL 15 is not installed")
        pytest.skip("PostgreSQL 15 is not installed")
    # What this session prepared for itself must not reach the other one.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("COMPTOIR_", "DJANGO_"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *(str(HERE / name) for name in KEY_TESTS)],
        cwd=HERE.parents[3],
        env=env | {"COMPTOIR_PG_BIN": str(DEBIAN_15)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
