"""The right to withdraw and the model form (Code de la consommation, R221-1 and R221-3 with their annexes)."""

from django.utils.translation import gettext_lazy as _

# Said the same wherever a gift card is: on its page, before it is ordered, with its order (decision 0040).
CARDS = _(
    "14 days to change your mind about a gift card, counted from the day it comes by e-mail. What is left on it is "
    "paid back; what was spent with it is not."
)

BLOCKS = (
    ("h", _("Your right")),
    (
        "p",
        _(
            "You may withdraw from your purchase without giving a reason, from the moment you order until 14 days "
            "after the day on which you, or somebody you named, received the last article of the order. When the "
            "last day is a Saturday, a Sunday or a public holiday, the next working day still counts."
        ),
    ),
    ("h", _("How to use it")),
    (
        "p",
        _(
            "The quickest way is online, with the link “Withdraw from contract here” at the foot of every page and "
            "on the page of your order. You name yourself, the order and an e-mail, you confirm, and you receive at "
            "once an acknowledgement with the content of your statement, its date and its hour."
        ),
    ),
    (
        "p",
        _(
            "Any other clear statement is as valid: an e-mail, a letter, or the form below. It is enough to send it "
            "before the time is over."
        ),
    ),
    ("h", _("What happens then")),
    ("li", _("What has not left yet is cancelled.")),
    (
        "li",
        _(
            "What you have received you send back, or bring to one of our shops, within 14 days of your statement. "
            "Sending it back is at your cost; bringing it to a shop is free."
        ),
    ),
    (
        "li",
        _(
            "We pay back everything, with the delivery when you give back the whole order, within 14 days of your "
            "statement and by the means with which you paid. We may wait until we have the articles or the proof "
            "that you sent them, whichever comes first."
        ),
    ),
    (
        "li",
        _(
            "You may try the articles as you would in a shop. You answer for a loss of value that comes from "
            "handling them more than that."
        ),
    ),
    ("li", CARDS),
    ("h", _("When the right does not apply")),
    (
        "p",
        _(
            "Some articles cannot be given back for this reason, such as what was made to your measure, what does "
            "not keep, or what was sealed for hygiene and has been opened. The page of the article says so, and so "
            "does the summary before you order."
        ),
    ),
    ("h", _("Model withdrawal form")),
    ("p", _("Fill in this form and send it back only if you wish to withdraw from the contract.")),
    ("box", _("To the seller named in the legal notice of this site:")),
    (
        "box",
        _(
            "I/We (*) hereby give notice that I/we (*) withdraw from my/our (*) contract of sale of these goods (*):"
        ),
    ),
    ("box", _("Ordered on (*) / received on (*):")),
    ("box", _("Name of the consumer(s):")),
    ("box", _("Address of the consumer(s):")),
    ("box", _("Signature of the consumer(s) (only if this form is sent on paper):")),
    ("box", _("Date:")),
    ("box", _("(*) Delete what does not apply.")),
)
