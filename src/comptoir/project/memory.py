"""Memory of a running Comptoir, in proportional set size: what is shared is counted once."""

from collections import defaultdict
from pathlib import Path

from comptoir.project import kin
from comptoir.project.postgres import Places

PROC = Path("/proc")
DATABASE = "database"


def by_role(home: Path) -> dict[str, float | None]:
    """MB of each role that runs in `home` (`web`, `worker`, `demo`, `database`), with the processes they
    started. None where the system does not tell or forbids. 1 MB is 1,000,000 bytes."""
    if not PROC.is_dir():
        return {}
    parents = _parents()
    families = defaultdict(set)
    heads = {each.pid: each.role.partition(".")[0] for each in kin.running_in(home)}
    for path in (Places(home).data / "postmaster.pid", home / "keeper.lock"):
        pid = _first_number(path)
        if pid in parents:
            heads[pid] = DATABASE
    for pid in parents:
        head: int | None = pid
        while head and head not in heads:
            head = parents.get(head)
        if head:
            families[heads[head]].add(pid)
    return {role: _pss(pids) for role, pids in sorted(families.items())}


def _parents() -> dict[int, int]:
    found = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    return found


def _first_number(path: Path) -> int:
    try:
        word = path.read_text().split()[0]
    except (OSError, IndexError):
        return 0
    return int(word) if word.isdigit() else 0


def _pss(pids: set[int]) -> float | None:
    total = 0
    for pid in pids:
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        except OSError:
            return None
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return round(total / 1_000_000, 1)
