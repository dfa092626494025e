"""Events go on to another collector: by purpose, asked of each person anew, once, and never into our own network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.channels.collector.tests.support import Caller, collecting, opened, track
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.forwarding import facade as forwarding
from comptoir.forwarding import sending
from comptoir.forwarding.contracts import DestinationDraft
from comptoir.forwarding.errors import DestinationAddressRefused
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.testing import deliver
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.profiles import facade as profiles
from comptoir.profiles.tests.test_known import choose
from comptoir.project import founding
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceDraft

CONSENT = {"consent": {"categoryPreferences": {"measurement": True, "marketing": True}}}
MEASURED = {"consent": {"categoryPreferences": {"measurement": True}}}


class Outside(ThreadingHTTPServer):
    """Another collector on this machine: ours, behind a door that may be told to answer something else first."""

    daemon_threads = True

    def __init__(self, caller: Caller) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.caller, self.came, self.answers = caller, list[list[dict[str, Any]]](), list[tuple[int, dict[str, str]]]()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Outside

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append(json.loads(body)["batch"])
        status, headers, answer = 0, dict[str, str](), b"{}"
        if self.server.answers:
            status, headers = self.server.answers.pop(0)
        if not status:
            key = self.headers["Authorization"]
            status, _headers, answer = self.server.caller.call("POST", self.path, body, authorization=key)
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(answer))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def outside(world: Any, settings: Any) -> Iterator[Outside]:
    settings.WEBHOOKS_LOCAL = True
    with collecting() as caller:
        server = Outside(caller)
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
        server.server_close()


def origin() -> Origin:
    return Origin(actor="staff:1", channel="backoffice", correlation=uuid7())


def to(outside: Outside, key: str, **more: Any) -> UUID:
    draft = DestinationDraft(name="Other", address=outside.address, write_key=key, **{"purpose": "marketing"} | more)
    return forwarding.open_destination(draft, origin=origin(), now=clock.now())


def states() -> list[tuple[str, str]]:
    return sql.rows("SELECT state, why FROM forwarding_parcel ORDER BY id")


def work(later: timedelta = timedelta()) -> int:
    deliver([profiles.BEHAVIOUR, forwarding.FORWARD])
    return forwarding.work(clock.now() + later)


def test_an_event_goes_on_to_another_collector_for_a_purpose_that_is_allowed(outside: Outside) -> None:
    here, there = opened("site", "carried"), opened("there", "carried")
    to(outside, there, sources=("site",), words=("Event Tracked", "Identity Stated"), personal=True)
    identify = {"userId": "u1", "traits": {"email": "Ann@Example.com", "plan": "gold"}, "context": CONSENT}
    for device, context in (("yes", CONSENT), ("measured", MEASURED), ("no", CONSENT), ("gone", CONSENT)):
        body = track("Product Viewed", anonymousId=device, properties={"price": 20}, context=context)
        assert outside.caller.post("/v1/track", body, here)[0] == 200
    outside.caller.post("/v1/identify", {"anonymousId": "yes"} | identify, here)
    outside.caller.post("/v1/page", {"anonymousId": "yes", "name": "home", "context": CONSENT}, here)
    deliver([profiles.BEHAVIOUR, forwarding.FORWARD])
    choose("visitor", "yes", "marketing", True)
    choose("visitor", "no", "marketing", False)
    profiles.forget(profiles.person_of("visitor", "gone"), now=clock.now() + timedelta(days=1))
    sql.run("DELETE FROM journal_behaviour WHERE visitor = 'gone'")
    assert work() == 4, "one has no such purpose, a page is not asked for"
    assert states() == [("delivered", ""), ("dropped", "not_allowed"), ("dropped", "not_there"), ("delivered", "")]
    ((viewed, stated),) = outside.came
    assert (viewed["event"], viewed["properties"], viewed["anonymousId"]) == ("Product Viewed", {"price": 20}, "yes")
    assert stated["traits"] == {"email": "Ann@Example.com", "plan": "gold"}
    kept = sql.rows("SELECT event_id::text, payload->>'message_id' FROM journal_behaviour WHERE source = 'there'")
    (mine,) = sql.row("SELECT event_id::text FROM journal_behaviour WHERE source = 'site' AND name = 'Event Tracked' "
                      "AND visitor = 'yes'") or ("",)  # fmt: skip
    assert mine in [message for _event, message in kept] and len(kept) == 2
    assert work() == 0 and len(outside.came) == 1
    (told,) = forwarding.told_to(["yes", "measured", "no", "gone"])
    assert (told.destination, told.purpose) == ("Other", "marketing")
    reached = sql.rows("SELECT visitor, user_key FROM forwarding_reached ORDER BY 1, 2")
    assert reached == [("yes", ""), ("yes", "u1")], "whom nothing was sent of is noted nowhere"


def test_a_customer_whom_a_server_names_is_asked_and_only_what_is_allowed_now_is_told(outside: Outside) -> None:
    contacts = [Contact(email=f"{name}@example.com", name=name) for name in ("ann", "bob")]
    named = [customers.name_buyer(each, with_address=False, locale="fr", now=clock.now()) for each in contacts]
    ann, bob = (str(each.customer_id) for each in named)
    draft = SourceDraft(name="erp", storefront=founding.STOREFRONT, regime="carried")
    here = sources.open_source("erp", draft, kind="server", origin=origin(), now=clock.now()).write_key
    destination = to(outside, opened("there", "carried"), sources=("erp",))
    all_three = {"consent": {"purposes": ["measurement", "personalisation", "marketing"]}}
    for customer, device in ((ann, "till"), (bob, "till"), (bob, "")):
        outside.caller.post("/v1/track", track(anonymousId=device, userId=customer, context=all_three), here)
    choose("customer", ann, "marketing", False)
    choose("customer", bob, "personalisation", False)
    deliver([forwarding.FORWARD])
    assert forwarding.work(clock.now()) == 3
    assert states() == [("dropped", "not_allowed"), ("delivered", ""), ("delivered", "")]
    told = [each["context"]["consent"]["categoryPreferences"] for each in outside.came[0]]
    assert told == [{"marketing": True, "measurement": True}] * 2, "what was withdrawn since is not told"

    outside.caller.post("/v1/track", track(userId=bob, context=all_three), here)
    deliver([forwarding.FORWARD])
    narrowed = replace(forwarding.destination(destination).draft, words=("Page Viewed",))
    forwarding.change_destination(destination, narrowed, origin=origin(), now=clock.now())
    forwarding.work(clock.now())
    assert states()[-1] == ("dropped", "not_wanted") and len(outside.came) == 1


def test_who_is_slow_has_its_time_and_the_rest_waits(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    here = opened("site", "carried")
    to(outside, opened("there", "carried"), sources=("site",), purpose="measurement")
    for number in range(3):
        outside.caller.post("/v1/track", track(anonymousId=f"d{number}", context=MEASURED), here)
    outside.answers = [(400, {})] * 3  # all three; the first alone; the two others
    with monkeypatch.context() as slow:
        slow.setattr(sending, "monotonic", count(0, 12).__next__)
        assert work() == 3 and len(outside.came) == 3
    assert states() == [("failed", "status 400"), *[("pending", sending.TOO_SLOW)] * 2]
    assert sql.rows("SELECT attempts, claimed_until FROM forwarding_parcel WHERE state = 'pending'") == [(0, None)] * 2
    monkeypatch.setattr(sending, "BATCH", 2)
    assert work(timedelta(minutes=1)) == 1, "half of what was too much"
    assert work(timedelta(minutes=1)) == 1 and {state for state, _why in states()} == {"failed", "delivered"}


def test_what_measures_names_nobody_and_a_refusal_writes_nothing(outside: Outside, settings: Any) -> None:
    key = opened("site", "carried")
    for wrong in ({"purpose": "service"}, {"purpose": "measurement", "personal": True}, {"sources": ("x",)},
                  {"words": ("Order Placed",)}):  # fmt: skip
        with pytest.raises(Invalid):
            to(outside, key, **wrong)
    settings.WEBHOOKS_LOCAL = False
    with pytest.raises(DestinationAddressRefused):
        to(outside, key)
    assert forwarding.destinations() == []
    assert sql.rows("SELECT 1 FROM journal_facts WHERE subject_kind = 'destination'") == []


def test_what_fails_waits_and_one_bad_event_is_given_up_alone(outside: Outside) -> None:
    here = opened("site", "carried")
    destination = to(outside, here, sources=("site",), purpose="measurement")
    for number in range(3):
        outside.caller.post("/v1/track", track(anonymousId=f"d{number}", context=MEASURED), here)
    outside.answers = [(429, {"Retry-After": "120"})]
    assert work() == 3 and {state for state, _why in states()} == {"pending"}
    assert work(timedelta(seconds=60)) == 0, "the receiver asked for two minutes"
    outside.answers = [(400, {}), (400, {}), (200, {})]  # all three; the first alone; the two others
    assert work(timedelta(seconds=200)) == 3
    assert states() == [("failed", "status 400"), ("delivered", ""), ("delivered", "")]
    first = [each["messageId"] for each in outside.came[0]]
    assert forwarding.replay_parcels(destination, origin=origin(), now=clock.now()) == 1
    assert work() == 1 and [each["messageId"] for each in outside.came[-1]] == first[:1]
    forwarding.set_destination_state(destination, "paused", origin=origin(), now=clock.now())
    outside.caller.post("/v1/track", track(anonymousId="later", context=MEASURED), here)
    assert work() == 0 and states()[-1] == ("pending", "")
    told = [each.name for each in journal.timeline("destination", destination)]
    assert told == ["Destination Opened", "Parcels Replayed", "Destination Changed"]
    assert forwarding.destination(destination).delivered == 3


def test_who_is_erased_while_a_batch_is_read_is_not_sent(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = opened("site", "carried"), opened("there", "carried")
    to(outside, there)
    for device in ("stays", "goes"):
        outside.caller.post("/v1/track", track(anonymousId=device, context=CONSENT), here)
    read = sending._said

    def read_and_erase(*asked: Any) -> Any:
        found = read(*asked)
        with transaction.atomic():
            journal.forget(["goes"], [], [])
        return found

    monkeypatch.setattr(sending, "_said", read_and_erase)
    assert work() == 2 and sorted(states()) == [("delivered", ""), ("dropped", "not_there")]
    assert [each["anonymousId"] for batch in outside.came for each in batch] == ["stays"]
    assert sql.rows("SELECT visitor FROM forwarding_reached") == [("stays",)]
