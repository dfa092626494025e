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


@word("Behind Exported", subject=("figure", "figure"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class BehindExported(Word):
    """Staff took a list of who stands behind a figure of the days between two moments and allows `purpose`: so many
    people. Of the funnel `row` is the step that they reached, `group` a device, a channel and so on, empty for all; of
    retention it is the campaign that first brought them, and `group` is `new` for those of these days."""

    figure: str
    row: str
    group: str
    since: datetime
    until: datetime
    purpose: str
    people: int
