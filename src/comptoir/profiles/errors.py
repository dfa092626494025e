"""What profiles refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class NotConsented(Refusal):
    """This person does not allow `purpose`: what is known of them may not be read for it."""

    code = "not_consented"
    status = 403
    sentence = _("This person does not allow their data to be used for this.")


class NothingToUndo(Refusal):
    """The link joins nobody: it was refused, or revoked before."""

    code = "nothing_to_undo"
    sentence = _("This link joins nobody any more. Load the page again to see how things are now.")


class ReasonMissing(Refusal):
    """Whoever changes who somebody is says why."""

    code = "reason_missing"
    status = 422
    sentence = _("Write why, in a few words.")
