"""What may be offered: what a merchant typed, put in order and judged. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from comptoir.kit.text import LOCALES, Localised
from comptoir.promotions.contracts import (
    ALL,
    AMOUNT,
    AUTOMATIC,
    BUNDLE,
    DELIVERY,
    EFFECTS,
    PERCENT,
    PIECES,
    PRODUCTS,
    SCOPES,
    TRIGGERS,
    VARIANTS,
    Terms,
)

CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{1,22}[A-Z0-9])")
LONGEST_NAME, LONGEST_SHOWN = 80, 60
MOST_IDS, MOST_IN_SET = 500, 10
MOST_PIECES = 999
MOST_MINOR = 100_000_000_000
WHOLE = 10_000


def folded(code: str) -> str:
    """A code as it is kept and compared: capitals, no spaces."""
    return "".join(code.upper().split())


def clean(terms: Terms) -> Terms:
    """Without spaces at the ends, and without what its effect, scope and trigger do not speak of."""
    effect = terms.effect
    return replace(
        terms, name=" ".join(terms.name.split()),
        shown=Localised({locale: " ".join(text.split()) for locale, text in terms.shown.items()}),
        code="" if terms.trigger == AUTOMATIC else folded(terms.code),
        ids=() if terms.scope == ALL else tuple(dict.fromkeys(terms.ids)),
        percent_bp=terms.percent_bp if effect == PERCENT else 0,
        amount_minor=terms.amount_minor if effect in (AMOUNT, BUNDLE) else 0,
        take=terms.take if effect == PIECES else 0, pay=terms.pay if effect == PIECES else 0,
        ways=tuple(dict.fromkeys(terms.ways)) if effect == DELIVERY else (),
    )  # fmt: skip


def errors(terms: Terms) -> dict[str, str]:
    """What is wrong with terms that `clean` gave, by field; empty when nothing is."""
    found = _of_names(terms) | _of_effect(terms)
    for field, value, allowed in (
        ("trigger", terms.trigger, TRIGGERS), ("scope", terms.scope, SCOPES), ("effect", terms.effect, EFFECTS)
    ):  # fmt: skip
        if value not in allowed:
            found[field] = "not_a_choice"
    if terms.ends_at is not None and terms.ends_at <= terms.starts_at:
        found["ends_at"] = "too_small"
    if terms.code and not CODE.fullmatch(terms.code):
        found["code"] = "not_a_code"
    if terms.scope != ALL and not 1 <= len(terms.ids) <= MOST_IDS:
        found["ids"] = "too_large" if terms.ids else "missing"
    if not 0 <= terms.least_minor <= MOST_MINOR:
        found["least_minor"] = "out_of_range"
    if not 0 <= terms.least_pieces <= MOST_PIECES:
        found["least_pieces"] = "out_of_range"
    for field, most in (("most_uses", terms.most_uses), ("most_per_person", terms.most_per_person)):
        if most is not None and not 1 <= most <= 10_000_000:
            found[field] = "out_of_range"
    return found


def _of_names(terms: Terms) -> dict[str, str]:
    found = {}
    if not terms.name:
        found["name"] = "missing"
    elif len(terms.name) > LONGEST_NAME:
        found["name"] = "too_long"
    for locale in LOCALES:
        text = terms.shown.get(locale, "")
        if not text or len(text) > LONGEST_SHOWN:
            found[f"shown_{locale}"] = "too_long" if text else "missing"
    return found


def _of_effect(terms: Terms) -> dict[str, str]:
    found = {}
    if terms.effect == PERCENT and not 1 <= terms.percent_bp <= WHOLE:
        found["percent_bp"] = "out_of_range"
    if terms.effect in (AMOUNT, BUNDLE) and not 1 <= terms.amount_minor <= MOST_MINOR:
        found["amount_minor"] = "out_of_range"
    if terms.effect == PIECES and not 2 <= terms.take <= MOST_PIECES:
        found["take"] = "out_of_range"
    elif terms.effect == PIECES and not 1 <= terms.pay < terms.take:
        found["pay"] = "out_of_range"
    if terms.effect == BUNDLE and (terms.scope not in (PRODUCTS, VARIANTS) or not 2 <= len(terms.ids) <= MOST_IN_SET):
        found["ids"] = "not_a_set"
    return found
