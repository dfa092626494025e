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


class DeviceKnown(Refusal):
    """Somebody logged in with it, or ordered: two known people are never one by a device."""

    code = "device_known"
    status = 409
    sentence = _("Somebody logged in or ordered with this device, so it is theirs. Two records are linked instead.")


class DeviceTaken(Refusal):
    code = "device_taken"
    status = 409
    sentence = _("This device is linked with a customer already. Take that back first, if it was a mistake.")


class TooManyDevices(Refusal):
    code = "too_many_devices"
    status = 409
    sentence = _("%(most)s devices of one customer are the most. Look whether one that is linked is somebody else’s.")
