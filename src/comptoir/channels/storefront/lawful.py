"""Words that the law fixes: no translation, theme or merchant can change them, so they do not go through gettext.

The order button: Code de la consommation, L221-14 (without it the contract is void; CJEU C-249/21: the label alone
counts). The two of the withdrawal function: L221-21 and D221-5.
"""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

LABELS: dict[str, dict[str, str]] = {
    "order": {"fr": "Commande avec obligation de paiement", "en": "Order with obligation to pay"},
    "withdraw": {"fr": "Renoncer au contrat ici", "en": "Withdraw from contract here"},
    "confirm_withdrawal": {"fr": "Confirmer la rétractation", "en": "Confirm withdrawal"},
}
ORDER_FORM = "checkout-form"


def label(name: str, language: str) -> str:
    return LABELS[name][language]


class ButtonChanged(RuntimeError):
    """A page would let somebody order by a button that does not say so: a bug, never shown to a person."""


def require_order_button(html: str, language: str) -> None:
    """Exactly one element of the page places the order, and it bears the words. Raises ButtonChanged."""
    wanted = label("order", language)
    placing = order_buttons(html)
    if placing != [wanted]:
        raise ButtonChanged(f"the order would be placed by {placing}, where the law wants {wanted!r}")


def order_buttons(html: str) -> list[str]:
    """The words of whatever sends the order's form without a name: named buttons update the page, nothing else."""
    reader = _Buttons()
    reader.feed(html)
    return reader.found


class _Buttons(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.form = ""
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = given.get("id", "")
        ours = given.get("form", self.form) == ORDER_FORM and not given.get("name")
        if ours and tag == "button" and given.get("type", "submit") == "submit":
            self.found.append("")
            self.inside = True
        elif ours and tag == "input" and given.get("type") in ("submit", "image"):
            self.found.append(unescape(given.get("value") or given.get("alt", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = ""
        elif tag == "button":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] = " ".join(f"{self.found[-1]} {data}".split())
