"""Words of insights."""

from __future__ import annotations

from datetime import datetime

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Leavers Exported", subject=("figure", "figure"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class LeaversExported(Word):
    """Staff took a list of who left before `step` between two moments and allows `purpose`: so many people. `outcome`
    and `reason` are those of a refusal or a hesitation, empty for all who left there."""

    figure: str
    step: str
    outcome: str
    reason: str
    since: datetime
    until: datetime
    purpose: str
    people: int
