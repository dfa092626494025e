"""What the promise ledger refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class PromiseSettled(Refusal):
    """The state table does not allow this move. `data`: promise_id, state (where it stands)."""

    code = "promise_settled"
    status = 409
    sentence = _("What became of this promise is already recorded. Open it again to see how it ended.")
