"""Refusals of the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class SkuTaken(Refusal):
    """`skus` belong to variants with other external ids."""

    code = "sku_taken"
    sentence = _("These article numbers belong to other variants: %(skus)s. Give each variant its own.")


class ProductNumberTaken(Refusal):
    code = "product_number_taken"
    sentence = _(
        "There is a product with the number “%(number)s” already. Give another number, or change that product."
    )


class PropertiesChangedMeanwhile(Refusal):
    """`data`: version (of what stands), shown (of what was changed)."""

    code = "properties_changed_meanwhile"
    sentence = _(
        "Somebody changed these properties or GTINs since you opened them. Look at them as they are now, then change"
        " them."
    )


class AddressTaken(Refusal):
    """Another page has `address` now, or had it before and is still found there."""

    code = "address_taken"
    sentence = _("The address “%(address)s” belongs to another page. Choose another.")


class UnknownMarket(Refusal):
    code = "unknown_market"
    status = 404
    sentence = _("There is no market %(market)s.")


class PictureUnfit(Refusal):
    """The file at `place` (from 1) of those given is no picture that may be shown."""

    code = "picture_unfit"
    status = 422
    sentence = _(
        "Picture %(place)s cannot be shown. Give a JPEG, PNG, WebP or GIF of at most 8 MB, or an SVG without scripts, "
        "styles and references."
    )


class PictureTooHeavy(PictureUnfit):
    code = "picture_too_heavy"
    sentence = _("Picture %(place)s has more than 8 MB. Give it smaller or more compressed.")


class PictureTooWide(PictureUnfit):
    """More pixels than are decoded: such a file can fill the memory of a machine."""

    code = "picture_too_wide"
    sentence = _("Picture %(place)s has too many pixels to be opened. Give it smaller.")
