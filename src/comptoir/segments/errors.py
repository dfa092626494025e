"""What segments refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class SegmentCodeTaken(Refusal):
    code = "segment_code_taken"
    status = 409
    sentence = _("Another segment, perhaps an archived one, has the code %(taken)s. Choose another code.")


class SegmentInUse(Refusal):
    code = "segment_in_use"
    status = 409
    sentence = _("These segments are built on it: %(users)s. Change them first.")


class SegmentArchived(Refusal):
    code = "segment_archived"
    status = 409
    sentence = _("This segment is archived and cannot be changed. Define a new one.")
