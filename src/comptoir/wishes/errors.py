"""What wishes refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class AlreadyHere(Refusal):
    """There are pieces for sale: nobody has to wait."""

    code = "already_here"
    sentence = _("It is in stock now: put it into your basket.")


class TooManyWishes(Refusal):
    """`limit` wishes, or open requests, of one person are enough."""

    code = "too_many_wishes"
    status = 422
    sentence = _("More than %(limit)s are not kept. Take something off your list first.")
