"""Refusals of the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class SkuTaken(Refusal):
    """`skus` belong to variants with other external ids."""

    code = "sku_taken"
    sentence = _("These article numbers belong to other variants: %(skus)s. Give each variant its own.")


class UnknownMarket(Refusal):
    code = "unknown_market"
    status = 404
    sentence = _("There is no market %(market)s.")
