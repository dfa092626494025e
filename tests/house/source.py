"""Our source as the house rules see it: modules with their room and syntax tree, and the floors."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "comptoir"


@dataclass(frozen=True)
class Module:
    """A module by its dotted name, with its text. Examples in tests are made from a name and a text."""

    name: str
    text: str
    is_package: bool = False

    @property
    def room(self) -> str:
        return room_of(self.name)

    @property
    def is_test(self) -> bool:
        return ".tests" in self.name

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def imported(self) -> Iterator[tuple[int, str, str]]:
        """Every import of ours as (line, dotted name of what is imported, name it gets here)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name, alias.asname or alias.name
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                for alias in node.names:
                    yield node.lineno, f"{base}.{alias.name}", alias.asname or alias.name

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        keep = len(parts) - node.level + (1 if self.is_package else 0)
        return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def room_of(dotted: str) -> str:
    """`catalog` for comptoir.catalog.models, `channels.api` for comptoir.channels.api.http, else empty."""
    parts = dotted.split(".")
    if parts[0] != "comptoir" or len(parts) < 2:
        return ""
    return ".".join(parts[1:3]) if parts[1] == "channels" else parts[1]


def modules() -> list[Module]:
    """All of src/comptoir but migrations."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "migrations" in parts:
            continue
        is_package = parts[-1] == "__init__"
        found.append(Module(".".join(parts[:-1] if is_package else parts), path.read_text(), is_package))
    return found


def rooms() -> list[Path]:
    """The folder of each room and each channel."""
    folders = [*PACKAGE.iterdir(), *(PACKAGE / "channels").iterdir()]
    return sorted(
        folder for folder in folders if (folder / "__init__.py").exists() and folder != PACKAGE / "channels"
    )


def floors() -> dict[str, int]:
    """The height of each room, 0 at the bottom, from the layers that import-linter checks."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        room.strip(): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")
    }
