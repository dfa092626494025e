"""Refusals of feeds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class FeedExists(Refusal):
    """There is a feed for this channel, market and language."""

    code = "feed_exists"
    sentence = _("There is a feed for this channel, market and language already. Close it first to begin anew.")
