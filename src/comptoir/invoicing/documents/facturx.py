"""The mark by which programs know a Factur-X: properties in the PDF's XMP metadata, with their PDF/A schema."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
PROPERTIES = {
    "DocumentType": ("INVOICE", "INVOICE"),
    "DocumentFileName": ("factur-x.xml", "name of the embedded XML invoice file"),
    "Version": ("1.0", "version of the Factur-X XML schema"),
    "ConformanceLevel": ("EN 16931", "conformance level of the embedded XML"),
}
END = b"</rdf:Description></rdf:RDF>"
EXTENSIONS = b"<pdfaExtension:schemas><rdf:Bag>"


def marked(pdf: bytes) -> bytes:
    """The same PDF with Factur-X's properties, appended as an update: what typst wrote stays as it is."""
    metadata = PdfReader(BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]
    if metadata.count(END) != 1 or metadata.count(EXTENSIONS) != 1:
        raise RuntimeError("typst writes its metadata in another way")
    told = metadata.replace(END, _properties() + END).replace(EXTENSIONS, EXTENSIONS + _schema())
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    stream = StreamObject()
    stream.set_data(told)
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    writer._replace_object(writer.root_object.raw_get("/Metadata"), stream)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _properties() -> bytes:
    told = "".join(f'<fx:{name} xmlns:fx="{FX}">{value}</fx:{name}>' for name, (value, _about) in PROPERTIES.items())
    return told.encode()


def _schema() -> bytes:
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        f"<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>"
        for name, (_value, about) in PROPERTIES.items()
    )
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{FX}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    ).encode()
