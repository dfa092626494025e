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
