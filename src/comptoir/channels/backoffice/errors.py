from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class StillFails(Refusal):
    code = "still_fails"
    status = 409
    sentence = _("The listener failed again. Read the error, have its cause repaired, then replay.")
