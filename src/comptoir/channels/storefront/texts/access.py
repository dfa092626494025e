"""The accessibility statement: what was tested and how, nothing else. Changes with the tests (tests/test_journey.py,
tests/test_pages.py)."""

from django.utils.translation import gettext_lazy as _

BLOCKS = (
    (
        "p",
        _(
            "We want everybody to be able to shop here. The aim is the standard EN 301 549, that is WCAG 2.1 at "
            "level AA."
        ),
    ),
    ("h", _("What is tested")),
    (
        "li",
        _(
            "The pages of the way from the home page to the paid order, of the account and of the withdrawal are "
            "checked by the program axe-core for WCAG 2.0 and 2.1, levels A and AA, each time this shop’s software "
            "is changed."
        ),
    ),
    (
        "li",
        _(
            "These pages work without JavaScript and on a screen 360 pixels wide. Whatever can be done is a link, a "
            "field or a button, which the keyboard reaches."
        ),
    ),
    (
        "li",
        _(
            "Contrast is at least 4.5 to 1, in the light and in the dark colours. Nothing moves when your device "
            "asks for that."
        ),
    ),
    ("h", _("What is not tested")),
    (
        "li",
        _(
            "An automatic check finds a part of the obstacles only. No complete audit by a person, and no test with "
            "screen readers by people who need them, has been made yet: we call the shop partially conformant."
        ),
    ),
    ("li", _("Invoices are tagged PDF files; the pages of banks and carriers are not ours.")),
    ("h", _("You meet an obstacle?")),
    (
        "p",
        _(
            "Tell us where and with what device, by the address below: we bring you what you came for in another "
            "way. If we do not, you may turn to the Défenseur des droits (defenseurdesdroits.fr) or to the DGCCRF "
            "(signal.conso.gouv.fr)."
        ),
    ),
    ("p", _("This statement was made on 28 November 2026.")),
    ("h", _("How to reach us")),
)
