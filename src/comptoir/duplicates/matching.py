"""Pairs of records that look alike, by the model of Fellegi and Sunter (1969) as splink reckons it on duckdb.

A program of its own, python -m comptoir.duplicates.matching: records as JSON come in, pairs go out. Splink brings more
memory than the worker has, and gives none of it back.

The weights are fixed and the same everywhere. `m` is how often the field is so in two records of one person, `u` how
often in records of two people. They were chosen from what fields are like, not estimated from a data set: a shop of
three hundred people has nothing to estimate from, and the answer to one pair should not depend on the others. How
common a name or a telephone is comes from the records themselves, once there are enough of them.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_level_library as levels
from splink import comparison_library as comparisons
from splink.blocking_rule_library import CustomRule

from comptoir.duplicates.contracts import Evidence, Pair, Record, Says

COLUMNS = tuple(each.name for each in fields(Record))
EXPECTED = 0.5  # duplicates of a record, before it is looked at
TERMS_FROM = 500  # records: of fewer, how common a name is cannot be told
WIDE_UNTIL = 20_000  # records: of more, everybody of one family name is too many pairs
DUCKDB: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "1GB", "threads": 2}
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
BY_TERM = frozenset(("given", "family", "phone"))
# Pairs that are compared at all: each rule is an equality that duckdb joins by.
NARROW: tuple[tuple[str, ...], ...] = (
    ("given", "family"), ("family", "substr(given, 1, 1)"), ("given", "substr(family, 1, 1)"), ("email",),
    ("split_part(email, '@', 1)",), ("phone",), ("family", "postcode"), ("given", "postcode"), ("postcode", "street"),
    ("street",), ("born",), ("given", "city"), ("family", "city"),
)  # fmt: skip
WIDE: tuple[tuple[str, ...], ...] = (
    ("family",), ("given",), ("substr(email, 1, 5)",), ("substr(born, 1, 6)", "substr(given, 1, 1)"),
    ("substr(born, 1, 4)", "substr(born, 7, 2)"),
)  # fmt: skip
TURNED = "l.given = r.family AND l.family = r.given"


def look_alikes(records: Sequence[Record], *, least: float) -> list[Pair]:
    """Pairs that are one person's with a probability of `least` or more, the likeliest first."""
    if len(records) < 2:
        return []
    for name in ("splink", *(each for each in logging.root.manager.loggerDict if each.startswith("splink"))):
        logging.getLogger(name).setLevel(logging.ERROR)
    asked = [field for field in MODEL if _is_said(records, field)]
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    table = pa.Table.from_pylist([asdict(each) for each in records], schema=schema)
    with duckdb.connect(config=DUCKDB) as connection:
        connection.execute("SET enable_progress_bar = false")
        linker = Linker(DuckDBAPI(connection=connection).register(table), _settings(len(records), asked))
        found = linker.inference.predict(threshold_match_probability=least).as_record_list()
    pairs = [_pair(each, asked) for each in found]
    return sorted(pairs, key=lambda each: (-each.weight, each.a, each.b))


def _is_said(records: Sequence[Record], field: str) -> bool:
    return any(getattr(each, column) for each in records for column in COLUMNS_OF.get(field, (field,)))


def _settings(count: int, asked: Sequence[str]) -> SettingsCreator:
    rules = [*NARROW, *(WIDE if count <= WIDE_UNTIL else ())]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[_comparison(field, by_term=count >= TERMS_FROM and field in BY_TERM) for field in asked],
        blocking_rules_to_generate_predictions=[
            *(block_on(*each) for each in rules),
            CustomRule(TURNED),
        ],
        probability_two_random_records_match=min(EXPECTED, EXPECTED / count),
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(field: str, *, by_term: bool) -> Any:
    found: list[Any] = [levels.CustomLevel(_unsaid(field)).configure(is_null_level=True)]
    for says, condition, m, u in MODEL[field]:
        level: Any
        if condition == "ELSE":
            level = levels.ElseLevel()
        elif says == "same" and by_term:
            level = levels.ExactMatchLevel(field, term_frequency_adjustments=True)
        else:
            level = levels.CustomLevel(condition, says)
        found.append(level.configure(m_probability=m, u_probability=u))
    return comparisons.CustomComparison(output_column_name=field, comparison_levels=found)


def _unsaid(field: str) -> str:
    """Nothing can be told when no column is there on both sides."""
    columns = COLUMNS_OF.get(field, (field,))
    return " AND ".join(f"({each}_l IS NULL OR {each}_r IS NULL)" for each in columns)


def _pair(row: dict[str, Any], asked: Sequence[str]) -> Pair:
    a, b = sorted((str(row["id_l"]), str(row["id_r"])))
    evidence = tuple(_evidence(row, field) for field in asked)
    return Pair(a=a, b=b, weight=round(float(row["match_weight"]), 2), evidence=evidence)


def _evidence(row: dict[str, Any], field: str) -> Evidence:
    """Splink numbers the levels from 0, which is the last, and says −1 where nothing can be told."""
    gamma = int(row[f"gamma_{field}"])
    if gamma < 0:
        return Evidence(field=field, says="missing", weight=0.0)
    weight = float(row[f"mw_{field}"]) + float(row.get(f"mw_tf_adj_{field}") or 0.0)
    return Evidence(field=field, says=MODEL[field][-1 - gamma][0], weight=round(weight, 2))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    given = [Record(**each) for each in asked["records"]]
    json.dump([asdict(each) for each in look_alikes(given, least=asked["least"])], sys.stdout)
