"""The report of a file in which every row is wrong does not grow with it."""

from __future__ import annotations

import io

from comptoir.channels.imports.contracts import Assessment, Finding, Verdict
from comptoir.channels.imports.importing import Judged
from comptoir.channels.imports.report import Report


def test_a_report_ends_at_its_bound_and_says_so() -> None:
    text = io.StringIO()
    report = Report(text, explain=True, most_lines=2)
    for row in range(5):
        report.note(Judged(Assessment(row, "A", None, (Finding(Verdict.REFUSED, "price", "not a number"),)), None))
    lines = text.getvalue().splitlines()
    assert len(lines) == 4 and lines[2].startswith("1,A,refused") and lines[3] == ",,,,more lines left out,"
    assert sum(report.reasons.values()) == 5
