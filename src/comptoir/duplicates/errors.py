from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class DecidedMeanwhile(Refusal):
    code = "decided_meanwhile"
    status = 409
    sentence = _("Somebody decided this meanwhile. Look at it again.")


class Contradicted(Refusal):
    code = "contradicted"
    status = 409
    sentence = _(
        "These records are linked with others of which somebody said that they are different people. Take that back "
        "first, if it was a mistake."
    )
