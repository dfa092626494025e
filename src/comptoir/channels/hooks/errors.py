from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class OnlyPost(Refusal):
    code = "method_not_allowed"
    status = 405
    sentence = _("Events are sent by POST.")


class EncodingRefused(Refusal):
    code = "encoding_refused"
    status = 415
    sentence = _("Send the event as it was signed, without Content-Encoding.")


class BodyTooLarge(Refusal):
    code = "body_too_large"
    status = 413
    sentence = _("The event is larger than 256 kB.")
