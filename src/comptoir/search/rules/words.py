"""A text as words: folded, elisions opened, compounds joined and split, numbers with units in one measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from comptoir.kit.text import fold

INCHES = re.compile(r"(?<=\d)\s?(?:''|[\"”″])")
WORD = re.compile(r"[^\W_]+(?:[.,'’\-/+&][^\W_]+)*")
ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w)")
PARTS = re.compile(r"[.,'’\-/+&]")
NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")
MEASURED = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?)-?([a-z]+)")

# Name of a unit → the unit in which such things are compared, and by how much to multiply.
UNITS: dict[str, tuple[str, float]] = {
    name: (unit, factor)
    for unit, factor, names in (
        ("inch", 1, "in inch inches pouce pouces"),
        ("gb", 0.001, "mb mo"), ("gb", 1, "gb go"), ("gb", 1000, "tb to"),
        ("ml", 1, "ml"), ("ml", 10, "cl"), ("ml", 1000, "l litre litres liter liters"),
        ("g", 1, "g gramme grammes gram grams"), ("g", 1000, "kg kilo kilos"),
        ("mm", 1, "mm"), ("mm", 10, "cm"), ("mm", 1000, "m metre metres meter meters"),
        ("w", 1, "w watt watts"), ("v", 1, "v volt volts"), ("mah", 1, "mah"), ("dpi", 1, "dpi ppp"),
        ("mhz", 1, "mhz"), ("mhz", 1000, "ghz"), ("hz", 1, "hz"),
    )
    for name in names.split()
}  # fmt: skip
# Words that every text has: a search that has others does without them.
EMPTY = frozenset(
    word
    for language in (
        "a au aux avec ce ces dans de des du en et la le les ou par pas pour sans ses son sur un une",
        "an and are at by for from in is of on or the to with",
    )
    for word in language.split()
)
# Beside a size they only say that it is one: "pull taille M", "size 10 shoes". Elsewhere they are words: taille haute.
OF_SIZES = frozenset(("taille", "tailles", "pointure", "pointures", "size", "sizes"))
SIZE = re.compile(r"\d{1,3}(?:[.,]5)?|x{0,3}[sl]|[2-6]xl|m")
LONGEST = 200
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Words that were written as one thing. `joined` is another form of it: a model number without hyphens, or a
    number with its unit in one measure."""

    words: tuple[str, ...]
    joined: str = ""

    @property
    def is_word(self) -> bool:
        return len(self.words) == 1 and self.words[0].isalpha()


def groups(text: str) -> list[Group]:
    """The words of a text in their order."""
    written = [ELISION.sub("", found[0]) for found in WORD.finditer(fold(INCHES.sub(" inch ", text)))]
    found: list[Group] = []
    place = 0
    while place < len(written):
        word = written[place]
        after = written[place + 1] if place + 1 < len(written) else ""
        if NUMBER.fullmatch(word) and after in UNITS:
            found.append(Group((word, after), measure(word, after)))
            place += 2
            continue
        measured = MEASURED.fullmatch(word)
        parts = tuple(PARTS.split(word))
        if measured and measured[2] in UNITS:
            found.append(Group(parts, measure(measured[1], measured[2])))
        elif len(parts) > 1 and not NUMBER.fullmatch(word):
            found.append(Group(parts, "".join(parts)))
        else:
            found.append(Group((word,)))
        place += 1
    return found


def measure(number: str, unit: str) -> str:
    """`1` and `to` as `1000_gb`: the same in both languages and in every size of the unit."""
    name, factor = UNITS[unit]
    value = f"{float(number.replace(',', '.')) * factor:.3f}".rstrip("0").rstrip(".")
    return f"{value}_{name}"


def plain(text: str) -> list[str]:
    return [word for group in groups(text) for word in group.words]


def asked(text: str) -> list[Group]:
    """The words of a search: at most twelve, without those that every text has when there are others, and without the
    word for a size beside one."""
    found = _without_size(groups(text.replace("\x00", "")[:LONGEST])[:MOST_WORDS])
    telling = [group for group in found if not (len(group.words) == 1 and group.words[0] in EMPTY)]
    return telling or found


def _without_size(found: list[Group]) -> list[Group]:
    def is_of_one(place: int) -> bool:
        beside = found[place + 1 : place + 2] + found[max(0, place - 1) : place]
        sized = any(len(each.words) == 1 and SIZE.fullmatch(each.words[0]) for each in beside)
        return sized and len(found[place].words) == 1 and found[place].words[0] in OF_SIZES

    return [each for place, each in enumerate(found) if not is_of_one(place)]


def written(groups: Sequence[Group]) -> str:
    return " ".join(word for group in groups for word in group.words)


def normal(text: str) -> str:
    """A search as it is compared with others: folded words, one space between them."""
    return " ".join(plain(text.replace("\x00", "")[:LONGEST])[:MOST_WORDS])


def neighbours(words: list[str]) -> list[str]:
    """Each two words side by side as one: who writes `smartwatch` finds a `smart watch`."""
    return [left + right for left, right in pairwise(words) if left.isalpha() and right.isalpha()]
