"""Statements as banks write them, made by filling our own samples (CC0): camt.053.001.02 and .08."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from string import Template

SAMPLES = Path(__file__).parent / "samples"
IBAN = "FR7630006000011234567890189"


@dataclass(kw_only=True)
class Transfer:
    """A line of a statement; `parts` makes a batch of it."""

    amount: str
    reference: str = ""
    text: str = ""
    servicer: str = ""
    side: str = "CRDT"
    currency: str = "EUR"
    reversal: bool = False
    status: str = "BOOK"
    parts: list[Transfer] = field(default_factory=list)


def statement(*transfers: Transfer, version: str = "02", name: str = "S-1", iban: str = IBAN) -> bytes:
    """One statement in a file of its own."""
    return document(part(*transfers, version=version, name=name, iban=iban), version=version)


def document(*parts: str, version: str = "02") -> bytes:
    whole = Template((SAMPLES / f"document.{version}.xml").read_text())
    return whole.substitute(statements="".join(parts)).encode()


def part(*transfers: Transfer, version: str = "02", name: str = "S-1", iban: str = IBAN) -> str:
    sample = Template((SAMPLES / "statement.xml").read_text())
    return sample.substitute(name=name, iban=iban, entries="".join(_entry(each, version) for each in transfers))


def _entry(line: Transfer, version: str) -> str:
    status = f"<Cd>{line.status}</Cd>" if version == "08" else line.status
    details = line.parts or [line]
    return (
        f'<Ntry><Amt Ccy="{line.currency}">{line.amount}</Amt><CdtDbtInd>{line.side}</CdtDbtInd>'
        f"{'<RvslInd>true</RvslInd>' if line.reversal else ''}<Sts>{status}</Sts>"
        f"<BookgDt><Dt>2026-11-17</Dt></BookgDt><ValDt><Dt>2026-11-17</Dt></ValDt>"
        f"{f'<AcctSvcrRef>{line.servicer}</AcctSvcrRef>' if line.servicer else ''}"
        f"<NtryDtls>{''.join(_detail(each, version, several=bool(line.parts)) for each in details)}</NtryDtls></Ntry>"
    )


def _detail(line: Transfer, version: str, *, several: bool) -> str:
    name = "<Nm>Zoé Martin</Nm>"
    party = f"<Pty>{name}</Pty>" if version == "08" else name
    amount = f'<Amt Ccy="{line.currency}">{line.amount}</Amt>'
    own = amount if version == "08" else f"<AmtDtls><TxAmt>{amount}</TxAmt></AmtDtls>"
    side = "Dbtr" if line.side == "CRDT" else "Cdtr"
    structured = f"<Strd><CdtrRefInf><Ref>{line.reference}</Ref></CdtrRefInf></Strd>" if line.reference else ""
    return (
        f"<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{own if several else ''}"
        f"<RltdPties><{side}>{party}</{side}><{side}Acct><Id><IBAN>BE68539007547034</IBAN></Id></{side}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{line.text}</Ustrd>{structured}</RmtInf></TxDtls>"
    )
