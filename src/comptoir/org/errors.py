"""What the organisation refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class CodeTaken(Refusal):
    """Another row has this code already."""

    code = "code_taken"
    sentence = _("The code “%(value)s” is already taken. Choose another.")

    def __init__(self, *, value: str) -> None:
        super().__init__(value=value)


class AccountExists(Refusal):
    code = "account_exists"
    sentence = _("An account with this e-mail address exists already.")
