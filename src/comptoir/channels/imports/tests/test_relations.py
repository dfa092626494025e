"""What goes with what, from a table: each row by itself."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from click.testing import CliRunner

from comptoir.catalog import facade as catalog
from comptoir.channels.imports.relations import relations


def test_good_rows_are_taken_and_bad_ones_told(world: SimpleNamespace, tmp_path: Path) -> None:
    table = tmp_path / "relations.csv"
    table.write_text("product;kind;related\nbowl;goes_with;book\nbowl;accessory;throw\nbowl;likes;book\nbowl;goes_with;x\n")
    dry = CliRunner().invoke(relations, [str(table), "--dry-run"])
    bowl = catalog.products_called(["bowl"])["bowl"]
    assert dry.exit_code == 0 and catalog.relations(bowl) == ()
    done = CliRunner().invoke(relations, [str(table)])
    assert [(one.kind, one.external_id) for one in catalog.relations(bowl)] == [
        ("accessory", "throw"), ("goes_with", "book"),
    ]  # fmt: skip
    assert " 4:" in done.output and " 5:" in done.output and " 2:" not in done.output
