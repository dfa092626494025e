"""How reviews are gathered, read, ordered and refused (Code de la consommation, D111-17 and D111-18)."""

from django.utils.translation import gettext_lazy as _

BLOCKS = (
    ("h", _("Who can write")),
    (
        "p",
        _(
            "Whoever received the article from us: the review is written from the page of the order, once per order "
            "and product. We check the purchase; a review without one cannot be recorded. Beside each stand the day on "
            "which the article arrived and the day on which the review was published."
        ),
    ),
    ("p", _("Nothing is given in exchange for a review: no discount, no points, no gift.")),
    ("h", _("What we read, and what we refuse")),
    (
        "p",
        _(
            "A person of our house reads every review before it is published, within seven days of its arrival. No "
            "review is refused or put last because of its opinion. These are the only reasons for a refusal; its "
            "author is told which one by e-mail, and may write again:"
        ),
    ),
    ("li", _("it insults or threatens somebody, or contains something unlawful;")),
    ("li", _("it names a person or gives personal data;")),
    ("li", _("it is not about the product, is advertising, or cannot be understood;")),
    ("li", _("its author has an interest in the product, or was paid for it.")),
    ("h", _("In which order")),
    (
        "p",
        _(
            "By the day of publication, the newest first; you can sort by rating or by help instead. The average is "
            "that of all published reviews, each counts the same."
        ),
    ),
    (
        "p",
        _(
            "Any visitor may say that a review helped, without an account; nobody for their own. A visitor counts "
            "once for each review, known by a number in a cookie (“reader”, six months) that serves for this alone, "
            "and may take it back by the same button. We do not otherwise check who votes. When an author changes "
            "their review, its votes begin anew."
        ),
    ),
    ("h", _("Whom we ask")),
    (
        "p",
        _(
            "Ten days after the last parcel of an order we ask its buyer once, by e-mail, whatever they may think of "
            "it; only those who agreed to our letters or did not object to them as customers. Who writes is not "
            "chosen by us."
        ),
    ),
    ("h", _("Changing, withdrawing, reporting")),
    (
        "p",
        _(
            "Authors change or withdraw their review at any time from the page of their order; a changed one is read "
            "again and says that it was changed. A review stays for five years at most. Authors can be reached through "
            "us alone: we do not give addresses away."
        ),
    ),
    (
        "p",
        _(
            "Below each review you can report it, free of charge, when you doubt it: say why, and we read it again. "
            "The house may answer below a review; its answer is marked."
        ),
    ),
    ("h", _("Photographs, questions and answers")),
    (
        "p",
        _(
            "Photographs are kept without what the camera wrote into them, such as the place. Anybody may ask a "
            "question; it is read before it is shown, and answered by our house or by buyers, which stands beside the "
            "answer. Your e-mail serves for the answer alone."
        ),
    ),
)
