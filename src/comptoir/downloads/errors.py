from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class NotDigital(Refusal):
    code = "not_digital"
    status = 409
    sentence = _("This product is no digital good. Say what it is first, then give it its file.")


class NothingToFetch(Refusal):
    code = "nothing_to_fetch"
    status = 404
    sentence = _("There is nothing to download by this link: the order is not paid, or it was cancelled.")
