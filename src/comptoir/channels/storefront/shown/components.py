"""The components of the storefront with examples, as the catalogue of components shows them."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comptoir.channels.storefront.shown.pictures import drawn
from comptoir.kit.money import Money

# What each colour of the look is for.
TOKENS = {
    "paper": gettext_noop("Ground of the page"), "surface": gettext_noop("Fields and cards"),
    "wall": gettext_noop("Behind pictures"), "counter": gettext_noop("Darker ground"),
    "line": gettext_noop("Thin lines"), "faint": gettext_noop("Thin marks"), "muted": gettext_noop("Quiet text"),
    "ink": gettext_noop("Text of pages"), "accent": gettext_noop("Accent"),
    "accent-strong": gettext_noop("Accent, stronger"), "accent-soft": gettext_noop("Accent, softer"),
    "positive": gettext_noop("Good news"),
    "warning": gettext_noop("Caution"), "negative": gettext_noop("Problems"),
}  # fmt: skip

SHEETS = (
    "tokens", "base", "layout", "components/shell", "components/card", "components/form", "components/words",
    "pages/browse", "pages/brand", "pages/catalogue",
)  # fmt: skip


def catalogue() -> dict[str, Any]:
    names = [_("Bowl"), _("Vase"), _("Lamp"), _("A name that is long enough to need a second line on a phone")]
    states = [
        ("in", _("In stock")), ("few", _("Only a few left")), ("later", _("Sent later")), ("none", _("Sold out")),
    ]  # fmt: skip
    kinds = (("bowl", "yellow"), ("vase", "blue"), ("lamp", "green"), ("throw", "red"))
    things = zip(names, kinds, states, strict=True)
    return {
        "tokens": [(token, _(name)) for token, name in TOKENS.items()],
        "cards": [
            {
                "name": name,
                "brand": "",
                "href": "#",
                "picture": {"url": drawn(*kind), "alt": "", "drawn": True, "framed": False},
                "price": Money(2400 + 1250 * place, "EUR"),
                "price_from": place == 1,
                "stock": {"state": state, "words": words},
            }
            for place, (name, kind, (state, words)) in enumerate(things)
        ],
        "states": states,
        "amount": Money(124990, "EUR"),
        "fields": [
            _field("name", _("Name"), value="Camille Roux"),
            _field("postcode", _("Postcode"), value="7500", error=_("A French postcode has five digits.")),
        ],
        "sheets": [static(f"storefront/css/{name}.css") for name in SHEETS],
        "steps": [
            {"words": _("Ordered"), "done": True, "current": False},
            {"words": _("Prepared"), "done": False, "current": True},
            {"words": _("Delivered"), "done": False, "current": False},
        ],
    }


def _field(name: str, label: str, *, value: str, error: str = "") -> dict[str, Any]:
    return {
        "id": f"c-{name}", "name": name, "label": label, "value": value, "type": "text", "required": True,
        "autocomplete": "off", "error": error, "described": f"c-{name}-wrong" if error else "",
    }  # fmt: skip
