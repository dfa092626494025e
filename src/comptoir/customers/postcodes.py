"""French postcodes: the towns of one, and a gentle word when postcode and town do not fit. Never a refusal."""

from __future__ import annotations

import difflib
import gzip
import re
import unicodedata
from functools import cache
from pathlib import Path

from comptoir.customers.contracts import TownSuggestion

DATA = Path(__file__).parent / "data" / "fr-postcodes.txt.gz"
MOST = 3
# How alike two names must be to be taken for a slip of the fingers (difflib's ratio, 0 to 1).
ALIKE = 0.75
_SHORT = {"st": "saint", "ste": "sainte", "s": "sur"}


def towns(postcode: str, *, country: str = "FR") -> tuple[str, ...]:
    """The towns of a postcode, the largest first; none when it is not French or not known."""
    if country != "FR":
        return ()
    return tuple(filter(None, _by_postcode().get(postcode.strip(), "").split("|")))


def suggestions(postcode: str, town: str, *, country: str = "FR") -> tuple[TownSuggestion, ...]:
    """What may have been meant, best first, three at most; nothing when both fit, or when we cannot tell.

    A town spelt nearly like one of the postcode's: that one. A known town with another postcode: its postcodes of the
    same département, then others. A postcode of one town alone: that town too. CEDEX addresses and overseas
    postcodes are left as they are: the data does not know them.
    """
    postcode = postcode.strip()
    overseas = postcode.startswith(("97", "98"))
    if country != "FR" or overseas or not town.strip() or not postcode or re.search(r"\bcedex\b", town, re.I):
        return ()
    here, wanted = towns(postcode), _folded(town)
    if any(_folded(name) == wanted for name in here):
        return ()
    near = difflib.get_close_matches(wanted, [_folded(name) for name in here], n=1, cutoff=ALIKE)
    found = [TownSuggestion(postcode, name) for name in here if _folded(name) in near]
    found += [
        TownSuggestion(code, name)
        for code, name in sorted(_by_town().get(wanted, ()), key=lambda each: _distance(each[0], postcode))
    ]
    if len(here) == 1 and TownSuggestion(postcode, here[0]) not in found[:MOST]:
        found = [*found[: MOST - 1], TownSuggestion(postcode, here[0])]
    return tuple(dict.fromkeys(found))[:MOST]


def _distance(code: str, typed: str) -> tuple[bool, int, str]:
    """The same département first, then the nearest number: a slip changes one digit, or swaps two."""
    digits = sum(a != b for a, b in zip(code, typed.ljust(5), strict=False))
    return code[:2] != typed[:2], digits, code


def _folded(name: str) -> str:
    """Without accents, case, hyphens and apostrophes; "St" is "Saint"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe"))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    words = re.sub(r"[^a-z0-9]+", " ", letters).split()
    words = [word for word in words if not re.fullmatch(r"\d+(er?|eme)?|arrondissement", word)] or words
    return " ".join(_SHORT.get(word, word) for word in words)


@cache
def _by_postcode() -> dict[str, str]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        return dict(line.rstrip("\n").split(";") for line in file)


@cache
def _by_town() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for postcode, names in _by_postcode().items():
        for name in names.split("|"):
            found.setdefault(_folded(name), []).append((postcode, name))
    return {name: tuple(places) for name, places in found.items()}
