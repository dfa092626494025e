"""Comparing with the other side's own listing; what differs is kept as a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.interconnect import following, rules
from comptoir.interconnect.contracts import Comparison, Difference, Listed, Party, Record
from comptoir.interconnect.models import Report, System
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid

MOST_LISTED = 20_000


def compare(
    kind: str, page: int | None, theirs: Sequence[Listed], *, party: Party, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> Comparison:  # fmt: skip
    """Ours against their listing of a whole kind or of one page (0 to 15), differences named and kept.

    Refuses Invalid (kind, page, more than 20,000 things, an id that stands on another page), IdempotencyConflict.
    """
    wrong = {}
    if kind not in rules.KINDS:
        wrong["kind"] = "not_a_choice"
    if page is not None and not 0 <= page < rules.PAGES:
        wrong["page"] = "not_a_choice"
    if len(theirs) > MOST_LISTED:
        wrong["items"] = "too_large"
    if page is not None and any(rules.page_of(one.id) != page for one in theirs):
        wrong["items"] = "not_a_choice"
    if wrong:
        raise Invalid(wrong)
    ours: dict[str, Record] = {
        one.id: one
        for one in following.everything(kind, party)
        if page is None or rules.page_of(one.id) == page
    }
    found = rules.differences(ours, theirs)
    given = len({one.id for one in theirs})
    same = len(ours) - sum(one.what != "missing_here" for one in found)
    kept: list[dict[str, Any]] = [asdict(one) for one in found[: rules.MOST_DIFFERENCES]]
    report = Report(
        id=uuid7(), system=System.objects.filter(code=party.system).first(), kind=kind, page=page, ours=len(ours),
        theirs=given, same=same, different=len(found), differences=kept, at=now,
    )  # fmt: skip
    return _comparison(idempotency.settled(lambda: _kept(report, idempotency_key)))


def _kept(report: Report, key: IdempotencyKey | None) -> Report:
    with transaction.atomic(durable=True):
        if (answer := idempotency.recall(key)) is not None:
            return Report.objects.get(id=answer["report_id"])
        idempotency.remember(key, {"report_id": str(report.id)}, report.at)
        report.save(force_insert=True)
        return report


def _comparison(report: Report) -> Comparison:
    return Comparison(
        id=report.id, kind=report.kind, page=report.page, ours=report.ours, theirs=report.theirs, same=report.same,
        differences=tuple(Difference(**one) for one in report.differences), at=report.at,
    )  # fmt: skip
