"""A price in the words of a search: "bowls under 20", "nappe 30-50 €", "bols 20 euros". Pure.

A number is a price where its currency stands beside it, or where a word bounds it that bounds prices ("under",
"moins de", "between") and no other word follows that it could count: "under 20 cm" is a length, "RTX 3060" a name.
A price alone is what somebody wants to spend at most; with "around" it is a fifth less to a fifth more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial

from comptoir.kit.money import Money
from comptoir.search.contracts import PriceSaid
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
    r"jusqu['’ ]?[àa]|pas plus de|au plus|au maximum|maximum|maxi|max\.?|sous|up to|at most|no more than|not more than|"
    r"budget(?: de)?"
)
OVER = r"plus de|au[ -]dessus de|sup[ée]rieure?s? [àa]|more than|over|above"
FROM = r"[àa] partir de|d[èe]s|au moins|au minimum|minimum|min\.?|from|starting at|at least"
AROUND = r"environ|autour de|aux alentours de|vers|around|about|approximately|~"
OR_LESS = r"(?:et|ou) moins|or less|or under|and under|max(?:i|imum)?\b\.?|au (?:plus|maximum)|at most"
OR_MORE = r"(?:et|ou) plus|or more|and up|and over|min(?:imum)?\b\.?|au (?:moins|minimum)|at least"
LEAD = r"(?:(?:prix|tarif|price[ds]?|pour|for|at|de|[àa])\s*:?\s+){0,3}"
# What may follow a number without currency: nothing that it could count.
ENDS = r"(?=\s*(?:$|[,;!?](?!\d)|(?:et|en|avec|pour|sans|and|with|for|without)\b))"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Patterns:
    spans: tuple[re.Pattern[str], ...]
    upper: re.Pattern[str]
    lower: re.Pattern[str]
    alone: re.Pattern[str]


def said(text: str, currency: str) -> PriceSaid | None:
    """The price that the words of a search name in this currency, and the words without it; None where they name none.

    A bound below and one above may stand apart. Of several prices of one kind the first counts.
    """
    if currency not in CURRENCIES or not any(sign.isdigit() for sign in text):
        return None
    text, patterns = " ".join(text[:LONGEST].split()), _patterns(currency)
    read = partial(_said, text, currency)
    for pattern in patterns.spans:
        if found := pattern.search(text):
            low, high = sorted((_minor(found["first"]), _minor(found["second"])))
            return read("between", low, high, found)
    upper, lower = patterns.upper.search(text), patterns.lower.search(text)
    if upper and lower and not (upper.start() < lower.end() and lower.start() < upper.end()):
        low, high = sorted((_amount(lower), _amount(upper)))
        return read("between", low, high, *sorted((lower, upper), key=lambda match: match.start()))
    if upper:
        return read("under" if upper["strict"] else "up_to", None, _amount(upper), upper)
    if lower:
        return read("over" if lower["strict"] else "from", _amount(lower), None, lower)
    if (found := patterns.alone.search(text)) is None:
        return None
    if found["more"]:
        return read("from", _amount(found), None, found)
    if found["around"] and not found["less"]:
        return read("around", _amount(found), _amount(found), found)
    return read("up_to", None, _amount(found), found)


def _said(
    text: str, currency: str, kind: str, low: int | None, high: int | None, *found: re.Match[str]
) -> PriceSaid:
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
    return _minor(next(given[name] for name in ("signed", "named", "bare") if given.get(name)))


def _minor(written: str) -> int:
    """`1 249,90`, `1,249.90` and `1249,9`: what exactly three digits follow parts thousands."""
    digits = re.sub(r"[.,](?=\d{3}(?!\d))", "", re.sub(r"\s", "", written)).replace(",", ".")
    whole, _point, part = digits.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


@cache
def _patterns(currency: str) -> _Patterns:
    names = [re.escape(name) + (r"\b" if name.isalpha() else "") for name in CURRENCIES[currency]]
    sign, start = f"(?:{'|'.join(names)})", rf"(?<![\w.,/+-]){LEAD}"
    # Before the number stands a sign or a code: "Euro 2024" is a cup.
    before = f"(?:{'|'.join({re.escape(CURRENCIES[currency][0]), currency})})"
    priced = rf"(?:{before}\s?(?P<signed>{NUMBER})(?!\w)|(?P<named>{NUMBER})\s?{sign})"
    bare = rf"(?P<bare>{NUMBER}){ENDS}"
    to = r"\s?(?:[-–]|\b(?:et|and|à|a|to|au)\b)\s?"
    first, second, between = rf"(?P<first>{NUMBER})", rf"(?P<second>{NUMBER})", rf"(?:(?:{BETWEEN}|from|de)\s+)?"
    spans = (
        rf"{between}(?:{before}\s?)?{first}\s?{sign}?{to}{second}\s?{sign}",
        rf"{between}{before}\s?{first}{to}{before}?\s?{second}(?!\w)",
        rf"{between}{first}\s?{sign}{to}{second}{ENDS}",
        rf"(?:{BETWEEN})\s+{first}{to}{second}{ENDS}",
        rf"(?:{OVER}|{FROM})\s+{first}\s?{sign}?\s?(?:et|and|,)?\s?(?:{UNDER}|{UP_TO})\s+{second}(?:\s?{sign}|{ENDS})",
    )
    return _Patterns(
        spans=tuple(_compiled(start + span) for span in spans),
        # A bare number is bounded only by words that are said of prices more than of anything else.
        upper=_compiled(rf"{start}(?:(?P<strict>(?:{UNDER})\s+|<\s?)|(?:{UP_TO})\s+)(?:{priced}|(?(strict){bare}|(?!)))"),
        lower=_compiled(rf"{start}(?:(?P<strict>(?:{OVER})\s+|>\s?)|(?:{FROM})\s+){priced}"),
        alone=_compiled(
            rf"{start}(?P<around>(?:{AROUND})\s*)?{priced}(?:\s+(?:(?P<less>{OR_LESS})|(?P<more>{OR_MORE})))?"
        ),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
