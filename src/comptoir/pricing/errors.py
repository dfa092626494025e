"""What pricing refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class TaxUnknown(Refusal):
    """No VAT rate for `category` in `country`: nothing is sold there with a guessed one."""

    code = "tax_unknown"
    status = 422
    sentence = _(
        "We cannot sell an article to this country (%(country)s): its VAT is not known."
        " Choose another country of delivery."
    )


class TaxTableOutdated(Refusal):
    """The source of rates no longer lists a rate that our table of `country` chooses: a person has to
    look."""

    code = "tax_table_outdated"
    sentence = _(
        "The VAT rates of %(country)s have moved: %(missing)s is no longer listed. Check the table of rates."
    )


class NotBelowList(Refusal):
    """A price for a segment has to be less than everybody's."""

    code = "not_below_list"
    status = 422
    sentence = _(
        "A price for a segment has to be below the list price: nobody pays more for being known. Give a lower one, or"
        " set a list price first."
    )


class NotReduced(Refusal):
    """`skus` cost as much as, or more than, their lowest price of the 30 days before, had no price before, or have had
    this one for 30 days: then it is the price."""

    code = "not_reduced"
    status = 422
    sentence = _(
        "No reduction may be announced for %(skus)s: the price is not below the lowest of the 30 days before it,"
        " or it has been the price for 30 days (art. L112-1-1 of the Consumer Code). Lower the price first."
    )


class WrongReference(Refusal):
    """The price named as the one before is not the lowest of the 30 days before the reduction: `right` is, for
    `sku`."""

    code = "wrong_reference"
    status = 422
    sentence = _(
        "The reduction of %(sku)s may not start from %(named)s: the lowest price of the 30 days before it was"
        " %(right)s (art. L112-1-1 of the Consumer Code). Announce it from there."
    )
