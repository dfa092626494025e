"""Running pg_dump and pg_restore: those beside the embedded server, else those of this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from comptoir.project.backup.errors import BackupFailed
from comptoir.project.postgres import DatabaseUnavailable, programs_folder


def run(program: str, address: str, *arguments: str, at_least: int) -> None:
    """Run `program` on the database at `address`; it must be of the server's major version or a later one.

    The password goes by the environment: arguments are seen by everybody on the machine.
    """
    parts = conninfo_to_dict(address)
    password = parts.pop("password", None)
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run(
        [_path(program, at_least), f"--dbname={make_conninfo('', **parts)}", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _path(program: str, at_least: int) -> str:
    found = []
    with suppress(DatabaseUnavailable):
        found.append(programs_folder() / program)
    found += [Path(f"/usr/lib/postgresql/{major}/bin/{program}") for major in range(18, 14, -1)]
    if on_path := shutil.which(program):
        found.append(Path(on_path))
    for each in found:
        if each.exists() and _major(each) >= at_least:
            return str(each)
    raise BackupFailed(
        f"No {program} of PostgreSQL {at_least} or later was found. Install PostgreSQL's client programs, or name "
        "their folder with COMPTOIR_PG_BIN."
    )


def _major(program: Path) -> int:
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(version[1]) if version else 0
