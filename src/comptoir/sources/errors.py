from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class SourceExists(Refusal):
    code = "source_exists"
    sentence = _("There is already a source with this code. Choose another one.")
