"""Reading account statements: every bank's habits, and none of an attacker's tricks."""

from __future__ import annotations

import gzip
import io
from uuid import UUID

import pytest

from comptoir.payments.adapters.bank_transfer import reference
from comptoir.treasury import camt
from comptoir.treasury.errors import StatementTooLarge, StatementUnreadable
from comptoir.treasury.tests.statements import IBAN, Transfer, document, part, statement

OURS = reference(UUID("01a200b8-7612-7152-a390-d687cd710c96"))


def read(body: bytes) -> list[camt.StatementRead]:
    return list(camt.read(io.BytesIO(body)))


@pytest.mark.parametrize("version", ["02", "08"])
def test_both_versions_tell_the_same(version):
    lines = (
        Transfer(amount="25.00", reference=OURS, servicer="A1"),
        Transfer(amount="7.5", text="facture", side="DBIT", servicer="A2"),
        Transfer(amount="9.00", status="PDNG"),
    )
    (found,) = read(statement(*lines, version=version))
    assert (found.iban, found.currency, found.opening_minor, found.message_id) == (IBAN, "EUR", 100_000, "M-20261117")
    assert [(e.amount_minor, e.reference, e.other_name, e.other_iban) for e in found.entries] == [
        (2500, OURS, "Zoé Martin", "BE68539007547034"), (-750, "", "Zoé Martin", "BE68539007547034"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        OURS,
        OURS.lower(),
        " ".join(OURS[i : i + 4] for i in range(0, 16, 4)),
        f"commande {OURS} merci",
        f"VIR SEPA {' '.join(OURS[i : i + 4] for i in range(0, 16, 4))} MERCI BEAUCOUP",
    ],
)
def test_a_reference_is_found_as_people_type_it(typed):
    assert camt.creditor_reference("", typed) == OURS


def test_a_reference_with_a_wrong_digit_is_none():
    wrong = OURS[:-1] + ("0" if OURS[-1] != "0" else "1")
    assert camt.creditor_reference(wrong, f"pour {wrong}") == ""


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_batch_is_as_many_transfers_as_it_says(version):
    batch = Transfer(
        amount="30.00", servicer="B1", parts=[Transfer(amount="10.00", reference=OURS), Transfer(amount="20.00")]
    )
    unclear = Transfer(amount="31.00", servicer="B2", parts=[Transfer(amount="10.00"), Transfer(amount="20.00")])
    (found,) = read(statement(batch, unclear, version=version))
    assert [(e.amount_minor, e.part, e.reference) for e in found.entries] == [
        (1000, 0, OURS), (2000, 1, ""), (3100, 0, ""),
    ]  # fmt: skip


def test_several_statements_stand_in_one_file_plain_or_packed():
    body = document(part(Transfer(amount="1.00"), name="S-1"), part(Transfer(amount="2.00"), name="S-2"))
    for each in (body, gzip.compress(body)):
        assert [s.statement_id for s in read(each)] == ["S-1", "S-2"]


def test_a_movement_without_a_name_gets_the_same_one_each_time_and_its_twin_another():
    lines = (Transfer(amount="5.00", text="x"), Transfer(amount="5.00", text="x"))
    first, second = read(statement(*lines, name="S-1"))[0], read(statement(*lines, name="S-2"))[0]
    names = [e.servicer_reference for e in first.entries]
    assert names == [e.servicer_reference for e in second.entries] and len(set(names)) == 2


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (statement().replace(b"?>", f"?>{LAUGHS}".encode(), 1).replace(b"S-1", b"&b;"), "entities"),
        (statement().replace(b"?>", f"?>{OUTSIDE}".encode(), 1).replace(b"S-1", b"&a;"), "entities"),
        (b"<Document/>", "not_camt053"),
        (statement().replace(b"camt.053", b"camt.054"), "not_camt053"),
        (b"", "not_xml"),
        (statement()[:-40], "not_xml"),
        (b"\x1f\x8bnonsense", "not_gzip"),
        (gzip.compress(statement())[:-20], "not_gzip"),
        (statement(iban=""), "no_account"),
        (statement(name=""), "no_id"),
        (statement(Transfer(amount="1.001")), "value"),
        (statement(Transfer(amount="-1")), "value"),
        (statement(Transfer(amount="1e400")), "value"),
        (statement(Transfer(amount="NaN")), "value"),
        (statement(Transfer(amount="1", side="BOTH")), "value"),
        (statement(Transfer(amount="1", currency="eur")), "value"),
    ],
)
def test_what_is_no_statement_is_refused_with_its_reason(body, reason):
    with pytest.raises(StatementUnreadable) as refused:
        read(body)
    assert refused.value.data["reason"] == reason


def test_a_file_that_unfolds_without_end_is_stopped():
    with pytest.raises(StatementTooLarge):
        read(gzip.compress(statement().replace(b"S-1", b" " * (camt.MOST_BYTES + 1))))
