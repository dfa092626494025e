"""The legal guarantees: the reminder that goods need before they are bought (Directive 2011/83/EU, art. 5 and 6, as
changed by Directive (EU) 2024/825) and what French law adds. The boxed text of D211-2 belongs into the terms."""

from django.utils.translation import gettext_lazy as _

BLOCKS = (
    ("h", _("Legal guarantee of conformity")),
    ("box", _("In the European Union every article has a legal guarantee of conformity of at least two years.")),
    (
        "box",
        _(
            "If it is not as described, does not work or fails within two years of delivery, the seller has to "
            "repair or replace it free of charge; you choose. If that is not possible, is not done within 30 days or "
            "does not help, you get a part or all of your money back."
        ),
    ),
    (
        "box",
        _(
            "During these two years you have to show that there is a defect, not since when: it is presumed to have "
            "been there from the start (one year for second-hand goods). After a repair under the guarantee it lasts "
            "six months longer."
        ),
    ),
    (
        "box",
        _(
            "You turn to the seller. A producer or seller may offer a commercial guarantee besides, which changes "
            "nothing of this."
        ),
    ),
    (
        "p",
        _(
            "This is the content of the harmonised notice of the European Union on the legal guarantee. More on your "
            "rights in every country of the Union: europa.eu/youreurope."
        ),
    ),
    ("h", _("Hidden defects")),
    (
        "p",
        _(
            "You are also covered against hidden defects that make the article unfit for its use (Code civil, "
            "articles 1641 to 1649), for two years from the day on which you discover them: you choose between "
            "keeping the article at a lower price and giving it back for your money."
        ),
    ),
    ("h", _("How to use them")),
    (
        "p",
        _(
            "Write to us or come to a shop with the number of your order. Sending it back for a guarantee costs you "
            "nothing."
        ),
    ),
)
