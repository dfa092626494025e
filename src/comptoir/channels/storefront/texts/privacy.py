"""What becomes of what people write and do here (GDPR, articles 13 and 14)."""

from django.utils.translation import gettext_lazy as _

BLOCKS = (
    ("p", _("The company named in the legal notice answers for your data. You reach it at the address below.")),
    ("h", _("What we keep, why and for how long")),
    (
        "li",
        _(
            "To sell and deliver: name, e-mail, address, telephone, what you ordered and how you paid. It performs "
            "our contract; it stays as long as you can claim a guarantee, and what is part of the accounts for ten "
            "years, which the law wants. Card numbers never come to us: the payment provider alone has them."
        ),
    ),
    ("li", _("To answer for a withdrawal: your statement as you sent it, for as long as the accounts.")),
    (
        "li",
        _(
            "To show what you think of an article: your review, the name that you choose and your photographs, five "
            "years at most, until you withdraw it. For a question: your e-mail, to send you the answer."
        ),
    ),
    ("li", _("For your account: e-mail, passkeys and sessions, until you close it.")),
    (
        "li",
        _(
            "To find shops near you: the postcode that you type, in a cookie on your device until you close the "
            "browser. We do not record it."
        ),
    ),
    (
        "li",
        _(
            "To measure visits, only if you allow it below: the steps of your visits, under a number of your device, "
            "and beside your orders when you order. Without it, visits are only counted."
        ),
    ),
    (
        "li",
        _(
            "To tell you that something is back: the address that you give for it, until its one message has left or "
            "you end it by its link. For your wish list in your account: what stands on it, until you take it off."
        ),
    ),
    (
        "li",
        _(
            "To choose together: the first name that a friend gives beside a shared basket, and what is said there, "
            "until the link ends, which is after 30 days or when whoever shared it ends it. Nothing of whoever "
            "shared it is shown."
        ),
    ),
    (
        "li",
        _(
            "What you looked at, a guest’s wish list and what you compare: in your browser alone, which names them "
            "when it asks for their pictures and prices. We do not record that; “Forget these” empties it."
        ),
    ),
    ("h", _("Cookies")),
    (
        "p",
        _(
            "“basket” remembers your basket for 30 days, “friend” who you are beside a shared one, “reader” for six "
            "months which reviews you said helped, “ordered” your last order and “near” your postcode until you close "
            "the browser, “sessionid” keeps you logged in, “choice” remembers your choices below for six "
            "months. If you allow measuring, “visitor” is the number of your device, for 13 months, and your browser "
            "keeps where your first visit came from and, until the next page, what it told us last; taking it back "
            "erases all of it. There are no others, and none of anybody else."
        ),
    ),
    ("h", _("Who receives it")),
    (
        "p",
        _(
            "The carrier that brings your parcel, the payment provider that takes your payment, and, as far as you "
            "allow it, who evaluates visits for us: the page of your data names them. Nobody else does, and your "
            "data is not sold."
        ),
    ),
    ("h", _("Your rights")),
    (
        "p",
        _(
            "You may see, correct, take with you or erase your data, object to its use, and take back a consent at "
            "any time. Write to us: we answer within a month. You may also complain to the CNIL (cnil.fr)."
        ),
    ),
    ("h", _("How to reach us")),
)
