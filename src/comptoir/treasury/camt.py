"""Account statements: ISO 20022 camt.053.001.02 and .08, read as a stream.

https://www.iso20022.org (Bank-to-Customer Cash Management). A file may hold several statements, an entry a whole batch
of transfers. Entities and DTDs are refused, packed files are counted while they unfold.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from babel.numbers import get_currency_precision
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from stdnum import iso11649

from comptoir.treasury.contracts import EntryRead, StatementRead
from comptoir.treasury.errors import StatementTooLarge, StatementUnreadable

SPACES = ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.02", "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08")
MOST_BYTES = 50_000_000
MOST_ENTRIES = 100_000
REFERENCE = re.compile(r"RF\d\d(?: ?[0-9A-Z]){1,21}")
OURS = 16  # characters of the references that we give
_LARGEST = 2**53


class Counted:
    """A file that stops giving when it gives too much: what a few packed bytes unfold to is not known before."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.left = file, MOST_BYTES

    def read(self, size: int = -1) -> bytes:
        size = 65_536 if size < 0 else size
        part = self.file.read(size)
        self.left -= len(part)
        if self.left < 0:
            raise StatementTooLarge(limit=MOST_BYTES // 1_000_000)
        return part


def read(file: IO[bytes]) -> Iterator[StatementRead]:
    """The statements of a file, plain or gzip, one after the other; only one is in memory at a time.

    Refuses StatementUnreadable (`line`, `reason`), StatementTooLarge.
    """
    begin = file.read(2)
    file.seek(0)
    source = Counted(gzip.GzipFile(fileobj=file) if begin == b"\x1f\x8b" else file)  # type: ignore[arg-type]
    try:
        yield from _statements(source)
    except DefusedXmlException as attack:
        raise StatementUnreadable(reason="entities") from attack
    except (ParseError, LookupError, UnicodeError) as broken:
        raise StatementUnreadable(reason="not_xml") from broken
    except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
        raise StatementUnreadable(reason="not_gzip") from broken
    except (ValueError, InvalidOperation) as broken:
        raise StatementUnreadable(reason="value") from broken


def _statements(source: Counted) -> Iterator[StatementRead]:
    root, message, count = "", "", 0
    statement: Element | None = None
    entries: list[EntryRead] = []
    for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
        space, name = _split(element.tag)
        if not root:
            root = name
            if name != "Document" or space not in SPACES:
                raise StatementUnreadable(reason="not_camt053")
        if event == "start":
            if name == "Stmt":
                statement, entries = element, []
        elif name == "GrpHdr":
            message = _text(element, "MsgId")
        elif name == "Ntry" and statement is not None:
            count += 1
            if count > MOST_ENTRIES:
                raise StatementTooLarge(limit=MOST_BYTES // 1_000_000)
            entries.extend(_entries(element))
            statement.remove(element)
        elif name == "Stmt":
            yield _statement(element, message, entries)
            statement = None
            element.clear()


def _statement(element: Element, message: str, entries: list[EntryRead]) -> StatementRead:
    iban = _text(element, "Acct/Id/IBAN").replace(" ", "")
    identity = _text(element, "Id")
    if not iban or not identity:
        raise StatementUnreadable(reason="no_account" if not iban else "no_id")
    balances = {
        _text(balance, "Tp/CdOrPrtry/Cd"): _signed(balance, _amount(_find(balance, "Amt")))
        for balance in _all(element, "Bal")
    }
    currency = _text(element, "Acct/Ccy")
    if not currency:
        first = _find(element, "Bal/Amt")
        currency = first.get("Ccy", "") if first is not None else entries[0].currency if entries else ""
    return StatementRead(
        iban=iban[:34], statement_id=identity[:80], message_id=message[:80], currency=currency,
        opening_minor=balances.get("OPBD", balances.get("PRCD")), closing_minor=balances.get("CLBD"),
        made_at=_moment(_text(element, "CreDtTm")), entries=_named(entries),
    )  # fmt: skip


def _entries(element: Element) -> list[EntryRead]:
    """One for an entry, one for each transfer of a batch that says what each was. Only booked entries count."""
    if (_text(element, "Sts/Cd") or _text(element, "Sts")) != "BOOK":
        return []
    whole = _entry(element, None, 0)
    details = [each for group in _all(element, "NtryDtls") for each in _all(group, "TxDtls")]
    if len(details) == 1:
        return [_entry(element, details[0], 0)]
    parts = [_entry(element, each, place) for place, each in enumerate(details)]
    told = all(_own_amount(each) is not None for each in details)
    return parts if parts and told and sum(part.amount_minor for part in parts) == whole.amount_minor else [whole]


def _entry(element: Element, detail: Element | None, part: int) -> EntryRead:
    amount = _find(element, "Amt")
    several = detail is not None and len(list(_details(element))) > 1
    if several and detail is not None and _own_amount(detail) is not None:
        amount = _own_amount(detail)
    credit = _text(element, "CdtDbtInd") == "CRDT"
    side = "Dbtr" if credit else "Cdtr"
    remittance = _find(detail, "RmtInf") if detail is not None else None
    text = " ".join(_texts(remittance, "Ustrd")) or _text(element, "AddtlNtryInf")
    end_to_end = _text(detail, "Refs/EndToEndId")
    return EntryRead(
        servicer_reference=(_text(element, "AcctSvcrRef") or _text(detail, "Refs/AcctSvcrRef"))[:80],
        part=part,
        amount_minor=_signed(element, _amount(amount)),
        currency=amount.get("Ccy", "") if amount is not None else "",
        reversal=_text(element, "RvslInd") in ("true", "1"),
        booked_on=_day(_text(element, "BookgDt/Dt") or _text(element, "BookgDt/DtTm")),
        reference=creditor_reference(_text(remittance, "Strd/CdtrRefInf/Ref"), text, end_to_end),
        text=text[:500],
        other_name=(_text(detail, f"RltdPties/{side}/Nm") or _text(detail, f"RltdPties/{side}/Pty/Nm"))[:140],
        other_iban=_text(detail, f"RltdPties/{side}Acct/Id/IBAN").replace(" ", "")[:34],
    )


def creditor_reference(*texts: str) -> str:
    """The first valid ISO 11649 reference in these texts, as it is written without spaces; empty when there is none.

    People type it into the free text, with spaces, in small letters and among other words.
    """
    for text in texts:
        for found in REFERENCE.findall(text.upper()):
            tight = found.replace(" ", "")
            for candidate in (tight[:OURS], tight):  # words that follow may stick to it
                if iso11649.is_valid(candidate):
                    return candidate
    return ""


def _named(entries: list[EntryRead]) -> tuple[EntryRead, ...]:
    """Where the bank gave no reference of its own, one is made of what the entry says and of how many like it came
    before, so that an entry sent again in another statement is known."""
    seen: dict[str, int] = {}
    named = []
    for entry in entries:
        if not entry.servicer_reference:
            said = "|".join(
                (
                    str(entry.booked_on), str(entry.amount_minor), entry.currency, entry.reference, entry.text,
                    entry.other_iban, str(entry.part),
                )
            )  # fmt: skip
            seen[said] = seen.get(said, 0) + 1
            digest = hashlib.sha256(f"{said}|{seen[said]}".encode()).hexdigest()[:40]
            entry = entry.called(f"made:{digest}")
        named.append(entry)
    return tuple(named)


def _details(element: Element) -> Iterator[Element]:
    return (each for group in _all(element, "NtryDtls") for each in _all(group, "TxDtls"))


def _own_amount(detail: Element) -> Element | None:
    for where in ("Amt", "AmtDtls/TxAmt/Amt"):
        if (found := _find(detail, where)) is not None:
            return found
    return None


def _amount(element: Element | None) -> int:
    if element is None or not element.text:
        raise ValueError("no amount")
    currency = element.get("Ccy", "")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise ValueError("no currency")
    minor = Decimal(element.text.strip()).scaleb(get_currency_precision(currency))
    if minor != minor.to_integral_value() or not 0 <= minor < _LARGEST:
        raise ValueError("not an amount")
    return int(minor)


def _signed(element: Element, minor: int) -> int:
    side = _text(element, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise ValueError("neither credit nor debit")
    return minor if side == "CRDT" else -minor


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _split(tag: str) -> tuple[str, str]:
    space, _brace, name = tag.rpartition("}")
    return space.removeprefix("{"), name


def _all(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _split(child.tag)[1] == name)


def _find(element: Element | None, path: str) -> Element | None:
    for name in path.split("/"):
        if element is None:
            return None
        element = next(_all(element, name), None)
    return element


def _text(element: Element | None, path: str) -> str:
    found = _find(element, path)
    return (found.text or "").strip() if found is not None else ""


def _texts(element: Element | None, name: str) -> list[str]:
    return [] if element is None else [(child.text or "").strip() for child in _all(element, name)]
