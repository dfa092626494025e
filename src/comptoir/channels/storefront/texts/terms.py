"""What stands in the place of the terms of sale while none are published; a merchant publishes them before opening."""

from django.utils.translation import gettext_lazy as _

BLOCKS = (
    ("p", _("Prices include VAT. The total with delivery is known from the basket on.")),
    ("p", _("An order binds when you press the button that says so and we have confirmed it.")),
    ("p", _("The day of delivery that we announce is a promise: we record it and watch over it.")),
    ("p", _("Every product has the legal guarantees: conformity for two years, and hidden defects.")),
)
