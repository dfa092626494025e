"""What reviews refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class AlreadyReviewed(Refusal):
    """`review_id` is the one that there is."""

    code = "already_reviewed"
    status = 409
    sentence = _("You have already reviewed this product. You can change your review on the page of your order.")


class ReviewMoveRefused(Refusal):
    """`state` is where it stands."""

    code = "review_move_refused"
    status = 409
    sentence = _("This is no longer in a state that allows it. Reload the page to see where it stands.")


class AlreadyAnswered(Refusal):
    code = "already_answered"
    status = 409
    sentence = _("You have already answered this question.")


class PhotoUnreadable(Refusal):
    """`why` is size, pixels or format."""

    code = "photo_unreadable"
    status = 422
    sentence = _("We cannot read this photograph. Send JPEG, PNG or WebP, of 5 MB at most.")


class TooManyPhotos(Refusal):
    code = "too_many_photos"
    status = 422
    sentence = _("Send three photographs at most.")


class OwnReview(Refusal):
    code = "own_review"
    status = 409
    sentence = _("This is your own review. Readers say whether it helps them.")
