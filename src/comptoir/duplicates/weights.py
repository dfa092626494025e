"""How much each field of two records says: the numbers of the model, without the program that reckons with them.

They are fixed and the same everywhere. `m` is how often the field is so in two records of one person, `u` how often in
records of two people. They were chosen from what fields are like, not estimated from a data set: a shop of three
hundred people has nothing to estimate from, and the answer to one pair should not depend on the others.
"""

from __future__ import annotations

from comptoir.duplicates.contracts import Says

EXPECTED = 0.5  # duplicates of a record, before it is looked at
# How each field may be: what it says, the condition, m, u. The first condition that holds is what is said.
Level = tuple[Says, str, float, float]


def _alike(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _apart(column: str, most: int) -> str:
    return f"damerau_levenshtein({column}_l, {column}_r) <= {most}"


def _both(column: str) -> str:
    return f"{column}_l = {column}_r"


_BOXES = "split_part(email_l, '@', 1)", "split_part(email_r, '@', 1)"
_BOXES_ALIKE = f"jaro_winkler_similarity({_BOXES[0]}, {_BOXES[1]}) >= 0.88"
_BOXES_CLOSE = f"damerau_levenshtein({_BOXES[0]}, {_BOXES[1]}) <= 2 AND {_alike('email', 0.92)}"
# Who has the same name has a mailbox like the other's anyway: it says little more than the name did.
_NAMESAKES = "given_l = given_r AND family_l = family_r"
_HALF_NAMESAKES = "given_l = given_r OR family_l = family_r"
# Every town has a rue de la Gare: without the same number a street that is alike says little.
_NUMBERS = "regexp_extract(street_l, '[0-9]+')", "regexp_extract(street_r, '[0-9]+')"
_STREETS_ALIKE = f"({_alike('street', 0.9)} OR {_apart('street', 2)})"
MODEL: dict[str, tuple[Level, ...]] = {
    "given": (
        ("same", _both("given"), 0.70, 0.01),
        ("turned", "given_l = family_r AND family_l = given_r", 0.03, 0.0002),
        ("close", _alike("given", 0.92), 0.07, 0.003),
        (
            "near",
            f"{_alike('given', 0.8)} OR starts_with(given_l, given_r) OR starts_with(given_r, given_l)",
            0.08,
            0.02,
        ),
        ("differs", "ELSE", 0.12, 0.967),
    ),
    "family": (
        ("same", _both("family"), 0.72, 0.004),
        ("turned", "given_l = family_r AND family_l = given_r", 0.03, 0.005),
        ("close", _alike("family", 0.92), 0.07, 0.002),
        ("near", _alike("family", 0.8), 0.06, 0.012),
        ("differs", "ELSE", 0.12, 0.977),
    ),
    "email": (
        ("same", _both("email"), 0.45, 0.0002),
        ("box", f"{_BOXES[0]} = {_BOXES[1]}", 0.15, 0.0005),
        ("close", f"NOT ({_NAMESAKES}) AND {_BOXES_CLOSE}", 0.08, 0.0005),
        ("close", _BOXES_CLOSE, 0.06, 0.003),
        ("near", f"({_HALF_NAMESAKES}) AND {_BOXES_ALIKE}", 0.04, 0.04),
        ("near", _BOXES_ALIKE, 0.05, 0.003),
        ("differs", "ELSE", 0.17, 0.9528),
    ),
    "phone": (
        ("same", _both("phone"), 0.65, 0.0002),
        ("close", _apart("phone", 1), 0.07, 0.0002),
        ("differs", "ELSE", 0.28, 0.9996),
    ),
    "street": (
        ("same", _both("street"), 0.50, 0.0005),
        ("close", f"{_NUMBERS[0]} = {_NUMBERS[1]} AND {_STREETS_ALIKE}", 0.17, 0.0005),
        ("near", _STREETS_ALIKE, 0.05, 0.01),
        ("differs", "ELSE", 0.28, 0.989),
    ),
    "place": (
        ("same", _both("postcode"), 0.55, 0.003),
        ("close", _both("city"), 0.15, 0.02),
        ("near", f"{_apart('postcode', 1)} OR {_alike('city', 0.9)}", 0.12, 0.01),
        ("differs", "ELSE", 0.18, 0.967),
    ),
    "born": (
        ("same", _both("born"), 0.75, 0.0003),
        ("close", _apart("born", 1), 0.15, 0.002),
        ("near", _apart("born", 2), 0.05, 0.01),
        ("differs", "ELSE", 0.05, 0.9877),
    ),
}
COLUMNS_OF = {"place": ("postcode", "city")}


def prior(count: int) -> float:
    """The probability that two of so many records, taken at random, are one person's."""
    return min(EXPECTED, EXPECTED / max(1, count))


def unsaid(field: str) -> str:
    """Nothing can be told when no column is there on both sides."""
    columns = COLUMNS_OF.get(field, (field,))
    return " AND ".join(f"({each}_l IS NULL OR {each}_r IS NULL)" for each in columns)
