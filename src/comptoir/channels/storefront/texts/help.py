"""Where to turn to."""

from django.utils.translation import gettext_lazy as _

BLOCKS = (
    ("h", _("Where is my order?")),
    (
        "p",
        _(
            "The link in your confirmation e-mail opens the page of your order: where it stands, its parcels with "
            "their numbers, its invoice. In your account you find all your orders."
        ),
    ),
    ("h", _("Change, cancel, give back")),
    (
        "p",
        _(
            "Until it is prepared you change the address or cancel articles on the page of your order. Afterwards "
            "you withdraw from it by the link at the foot of every page."
        ),
    ),
    ("h", _("Something is wrong with an article")),
    (
        "p",
        _(
            "Write to us with the number of the order and what you see; a picture helps. We repair, replace or pay "
            "back, as the legal guarantees say."
        ),
    ),
    ("h", _("Not satisfied with our answer?")),
    (
        "p",
        _(
            "Write to us first. If we have not settled it within two months, you may turn to the mediator named "
            "below, free of charge (Code de la consommation, L612-1 and L616-1)."
        ),
    ),
    ("h", _("How to reach us")),
)
