"""Files stay short, have telling names, and each room says what it is."""

from collections.abc import Iterable
from pathlib import Path

from .source import PACKAGE, ROOT, rooms

LONGEST = 400
LONGEST_README = 60
SUFFIXES = (".py", ".js", ".css", ".html")
ELSEWHERE = ("migrations", "vendor", ".venv", "__pycache__")
MEANINGLESS = ("services", "utils", "helpers", "managers", "common")


def too_long(files: Iterable[Path]) -> list[str]:
    """Files of ours over 400 lines; what others wrote or tools made is not counted."""
    found = []
    for path in files:
        if path.suffix in SUFFIXES and not set(path.parts) & set(ELSEWHERE):
            length = len(path.read_text().splitlines())
            if length > LONGEST:
                found.append(f"{path} has {length} lines; make it a folder")
    return found


def meaningless_names(files: Iterable[Path]) -> list[str]:
    """Files and folders named after no thing."""
    return [str(path) for path in files if path.stem in MEANINGLESS]


def silent_rooms(folders: Iterable[Path]) -> list[str]:
    """Rooms without a README, or with one that nobody will read to the end."""
    found = []
    for folder in folders:
        readme = folder / "README.md"
        if not readme.exists():
            found.append(f"{folder} has no README.md")
        elif len(readme.read_text().splitlines()) > LONGEST_README:
            found.append(f"{readme} is longer than {LONGEST_README} lines")
    return found


def test_no_file_is_too_long() -> None:
    files = [*PACKAGE.rglob("*"), *(ROOT / "tests").rglob("*"), ROOT / "conftest.py"]
    faults = too_long(path for path in files if path.is_file())
    assert not faults, "\n".join(faults)


def test_no_name_is_meaningless() -> None:
    faults = meaningless_names(PACKAGE.rglob("*"))
    assert not faults, "\n".join(faults)


def test_every_room_has_a_readme() -> None:
    faults = silent_rooms(rooms())
    assert not faults, "\n".join(faults)


def test_a_long_file_is_caught(tmp_path: Path) -> None:
    for name in ("story.py", "look.css", "page.html", "page.js"):
        (tmp_path / name).write_text("\n" * (LONGEST + 1))
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "htmx.js").write_text("\n" * (LONGEST + 1))
    (tmp_path / "short.py").write_text("\n" * LONGEST)
    assert len(too_long(tmp_path.rglob("*.*"))) == 4


def test_a_meaningless_name_is_caught(tmp_path: Path) -> None:
    assert meaningless_names([tmp_path / "utils.py", tmp_path / "common", tmp_path / "rules.py"]) == [
        str(tmp_path / "utils.py"),
        str(tmp_path / "common"),
    ]


def test_a_silent_room_is_caught(tmp_path: Path) -> None:
    silent, wordy, good = tmp_path / "silent", tmp_path / "wordy", tmp_path / "good"
    for folder in (silent, wordy, good):
        folder.mkdir()
    (wordy / "README.md").write_text("word\n" * (LONGEST_README + 1))
    (good / "README.md").write_text("# Good\n")
    assert len(silent_rooms([silent, wordy, good])) == 2
