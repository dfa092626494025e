from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.utils.translation import gettext_lazy as _

from comptoir.interconnect.contracts import Outcome
from comptoir.kit.refusals import Refusal


class BatchRefused(Refusal):
    """All or nothing was asked for, and one item could not be done. `items` are the outcomes of those."""

    code = "batch_refused"
    status = 422
    sentence = _("Nothing was changed: some items cannot be done. Correct them, or send without all_or_nothing.")

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__(items=[asdict(outcome) for outcome in outcomes])


class NotOwner(Refusal):
    """`owner` is the code of the system that says what these `fields` are."""

    code = "not_owner"
    status = 409
    sentence = _("%(owner)s owns these fields: %(fields)s. Have them changed there.")


class UnknownThing(Refusal):
    code = "unknown_id"
    status = 404
    sentence = _("%(id)s is not known here. Send the product first, or link its id.")


class AlreadyDecided(Refusal):
    code = "already_decided"
    status = 409
    sentence = _("This conflict has been decided already.")


class CodeTaken(Refusal):
    code = "code_taken"
    status = 409
    sentence = _("There is a system with this code already. Choose another one.")


class KeyOfAnother(Refusal):
    code = "key_of_another_system"
    status = 409
    sentence = _("The key %(prefix)s belongs to another system.")


class LinkTaken(Refusal):
    """The id, or what it should name, is linked already to something else."""

    code = "link_taken"
    status = 409
    sentence = _("%(id)s is linked to something else already. Unlink it first.")
