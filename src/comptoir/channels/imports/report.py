"""The report of an import: a CSV of the rows that are not ok, and sums."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any, TextIO

from comptoir.channels.imports.categories.decide import OTHER
from comptoir.channels.imports.contracts import Finding, Verdict
from comptoir.channels.imports.importing import Judged
from comptoir.kit.sheets import harmless

COLUMNS = ("row", "id", "verdict", "field", "reason")
EXPLAINED = (*COLUMNS, "value")


class Report:
    """Writes as it hears; keeps only sums, and the first refusals for the screen.

    Without `explain` there is one line for each row that is not ok, about the worst that was found. With it
    there is a line for every finding, with the value that stood there, and one for every category that a
    rule gave.
    After `most_lines` one more says that the rest is left out; the sums go on.
    Cells that a spreadsheet would take for a formula are written with an apostrophe before them.
    """

    def __init__(
        self, file: TextIO | None, *, explain: bool = False, shown: int = 10, most_lines: int | None = None
    ) -> None:
        self._writer = csv.writer(file, lineterminator="\n") if file else None
        self._explain = explain
        self._shown = shown
        self._lines_left = most_lines
        self.reasons: Counter[tuple[str, str, str]] = Counter()
        self.categories: Counter[tuple[str, str]] = Counter()
        self.first_refusals: list[tuple[int, Finding]] = []
        if self._writer:
            self._writer.writerow(EXPLAINED if explain else COLUMNS)

    def note(self, judged: Judged) -> None:
        assessed = judged.assessed
        worst = assessed.worst
        if worst:
            self.reasons[worst.verdict.value, worst.field, worst.reason] += 1
            if worst.verdict is Verdict.REFUSED and len(self.first_refusals) < self._shown:
                self.first_refusals.append((assessed.row, worst))
        for finding in assessed.findings if self._explain else (worst,) if worst else ():
            self._line(assessed.row, assessed.external_id, finding)
        if judged.decision:
            path = " > ".join(name.read("en") for name in judged.decision.names)
            self.categories[judged.decision.rule, path] += 1
            if self._explain:
                given = Finding(Verdict.OK, "category", f"by rule: {judged.decision.rule}", path)
                self._line(assessed.row, assessed.external_id, given)

    @property
    def other_share(self) -> float:
        """Of the categories that rules gave, the share of those that no rule but "other" took: 0 to 1."""
        given = sum(self.categories.values())
        others = sum(count for (rule, _path), count in self.categories.items() if rule == OTHER)
        return others / given if given else 0.0

    def _line(self, row: int, external_id: str, finding: Finding) -> None:
        if self._writer and self._has_room(self._writer):
            cells = [str(row), external_id, finding.verdict.value, finding.field, finding.reason]
            self._writer.writerow(
                [harmless(cell) for cell in (*cells, *([finding.value] if self._explain else ()))]
            )

    def _has_room(self, writer: Any) -> bool:
        if self._lines_left is None:
            return True
        self._lines_left -= 1
        if self._lines_left == -1:
            writer.writerow(["", "", "", "", "more lines left out", *([""] if self._explain else ())])
        return self._lines_left >= 0
