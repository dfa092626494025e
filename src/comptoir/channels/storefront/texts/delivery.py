"""How things come, and how they go back."""

from django.utils.translation import gettext_lazy as _

BLOCKS = (
    ("h", _("The day is a promise")),
    (
        "p",
        _(
            "The day of delivery that you see beside an article and in your basket is computed from the stock, the "
            "hour, the public holidays and the carrier. When you order, it becomes a promise: we record it and watch "
            "over it."
        ),
    ),
    ("h", _("Prices")),
    (
        "p",
        _(
            "The price of each way to deliver stands beside it, VAT included, and is in the total from the basket "
            "on. Collecting in a shop is free."
        ),
    ),
    ("h", _("If it comes late")),
    (
        "p",
        _(
            "You may ask us to deliver within a reasonable time; if that passes as well you may cancel, and we pay "
            "back everything within 14 days. An article that is lost or broken on its way is ours to replace: the "
            "risk is yours only when you hold it."
        ),
    ),
    ("h", _("Giving back")),
    (
        "p",
        _(
            "Within 14 days of receiving your order you may withdraw from it, in whole or in part, by the link "
            "“Withdraw from contract here” at the foot of every page. Then send the articles back with the number of "
            "your order, or bring them to a shop."
        ),
    ),
    (
        "p",
        _(
            "An article that is not as described, or fails, is another matter: the legal guarantees apply for two "
            "years."
        ),
    ),
)
