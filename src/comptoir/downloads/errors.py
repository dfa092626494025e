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


class FilesChanged(Refusal):
    code = "files_changed"
    status = 409
    sentence = _("The files of this product are others by now. Look at them again, then put them in order.")


class LastFile(Refusal):
    code = "last_file"
    status = 409
    sentence = _("Buyers may still download this: add the file that takes its place first.")
