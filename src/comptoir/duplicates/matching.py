"""Pairs of records that look alike, by the model of Fellegi and Sunter (1969) as splink reckons it on duckdb.

A program of its own, python -m comptoir.duplicates.matching: records as JSON come in, pairs go out. Splink brings more
memory than the worker has, and gives none of it back.

The weights are those of `weights.py`. How common a name or a telephone is comes from the records themselves, once there
are enough of them.
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

from comptoir.duplicates.contracts import Evidence, Pair, Record
from comptoir.duplicates.weights import COLUMNS_OF, MODEL, prior, unsaid

COLUMNS = tuple(each.name for each in fields(Record))
TERMS_FROM = 500  # records: of fewer, how common a name is cannot be told
WIDE_UNTIL = 20_000  # records: of more, everybody of one family name is too many pairs
DUCKDB: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "1GB", "threads": 2}
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
        probability_two_random_records_match=prior(count),
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(field: str, *, by_term: bool) -> Any:
    found: list[Any] = [levels.CustomLevel(unsaid(field)).configure(is_null_level=True)]
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
