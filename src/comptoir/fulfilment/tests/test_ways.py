"""A merchant sets the ways of delivery up: what may be said of them, and price tables as people write them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import time

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.commands.locked import locked
from comptoir.fulfilment.contracts import Rate
from comptoir.fulfilment.errors import LastWay
from comptoir.fulfilment.tests.shop import NOW, ORIGIN, Shop, open_shop, words
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised

RATES = st.builds(
    Rate, country=st.sampled_from(("FR", "BE", "GB", "DE")), max_weight_g=st.integers(1, 99_999),
    amount=st.builds(Money, st.integers(0, 99_999), st.just("EUR")), extra_days=st.integers(0, 40),
    postcode_prefix=st.text("019AB", max_size=4),
)  # fmt: skip
TABLES = st.lists(RATES, max_size=6, unique_by=lambda rate: (rate.country, rate.postcode_prefix, rate.max_weight_g))


@pytest.fixture
def shop(world) -> Shop:
    return open_shop(world)


@given(table=TABLES, locale=st.sampled_from(("fr", "en")), between=st.sampled_from((";", "\t", " ; ")))
def test_a_table_that_was_written_is_read_back(table: list[Rate], locale: str, between: str) -> None:
    lines = [fulfilment.cells(rate, locale) for rate in table]
    head = "\ufeffPays;Préfixe;Jusqu’à (kg);Prix;Jours\n"
    for text in ("\n".join(map(between.join, lines)), head + "\r\n\r\n".join(map(between.join, lines))):
        read = fulfilment.read_table(text, "EUR")
        assert (list(read.rates), read.faults) == (table, ())
    assert list(fulfilment.read_rows([["", " "], *lines], "EUR").rates) == table


@given(text=st.text("FRB;\t\n,.0129 é€-", max_size=60))
def test_no_text_makes_a_table_that_is_refused_afterwards(text: str) -> None:
    read = fulfilment.read_table(text, "EUR")
    assert all(rate.max_weight_g > 0 and 0 <= rate.extra_days <= 40 for rate in read.rates)
    assert len({(rate.country, rate.postcode_prefix, rate.max_weight_g) for rate in read.rates}) == len(read.rates)
    filled = [line for line in text.splitlines() if line.strip(" ;\t")]
    assert len(read.rates) + len({fault.line for fault in read.faults}) >= len(filled) - 1


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("FR;;1", "line"), ("FR;;1;5,95;0;more", "line"), ("UK;;1;5,95", "country"), ("Fr1;;1;5", "country"),
        ("FR;1234567890123;1;5", "postcode_prefix"), ("FR;;0;5", "max_weight_g"), ("FR;;0,0005;5", "max_weight_g"),
        ("FR;;9999999;5", "max_weight_g"), ("FR;;1;5,955", "amount"), ("FR;;1;-5", "amount"), ("FR;;1;", "amount"),
        ("FR;;1;5 €", "amount"), ("FR;;1;5;41", "extra_days"), ("FR;;1;5;x", "extra_days"), ("fr;;2,00;7", "rates"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_line(line: str, field: str) -> None:
    read = fulfilment.read_table(f"country;prefix;kg;price;days\n\nFR;;2;5.95;1\n{line}\n", "EUR")
    assert [(fault.line, fault.field) for fault in read.faults] == [(4, field)]
    assert read.rates == (Rate(country="FR", max_weight_g=2_000, amount=Money(595, "EUR"), extra_days=1),)


def test_a_way_is_changed_switched_off_and_back_and_a_refusal_writes_nothing(shop: Shop) -> None:
    home, express, collect = fulfilment.set_up("fr")
    wanted = replace(home.terms, name=Localised(fr="Chez vous", en="To you"), cutoff=time(16), days_max=4)
    fulfilment.change_method("home", wanted, origin=ORIGIN, now=NOW)
    assert fulfilment.methods("fr")[0] == replace(home, name=wanted.name, cutoff=time(16), days_max=4)
    assert words()[-1] == "Delivery Method Changed"
    said = words()
    fulfilment.change_method("home", wanted, origin=ORIGIN, now=NOW)
    for bad, field in (
        (replace(wanted, name=Localised()), "name"), (replace(wanted, days_min=5), "days_min"),
        (replace(wanted, carrier="x" * 61), "carrier"),
        (replace(wanted, tracking_address="http://a"), "tracking_address"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            fulfilment.change_method("home", bad, origin=ORIGIN, now=NOW)
        assert set(refusal.value.errors) == {field}
    for unknown in ("drone", "none", "service"):
        with pytest.raises(NotFound):
            fulfilment.change_method(unknown, wanted, origin=ORIGIN, now=NOW)
        with pytest.raises(NotFound):
            fulfilment.switch_method(unknown, active=False, origin=ORIGIN, now=NOW)
    dollars = [Rate(country="FR", max_weight_g=1, amount=Money(1, "USD"))]
    with pytest.raises(Invalid):
        fulfilment.set_rates("home", dollars, origin=ORIGIN, now=NOW)
    assert words() == said

    for code in ("express", "collect"):
        fulfilment.switch_method(code, active=False, origin=ORIGIN, now=NOW)
    assert [way.code for way in fulfilment.methods("fr")] == ["home"]
    assert [way.active for way in fulfilment.set_up("fr")] == [True, False, False]
    said = words()
    with pytest.raises(LastWay):
        fulfilment.switch_method("home", active=False, origin=ORIGIN, now=NOW)
    with pytest.raises(LastWay):
        fulfilment.set_rates("home", [], origin=ORIGIN, now=NOW)
    assert (words(), len(fulfilment.methods("fr")[0].rates)) == (said, len(home.rates))
    fulfilment.switch_method("home", active=False, nobody_can_order=True, origin=ORIGIN, now=NOW)
    assert fulfilment.methods("fr") == ()
    fulfilment.set_rates("home", [], origin=ORIGIN, now=NOW)
    fulfilment.switch_method("collect", active=True, origin=ORIGIN, now=NOW)
    fulfilment.switch_method("collect", active=True, origin=ORIGIN, now=NOW)
    assert fulfilment.methods("fr") == (collect,) and fulfilment.method("express") == replace(express, active=False)
    switched = ["Delivery Method Withdrawn", "Delivery Rates Set", "Delivery Method Offered"]
    assert words()[len(said) :] == switched


def test_two_who_switch_the_last_two_ways_off_at_once_do_not_both_succeed(shop: Shop) -> None:
    fulfilment.switch_method("express", active=False, origin=ORIGIN, now=NOW)
    refused: list[LastWay] = []

    def switch() -> None:
        try:
            fulfilment.switch_method("collect", active=False, origin=ORIGIN, now=NOW)
        except LastWay as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    other = threading.Thread(target=switch)
    with transaction.atomic():
        method = locked("home")
        other.start()
        while other.is_alive() and not sql.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
            pass
        type(method).objects.filter(pk=method.pk).update(active=False)
    other.join(30)
    assert len(refused) == 1 and [way.code for way in fulfilment.methods("fr")] == ["collect"]
