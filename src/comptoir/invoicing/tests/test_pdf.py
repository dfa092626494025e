"""The PDF as readers, archives and programs find it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import facturx
import pytest
from pypdf import PdfReader

from comptoir.invoicing.contracts import DocumentInfo
from comptoir.invoicing.documents import cii, pdf
from comptoir.invoicing.tests import story

ATTACKS = (
    '#panic("x")', "$x$", "[a] ]]", "*b* _c_ `d`", "@ref <label>", "// not a comment", "\\u{41}",
    '#read("/etc/passwd")', '"); #panic()', "#sys.inputs", "{{ order }}", "~", "= heading", "\x00\x07",
)  # fmt: skip


def printed(document: DocumentInfo, locale: str = "fr") -> PdfReader:
    return PdfReader(BytesIO(pdf.pdf(document, cii.xml(document), locale=locale, brand="Maison Coste")))


def text_of(reader: PdfReader) -> str:
    return " ".join(page.extract_text() for page in reader.pages).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(("locale", "title"), [("fr", "Facture F2026-000042"), ("en", "Invoice F2026-000042")])
def test_it_is_tagged_has_its_language_its_title_and_the_xml(locale: str, title: str) -> None:
    document = story.document(story.line("bowl", 2, 2400), story.line("book", 1, 2500, 550))
    reader = printed(document, locale)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"] and root["/Lang"].startswith(locale)
    assert reader.metadata and reader.metadata.title == title
    assert reader.attachments["factur-x.xml"] == [cii.xml(document)]
    said = root["/Metadata"].get_data()
    for mark in (b"<pdfaid:part>3<", b"<pdfuaid:part>1<", b">EN 16931</fx:ConformanceLevel>"):
        assert mark in said
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Alternative"


def test_a_program_that_knows_factur_x_finds_the_invoice() -> None:
    document = story.document(story.line("bowl", 2, 2400))
    made = pdf.pdf(document, cii.xml(document), locale="fr", brand="Maison Coste")
    assert facturx.get_xml_from_pdf(made, check_schematron=False) == ("factur-x.xml", cii.xml(document))


def test_the_same_document_is_the_same_bytes() -> None:
    document = story.document(story.line("bowl", 2, 2400))
    first, second = (pdf.pdf(document, cii.xml(document), locale="en", brand="M") for _ in range(2))
    assert first == second


def test_it_says_what_the_law_wants_said() -> None:
    goods = (story.line("bowl", 2, 2400), story.line("book", 1, 2500, 550))
    text = text_of(printed(story.document(*goods)))
    for mention in (
        "Maison Coste SAS", "SIREN 832 145 676", "FR32832145676", "RCS Paris 832 145 676", "40 000 €",
        "20 novembre 2026", "18 novembre 2026", "40,00 €", "20 %", "5,5 %", "73,00 €", "garantie légale de conformité",
    ):  # fmt: skip
        assert mention in text, mention
    owed = replace(story.document(*goods, buyer=story.PROFESSIONAL), prepaid=0)
    text = text_of(printed(owed))
    for mention in ("Atelier Martin SARL", "FR65912345675", "40 €", "L441-10", "escompte", "FR76 3000 6000"):
        assert mention in text, mention
    text = text_of(printed(story.document(*goods, kind="credit_note"), "en"))
    assert "Credit note" in text and "Corrects invoice F2026-000001 of 18 November 2026" in text and "€73.00" in text


def test_names_are_shown_and_never_run() -> None:
    lines = tuple(story.line(text, 1, 100) for text in ATTACKS)
    document = story.document(*lines, buyer=replace(story.LEA, name='#panic("x")', street="*b* #eval"))
    text = text_of(printed(document))
    for shown in ('#panic("x")', "$x$", "[a] ]]", "*b* _c_", "= heading", "#eval"):
        assert shown in text


def test_signs_that_the_fonts_lack_do_not_stop_it() -> None:
    document = story.document(story.line("茶碗 bol \U0001f642", 1, 100))
    assert "bol" in text_of(printed(document)) and "茶碗" in cii.xml(document).decode()


def test_two_hundred_lines_go_over_pages_with_their_heads() -> None:
    document = story.document(*(story.line(f"Article {n}", 1 + n % 7, 1000 + n) for n in range(200)))
    reader = printed(document)
    assert 5 <= len(reader.pages) <= 16
    assert all("Désignation" in page.extract_text() for page in reader.pages[:-1])
    assert f"page {len(reader.pages)} / {len(reader.pages)}" in text_of(reader)
