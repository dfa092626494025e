"""What the accounts refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class LogInFailed(Refusal):
    """The same for an unknown e-mail, a wrong password and a disabled account."""

    code = "log_in_failed"
    status = 422
    sentence = _("This e-mail and this password do not go together. Check both, or have a code sent to you.")


class CodeWrong(Refusal):
    """Wrong, used, too old, or typed wrongly too often."""

    code = "code_wrong"
    status = 422
    sentence = _("This code is not right, or no longer valid. Check it, or have a new one sent.")


class PasskeyUnknown(Refusal):
    code = "passkey_unknown"
    status = 422
    sentence = _("This passkey opens no account here. Log in another way, then add it to your account.")


class ProofNeeded(Refusal):
    """A change of what opens the account needs that its person has just shown who they are."""

    code = "proof_needed"
    status = 403
    sentence = _("Please show once more that it is you, then make this change.")


class SecondFactorNeeded(Refusal):
    code = "second_factor_needed"
    status = 403
    sentence = _("Please confirm with your second factor first.")


class LastFactor(Refusal):
    code = "last_factor"
    status = 409
    sentence = _("Staff need a second factor. Add another one before you remove this one.")


class StaffStays(Refusal):
    code = "staff_stays"
    status = 409
    sentence = _("An account of staff is closed by an administrator, not erased.")


class NotYourself(Refusal):
    code = "not_yourself"
    status = 409
    sentence = _("You cannot do this to your own account. Ask another administrator.")


class LastAdministrator(Refusal):
    code = "last_administrator"
    status = 409
    sentence = _("Somebody has to remain administrator. Give the role to another person first.")
