"""Stripe on this machine, twice.

`localstripe` (GPL, a process of its own, never imported) keeps PaymentIntents, captures, refunds and signed events as
they are. It knows no return address, so a front on 127.0.0.1 leaves `return_url` out. It has no Checkout, no
idempotency keys, no second capture, no fees and no search by day in its balance, no redirect for authentication:
for these there is `Double`, which answers with the fields of the SDK's own types and no others.
"""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from stripe import BalanceTransaction, PaymentIntent, Refund
from stripe.checkout import Session

KEY = "sk_test_of_no_account"
SECRET = "whsec_of_the_tests"
ENTITY = "maison-coste"


class Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(handler: type[Quiet]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def localstripe() -> Iterator[LocalStripe]:
    """A fresh process on a free port, with its front."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).parent / "localstripe")
    process = subprocess.Popen(
        [program, "--port", str(port), "--from-scratch"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    behind = f"http://127.0.0.1:{port}"

    class Front(Quiet):
        def do_POST(self) -> None:
            given = self.body()
            sent = urlencode([(k, v) for k, v in parse_qsl(given.decode()) if k != "return_url"])
            self.answer(*call(behind, self.path, sent.encode()))

        def do_GET(self) -> None:
            self.answer(*call(behind, self.path))

    try:
        for _ in range(200):
            try:
                call(behind, "/v1/charges")
                break
            except OSError:
                time.sleep(0.05)
        with served(Front) as address:
            yield LocalStripe(address, behind)
    finally:
        process.terminate()
        process.wait(10)


def call(base: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    token = base64.b64encode(f"{KEY}:".encode()).decode()
    request = urllib.request.Request(base + path, body, {"Authorization": f"Basic {token}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


class LocalStripe:
    def __init__(self, address: str, behind: str) -> None:
        self.address, self.behind = address, behind

    def card(self, number: str) -> str:
        card = {"number": number, "exp_month": "12", "exp_year": "2030", "cvc": "123"}
        fields = {"type": "card"} | {f"card[{name}]": value for name, value in card.items()}
        return str(self.post("/v1/payment_methods", fields)["id"])

    def post(self, path: str, fields: dict[str, str]) -> Any:
        status, body = call(self.behind, path, urlencode(fields).encode())
        assert status == 200, body
        return json.loads(body) if body else None

    def get(self, path: str) -> Any:
        return json.loads(call(self.behind, path)[1])


class Double:
    """What Stripe would keep, in memory. `drops` closes the line after the work is done, before the answer."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answers: dict[str, Any] = {}
        self.sessions: dict[str, Any] = {}
        self.intents: dict[str, Any] = {}
        self.refunds: list[Any] = []
        self.lines: list[Any] = []
        self.drops = False
        self.refund_status = "succeeded"
        self.address = ""

    @contextmanager
    def running(self) -> Iterator[Double]:
        double = self

        class Handler(Quiet):
            def do_POST(self) -> None:
                double.take(self, dict(parse_qsl(self.body().decode())))

            def do_GET(self) -> None:
                double.take(self, dict(parse_qsl(urlsplit(self.path).query)))

        with served(Handler) as self.address:
            yield self

    def take(self, handler: Quiet, given: dict[str, str]) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        path = urlsplit(handler.path).path
        self.calls.append((f"{handler.command} {path}", given, headers))
        key = headers.get("idempotency-key", "") if handler.command == "POST" else ""
        if not key or key not in self.answers:
            made = self.do(f"{handler.command} {path}", given)
            if key:
                self.answers[key] = made
        else:
            made = self.answers[key]
        if self.drops:
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        handler.answer(200, json.dumps(made).encode())

    def do(self, what: str, given: dict[str, str]) -> Any:
        verb, _space, path = what.partition(" ")
        parts = path.removeprefix("/v1/").split("/")
        match verb, parts:
            case "POST", ["checkout", "sessions"]:
                return self._open(given)
            case "GET", ["checkout", "sessions", identity]:
                return self.sessions[identity]
            case "POST", ["payment_intents"]:
                return self._intend(given)
            case "GET", ["payment_intents", identity]:
                return self.intents[identity]
            case "POST", ["payment_intents", identity, "capture"]:
                return self._capture(self.intents[identity], given)
            case "POST", ["payment_intents", identity, "cancel"]:
                return self._change(identity, status="canceled")
            case "POST", ["refunds"]:
                return self._refund(given)
            case "GET", ["refunds"]:
                found = [r for r in self.refunds if r["payment_intent"] == given["payment_intent"]]
                return {"object": "list", "data": found, "has_more": False, "url": path}
            case "GET", ["balance_transactions"]:
                since, until = int(given["created[gte]"]), int(given["created[lt]"])
                found = [line for line in self.lines if since <= line["created"] < until]
                return {"object": "list", "data": found, "has_more": False, "url": path}
        raise AssertionError(what)

    def _open(self, given: dict[str, str]) -> Any:
        identity = f"cs_test_{len(self.sessions)}"
        self.sessions[identity] = shaped(
            Session, id=identity, object="checkout.session", status="open", payment_status="unpaid",
            amount_total=int(given["line_items[0][price_data][unit_amount]"]),
            currency=given["line_items[0][price_data][currency]"], url=f"{self.address}/pay/{identity}",
            payment_intent=None, metadata={"request_id": given["metadata[request_id]"]},
            success_url=given["success_url"], expires_at=int(given["expires_at"]),
        )  # fmt: skip
        self.sessions[identity]["_method"] = given["payment_intent_data[capture_method]"]
        return self.sessions[identity]

    def _intend(self, given: dict[str, str]) -> Any:
        identity = f"pi_{len(self.intents)}"
        manual = given["capture_method"] == "manual"
        asks = given["payment_method"] == "pm_asks_first"
        status = "requires_action" if asks else "requires_capture" if manual else "succeeded"
        redirect = {"type": "redirect_to_url", "redirect_to_url": {"url": f"{self.address}/3ds/{identity}"}}
        self.intents[identity] = shaped(
            PaymentIntent, id=identity, object="payment_intent", status=status, amount=int(given["amount"]),
            amount_received=0 if asks or manual else int(given["amount"]), currency=given["currency"],
            capture_method=given["capture_method"], metadata={"request_id": given["metadata[request_id]"]},
            next_action=redirect if asks else None, last_payment_error=None, latest_charge=None,
        )  # fmt: skip
        return self.intents[identity]

    def pay(self, session_id: str) -> Any:
        """The customer pays on Stripe's page."""
        session = self.sessions[session_id]
        identity = f"pi_{len(self.intents)}"
        manual = session["_method"] == "manual"
        self.intents[identity] = shaped(
            PaymentIntent, id=identity, object="payment_intent", amount=session["amount_total"],
            status="requires_capture" if manual else "succeeded", currency=session["currency"],
            amount_received=0 if manual else session["amount_total"], capture_method=session["_method"],
            metadata=session["metadata"] | {"page": "checkout"}, last_payment_error=None, next_action=None,
            latest_charge=None,
        )  # fmt: skip
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": self.intents[identity]}
        return self.intents[identity]

    def _capture(self, intent: Any, given: dict[str, str]) -> Any:
        taken = intent["amount_received"] + int(given["amount_to_capture"])
        assert intent["status"] == "requires_capture" and taken <= intent["amount"]
        more = given.get("final_capture") == "false" and taken < intent["amount"]
        return self._change(
            intent["id"], amount_received=taken, status="requires_capture" if more else "succeeded"
        )

    def _change(self, identity: str, **values: Any) -> Any:
        self.intents[identity] |= values
        return self.intents[identity]

    def _refund(self, given: dict[str, str]) -> Any:
        made = shaped(
            Refund, id=f"re_{len(self.refunds)}", object="refund", status=self.refund_status,
            amount=int(given["amount"]), currency="eur", payment_intent=given["payment_intent"],
            metadata={"request_id": given["metadata[request_id]"]}, failure_reason=None,
        )  # fmt: skip
        self.refunds.append(made)
        return made

    def book(self, kind: str, amount: int, source: Any, created: int, fee: int = 0) -> None:
        self.lines.append(
            shaped(
                BalanceTransaction, id=f"txn_{len(self.lines)}", object="balance_transaction", type=kind, amount=amount,
                fee=fee, net=amount - fee, currency="eur", created=created, source=source,
            )
        )  # fmt: skip


def shaped(kind: type[Any], **fields: Any) -> dict[str, Any]:
    """Only fields that the SDK's own type has: a double that invents one proves nothing."""
    assert fields.keys() <= kind.__annotations__.keys(), fields.keys() - kind.__annotations__.keys()
    return dict(fields)


def account(address: str, **other: Any) -> dict[str, Any]:
    """settings.STRIPE_ACCOUNTS for the shop of the tests."""
    plain = {"key": KEY, "secrets": (SECRET,), "account": "", "captures_later": False, "address": address}
    return {ENTITY: plain | other}
