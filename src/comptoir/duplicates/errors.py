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


class ReasonMissing(Refusal):
    code = "reason_missing"
    status = 422
    sentence = _("Say why these two are one person: no search found them, so your reason is what others can check.")


class SameRecord(Refusal):
    code = "same_record"
    status = 422
    sentence = _("This is one record. Choose another one to link it with.")


class RecordForgotten(Refusal):
    code = "record_forgotten"
    status = 409
    sentence = _("Who asked to be forgotten is linked with nobody any more.")


class TooManyRecords(Refusal):
    code = "too_many_records"
    status = 409
    sentence = _(
        "They would be %(records)s records of one person, and %(most)s are the most. Look whether one that is linked "
        "already is somebody else’s."
    )
