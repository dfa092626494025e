"""A price in the words of a search: "bowls under 20", "nappe 30-50 €", "bols 20 euros". Pure.

A number is a price where its currency stands beside it, or where a word bounds it that bounds prices ("under",
"moins de", "between") and no other word follows that it could count: "under 20 cm" is a length, "RTX 3060" a name.
A price alone is what somebody wants to spend at most; with "around" it is a fifth less to a fifth more.

What may name something else stays in the words: the first number of "iphone 15 à 500 €", a "max" behind a name, a size
("EUR 42"). It is read as part of a price only where that is sure: at the start, behind a comma, or behind a word that
says price.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial

from comptoir.kit.money import Money
from comptoir.search.contracts import PRICE_LIMIT, PriceSaid
from comptoir.search.rules.words import EMPTY, plain

# Only what names nothing else: a pound is a weight too, a livre a book.
CURRENCIES = {
    "EUR": ("€", "euros", "euro", "eur"), "USD": ("$", "dollars", "dollar", "usd"), "GBP": ("£", "gbp"),
    "CHF": ("chf", "francs", "franc"),
}  # fmt: skip
NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
BETWEEN = r"entre|between"
UNDER = (
    r"moins cher(?:e|es|s)? que|moins de|en[ -]dessous de|au[ -]dessous de|inf[ée]rieure?s? [àa]|"
    r"cheaper than|less than|under|below"
)
UP_TO = (
    r"jusqu['’ ]?[àa]|pas plus de|au plus|au max(?:imum\b|i\b|\b\.?)|maximum|sous|up to|at most|no more than|"
    r"not more than|budget(?: de)?"
)
MAX = r"maxi|max\.?"  # names too: sure only where nothing else stands before
OVER = r"plus de|au[ -]dessus de|sup[ée]rieure?s? [àa]|more than|above"
FROM = r"[àa] partir de|d[èe]s|au moins|au minimum|minimum|(?<!\d )min\.?|from|starting at|at least"
AROUND = r"environ|autour de|aux alentours de|vers|around|about|approximately|~"
OR_LESS = r"(?:et|ou) moins|or less|or under|and under|max(?:i|imum)?\b\.?|au (?:plus|maximum)|at most"
OR_MORE = r"(?:et|ou) plus|or more|and up|and over|min(?:imum)?\b\.?|au (?:moins|minimum)|at least"
PRICE = r"prix|tarif|price[ds]?"
LEAD = rf"(?:(?:{PRICE}|pour|for|at|de|[àa])\s*:?\s+)"
BEGIN = r"(?<![\w.,/+-])"
SURE = rf"(?:(?:^|(?<=[,;:] )){LEAD}{{0,3}}|{BEGIN}(?:{PRICE}|budget)\s*:?\s+(?:de\s+)?)"
# "lot de 6 à 30 €": behind these words "de" counts pieces.
COUNTED = (
    "lot", "lots", "pack", "packs", "jeu", "jeux", "boîte", "boîtes", "boite", "boites", "set", "sets", "coffret",
    "coffrets", "paquet", "paquets", "sachet", "sachets", "ensemble", "série", "serie", "assortiment", "carton",
    "service",
)  # fmt: skip
DE = "".join(rf"(?<!\b{word} )" for word in COUNTED) + "de"
# What may follow a number without currency: nothing that it could count.
ENDS = r"(?=\s*(?:$|[,;!?](?!\d)|(?:et|en|avec|pour|sans|and|with|for|without)\b))"
LONGEST = 200
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # those that break no number stay


@dataclass(frozen=True, slots=True)
class _Patterns:
    spans: tuple[re.Pattern[str], ...]
    upper: re.Pattern[str]
    lower: re.Pattern[str]
    alone: re.Pattern[str]


def said(text: str, currency: str, locale: str) -> PriceSaid | None:
    """The price that the words of a search name in this currency, and the words without it; None where they name none,
    or one of PRICE_LIMIT and more.

    A bound below and one above may stand apart. Of several prices of one kind the first counts.
    """
    if currency not in CURRENCIES or not any(sign.isdigit() for sign in text):
        return None
    price = _read(BLANKS.sub(" ", text[:LONGEST]).strip(), currency, _patterns(currency, locale))
    beyond = price is not None and any(bound and bound.minor >= PRICE_LIMIT for bound in price.bounds)
    return None if beyond else price


def _read(text: str, currency: str, patterns: _Patterns) -> PriceSaid | None:
    read = partial(_said, text, currency)
    for pattern in patterns.spans:
        if found := pattern.search(text):
            low, high = sorted((_minor(found["first"]), _minor(found["second"])))
            return None if _is_doubtful(found) else read("between", low, high, found)
    upper, lower = patterns.upper.search(text), patterns.lower.search(text)
    if upper and lower and not (upper.start() < lower.end() and lower.start() < upper.end()):
        low, high = sorted((_amount(lower), _amount(upper)))
        return read("between", low, high, *sorted((lower, upper), key=lambda match: match.start()))
    if upper:
        return read("under" if upper["strict"] else "up_to", None, _amount(upper), upper)
    if lower:
        return read("over" if lower["strict"] else "from", _amount(lower), None, lower)
    if (found := patterns.alone.search(text)) is None or _is_doubtful(found):
        return None
    if found["more"]:
        return read("from", _amount(found), None, found)
    if found["around"] and not found["less"]:
        return read("around", _amount(found), _amount(found), found)
    return read("up_to", None, _amount(found), found)


def _is_doubtful(found: re.Match[str]) -> bool:
    """Behind a name `15 500 €` may be a model and its price, `1 200 €` is one price: either taken for the other hides
    what is looked for, no filter hides nothing."""
    if "lead" not in found.re.groupindex:
        return False
    given = found.groupdict()
    bounded = given["lead"] is not None or given.get("around")
    return not bounded and " " in (given.get("first") or given.get("named") or "")


def _said(text: str, currency: str, kind: str, low: int | None, high: int | None, *found: re.Match[str]) -> PriceSaid:
    """`found` in their order, `low` and `high` in minor units."""
    kept, place = [], 0
    for match in found:
        kept.append(text[place : match.start()])
        place = match.end()
    rest = re.sub(r"\s+(?=[,;])", "", " ".join(" ".join([*kept, text[place:]]).split())).strip(" ,;:")
    if all(word in EMPTY for word in plain(rest)):
        rest = ""
    least, most = (None if minor is None else Money(minor, currency) for minor in (low, high))
    return PriceSaid(kind=kind, low=least, high=most, words=" ".join(match[0].strip() for match in found), rest=rest)


def _amount(found: re.Match[str]) -> int:
    given = found.groupdict()
    return _minor(next(given[name] for name in ("signed", "coded", "named", "bare") if given.get(name)))


def _minor(written: str) -> int:
    """`1 249,90`, `1,249.90` and `1249,9`: what exactly three digits follow parts thousands."""
    digits = re.sub(r"[.,](?=\d{3}(?!\d))", "", re.sub(r"\s", "", written)).replace(",", ".")
    whole, _point, part = digits.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


@cache
def _patterns(currency: str, locale: str) -> _Patterns:
    names = [re.escape(name) + (r"\b" if name.isalpha() else "") for name in CURRENCIES[currency]]
    sign = f"(?:{'|'.join(names)})"
    # Before the number stands a sign or a code ("Euro 2024" is a cup), but EUR is a system of sizes too.
    mark = re.escape(CURRENCIES[currency][0])
    before = f"(?:{mark}|{currency})"
    named = rf"(?P<named>{NUMBER})\s?{sign}"
    priced = rf"(?:{before}\s?(?P<signed>{NUMBER})(?!\w)|{named})"
    bare = rf"(?P<bare>{NUMBER}){ENDS}"
    over = OVER + (r"|(?<![^,;:] )over" if locale == "fr" else "|over")  # behind a word it is a pull-over in French
    start, led = rf"{BEGIN}{LEAD}{{0,3}}", rf"(?:(?P<lead>{SURE}|{BEGIN}{LEAD}{{1,3}})|{BEGIN})"
    first, second = rf"(?P<first>{NUMBER})", rf"(?P<second>{NUMBER})"
    dash, to = r"\s?[-–]\s?", r"\s?(?:[-–]|\b(?:et|and|à|a|to|au)\b)\s?"
    parts = r"\s(?:et|and|à|a|(?-i:to)|au)\s"  # 1 To is a terabyte
    between = rf"{start}(?:{BETWEEN}|from|{DE})\s+"
    spans = (
        rf"{between}(?:{before}\s?)?{first}\s?{sign}?{to}(?:{before}\s?)?{second}\s?{sign}",
        rf"(?:{between}|{SURE}){before}\s?{first}{to}(?:{before}\s?)?{second}(?!\w)",
        rf"{SURE}{first}{parts}{second}\s?{sign}",
        rf"{start}(?:{BETWEEN})\s+{first}\s?{sign}?{to}{second}{ENDS}",
        rf"{led}(?:from\s+)?{first}\s?{sign}{to}{second}(?:\s?{sign}|{ENDS})",
        rf"{start}{mark}\s?{first}{to}(?:{mark}\s?)?{second}(?!\w)",
        rf"{led}{first}{dash}{second}\s?{sign}",
        rf"{start}(?:{OVER}|over|{FROM})\s+{first}\s?{sign}?\s?(?:et|and|,)?\s?"
        rf"(?:{UNDER}|{UP_TO}|{MAX})\s+{second}(?:\s?{sign}|{ENDS})",
    )
    return _Patterns(
        spans=tuple(_compiled(span) for span in spans),
        # A bare number is bounded only by words that are said of prices more than of anything else.
        upper=_compiled(
            rf"(?:{start}(?:(?P<strict>(?:{UNDER})\s+|<\s?)|(?:{UP_TO})\s+)|{SURE}(?:{MAX})\s+)"
            rf"(?:{priced}|(?(strict){bare}|(?!)))"
        ),
        lower=_compiled(rf"{start}(?:(?P<strict>(?:{over})\s+|>\s?)|(?:{FROM})\s+){priced}"),
        alone=_compiled(
            rf"{led}(?P<around>(?:{AROUND})\s*)?(?:{mark}\s?(?P<signed>{NUMBER})(?!\w)|{named}|"
            rf"{currency}\s?(?P<coded>{NUMBER})(?!\w)(?(lead)|(?(around)|(?!))))"
            rf"(?:\s+(?:(?P<less>{OR_LESS})|(?P<more>{OR_MORE})))?"
        ),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
