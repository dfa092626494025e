"""The weights of look-alikes hold on a public set that they were not made from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from comptoir.project.bench import linkage


def test_records_of_one_person_are_found_on_a_public_set() -> None:
    folder = Path(os.environ.get("COMPTOIR_SHARED", Path(__file__).parents[5] / "shared")) / "data"
    if not (folder / "fake_1000.csv").exists():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} has no fake_1000.csv")
        pytest.skip("fake_1000.csv is not here")
    told = {each.name.rpartition(".")[2]: each.value for each in linkage.measure("fake_1000", *linkage.fake(folder))}
    assert told["f1"] > 0.88 and told["precision"] > 0.97
