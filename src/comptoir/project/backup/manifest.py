"""What a backup says about itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from comptoir.project.backup.errors import BackupFailed

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database.dump"
SECRET = "secret_key"
MEDIA = "media/"


@dataclass(frozen=True, slots=True)
class TableSum:
    """`rows` counts, `sum` adds up a 64-bit hash of each row: the order of rows does not matter."""

    rows: int
    sum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`made_at` is ISO 8601 in UTC; `members` maps each file of the archive to its SHA-256 in hexadecimal; `tables`
    are the sums in the very snapshot that was dumped."""

    comptoir: str
    postgresql: int
    made_at: str
    tables: dict[str, TableSum]
    members: dict[str, str]
    format: int = field(default=FORMAT)

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @staticmethod
    def of(text: bytes) -> Manifest:
        """Refuses BackupFailed for what no backup of ours says."""
        try:
            said = json.loads(text)
            if said["format"] != FORMAT:
                raise BackupFailed(
                    f"This backup has format {said['format']}; this version of Comptoir reads format {FORMAT}."
                )
            return Manifest(
                comptoir=said["comptoir"],
                postgresql=int(said["postgresql"]),
                made_at=said["made_at"],
                tables={name: TableSum(**each) for name, each in said["tables"].items()},
                members=dict(said["members"]),
            )
        except (ValueError, KeyError, TypeError) as trouble:
            raise BackupFailed("The backup's manifest cannot be read: the file is damaged, or no backup.") from trouble
