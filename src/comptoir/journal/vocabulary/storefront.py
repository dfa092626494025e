"""Words of the storefront."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import Lane, LegalBasis, Word, word


@word("Pages Counted", subject=("count", "count_id"), lane=Lane.EXEMPT, legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PagesCounted(Word):
    """How often a kind of page was given in a minute to visitors who did not allow to be measured, tied to nobody.
    `device` is phone, tablet, desktop or bot; `ahead` counts those that a browser fetched before somebody went there,
    if they did."""

    count_id: UUID
    minute: datetime
    kind_of_page: str
    device: str
    ahead: bool
    times: int


@word("Visits Counted", subject=("count", "count_id"), lane=Lane.EXEMPT, legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class VisitsCounted(Word):
    """How many visits began in a minute of visitors who did not allow to be measured, tied to nobody: pages to which
    none of our own led. Machines, and pages fetched ahead, begin none."""

    count_id: UUID
    minute: datetime
    device: str
    times: int
