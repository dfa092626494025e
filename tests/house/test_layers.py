"""The floors are checked by import-linter (`make check`); here: that it would catch a step up."""

import subprocess
import sys
from pathlib import Path

import pytest

from .source import PACKAGE, ROOT, floors, rooms

BROKEN = {
    "a lower room imports a higher one": ("catalog/wrong.py", "from comptoir.orders import facade\n"),
    "rooms on one floor import each other": ("pricing/wrong.py", "from comptoir.inventory import facade\n"),
    "a channel imports another": ("channels/api/wrong.py", "from comptoir.channels.storefront import apps\n"),
    "a room imports the project": ("checkout/wrong.py", "from comptoir.project import settings\n"),
    "a room stands on no floor": ("attic/__init__.py", ""),
    "a channel is not in the list": ("channels/pigeon/__init__.py", ""),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_step_up_is_caught(fault: str, tmp_path: Path) -> None:
    name, text = BROKEN[fault]
    skeleton = _skeleton(tmp_path)
    assert _lint(tmp_path).returncode == 0
    (skeleton / name).parent.mkdir(exist_ok=True)
    (skeleton / name).write_text(text)
    assert _lint(tmp_path).returncode == 1


def test_every_floor_has_its_room() -> None:
    assert {folder.name for folder in rooms() if folder.parent == PACKAGE} == set(floors()) - {"channels"}


def _skeleton(folder: Path) -> Path:
    """The package with its rooms and their doors, empty, under the real contracts."""
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    package = folder / "src" / "comptoir"
    for room in [package, package / "channels", *(package / each.relative_to(PACKAGE) for each in rooms())]:
        room.mkdir(parents=True)
        for name in ("__init__", "facade", "apps", "settings"):
            (room / f"{name}.py").touch()
    for name in ("facade", "apps", "settings"):  # neither the package nor `channels` is a room
        (package / f"{name}.py").unlink()
        (package / "channels" / f"{name}.py").unlink()
    return package


def _lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
