"""Telling somebody outside: signed, at least once, in order, and never our own network."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connection, transaction
from standardwebhooks import Webhook, WebhookVerificationError

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal import facade as journal
from comptoir.journal.contracts import EndpointDraft, Origin
from comptoir.journal.errors import RangeTooLarge, WebhookAddressRefused
from comptoir.journal.vocabulary.orders import OrderCancelled, OrderConfirmed
from comptoir.journal.webhooks import jobs, rules, send
from comptoir.journal.webhooks.handlers import WEBHOOKS
from comptoir.journal.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from comptoir.journal.webhooks.tests.receiver import Receiver, receiving
from comptoir.kit import clock, outside
from comptoir.kit.refusals import Invalid


@pytest.fixture
def receiver(database: str, settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_LOCAL = True
    with receiving() as server:
        yield server


def origin(**more: str) -> Origin:
    return Origin(actor="system:test", channel="test", correlation=uuid4(), **more)


def open_one(receiver: Receiver, *patterns: str, **more: str) -> tuple[UUID, str]:
    draft = EndpointDraft(name="ERP", address=receiver.address, patterns=patterns or ("*",), **more)
    return journal.open_webhook(draft, origin=origin(), now=clock.now())


def tell(order: UUID, *, cancelled: bool = False, **where: str) -> None:
    confirmed = OrderConfirmed(order_id=order, paid_minor=5)
    word = OrderCancelled(order_id=order, reason="customer") if cancelled else confirmed
    with transaction.atomic():
        journal.append(word, origin=origin(**where), occurred_at=clock.now())


def work(later: timedelta = timedelta()) -> int:
    while journal.deliver_round(WEBHOOKS, now=clock.now()):
        pass
    return send.work_webhooks(clock.now() + later)


def types(receiver: Receiver) -> list[tuple[str, str]]:
    bodies = [json.loads(body) for _headers, body in receiver.came]
    return [(body["type"], body["subject"]["id"]) for body in bodies]


def test_what_happened_arrives_signed_with_a_body_that_names_no_person(receiver: Receiver) -> None:
    _id, secret = open_one(receiver, "order.*")
    order = uuid4()
    with transaction.atomic():
        journal.append(
            OrderConfirmed(order_id=order, paid_minor=4900),
            origin=origin(person_key="p-1", storefront="main", market="fr"),
            occurred_at=clock.now(),
        )
    work()
    headers, body = receiver.came[0]
    told = Webhook(secret).verify(body, headers)
    assert told["type"] == "order.confirmed" and told["version"] == 1
    assert told["data"] == {"order_id": str(order), "paid_minor": 4900}
    assert told["subject"] == {"kind": "order", "id": str(order), "version": 1}
    assert b"p-1" not in body and b"system:test" not in body
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"4900", b"4901"), headers)


def test_only_what_was_subscribed_for_the_storefront_asked_for_arrives(receiver: Receiver) -> None:
    open_one(receiver, "order.cancelled", storefront="main")
    ours, other = uuid4(), uuid4()
    tell(ours, storefront="main")
    tell(ours, cancelled=True, storefront="main")
    tell(other, cancelled=True, storefront="outlet")
    work()
    assert types(receiver) == [("order.cancelled", str(ours))]


def test_a_failure_is_tried_again_later_with_the_same_id_and_blocks_only_its_subject(receiver: Receiver) -> None:
    open_one(receiver)
    first, second = uuid4(), uuid4()
    receiver.answer(500)
    tell(first)
    assert work() == 1
    tell(first, cancelled=True)
    tell(second)
    work()
    assert types(receiver) == [("order.confirmed", str(first)), ("order.confirmed", str(second))]
    assert work() == 0
    while work(timedelta(seconds=10)):
        pass
    assert types(receiver)[2:] == [("order.confirmed", str(first)), ("order.cancelled", str(first))]
    identities = [headers["webhook-id"] for headers, _body in receiver.came]
    assert identities[0] == identities[2] and len(set(identities)) == 3
    assert [a.status for a in WebhookAttempt.objects.order_by("id")] == [500, 204, 204, 204]


def test_after_a_crash_between_sending_and_recording_it_is_sent_again(receiver: Receiver) -> None:
    """A process claims, sends and is gone: what it claimed comes back when the claim runs out."""
    open_one(receiver)
    tell(uuid4())
    journal.deliver_round(WEBHOOKS, now=clock.now())
    script = (
        "import django; django.setup()\n"
        "from django.db import connections\n"
        f"connections['default'].settings_dict['NAME'] = {connection.settings_dict['NAME']!r}\n"
        "from comptoir.journal.webhooks import send\n"
        "from comptoir.kit import clock\n"
        "send.work_webhooks(clock.now())\n"
    )
    environment = os.environ | {"COMPTOIR_WEBHOOKS_LOCAL": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment) as child:
        receiver.on_arrival = child.kill
        assert child.wait(60) == -signal.SIGKILL
    receiver.on_arrival = None
    assert len(receiver.came) == 1 and WebhookDelivery.objects.get().state == "pending"
    assert work() == 0  # still claimed
    assert work(timedelta(seconds=61)) == 1
    assert receiver.came[0][0]["webhook-id"] == receiver.came[1][0]["webhook-id"]
    assert WebhookDelivery.objects.get().state == "delivered"


def test_a_batch_that_is_read_twice_is_written_once(receiver: Receiver) -> None:
    open_one(receiver)
    tell(uuid4())
    work()
    with transaction.atomic():
        journal.rewind(WEBHOOKS)
    work()
    assert WebhookDelivery.objects.count() == 1 and len(receiver.came) == 1


def test_410_switches_off_at_once_and_somebody_is_told(receiver: Receiver, settings: Any) -> None:
    endpoint, _secret = open_one(receiver, contact="erp@example.com")
    receiver.answer(410)
    tell(uuid4())
    work()
    assert journal.webhook(endpoint).state == "off" and journal.webhook(endpoint).off_reason == "gone"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    jobs.write_to_contact(str(endpoint))
    assert mail.outbox[-1].to == ["erp@example.com"] and receiver.address in mail.outbox[-1].body
    tell(uuid4())
    assert work(timedelta(days=1)) == 0 and len(receiver.came) == 1


def test_five_days_of_failures_switch_off_and_a_success_in_between_does_not(receiver: Receiver) -> None:
    endpoint, _secret = open_one(receiver)
    tell(uuid4())
    receiver.answer(500, 204, 500)
    work()
    WebhookEndpoint.objects.update(failing_since=clock.now() - timedelta(days=6))
    work(timedelta(minutes=1))
    assert journal.webhook(endpoint).failing_since is None
    tell(uuid4())
    work()
    assert journal.webhook(endpoint).state == "active"
    WebhookEndpoint.objects.update(failing_since=clock.now() - timedelta(days=6))
    receiver.answer(500)
    work(timedelta(minutes=1))
    assert journal.webhook(endpoint).off_reason == "failing"


def test_two_secrets_are_valid_for_a_day_and_then_one(receiver: Receiver) -> None:
    endpoint, old = open_one(receiver)
    new = journal.rotate_webhook_secret(endpoint, origin=origin(), now=clock.now())
    assert old != new and old.startswith("whsec_")
    tell(uuid4())
    work()
    headers, body = receiver.came[0]
    assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers)
    WebhookEndpoint.objects.update(previous_until=clock.now() - timedelta(seconds=1))
    tell(uuid4())
    work()
    headers, body = receiver.came[1]
    Webhook(new).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(body, headers)


def test_a_paused_endpoint_gets_everything_later_and_one_that_was_off_by_a_replay(receiver: Receiver) -> None:
    endpoint, _secret = open_one(receiver)
    begun = clock.now() - timedelta(minutes=1)
    journal.set_webhook_state(endpoint, "paused", origin=origin(), now=clock.now())
    tell(uuid4())
    assert work() == 0
    journal.set_webhook_state(endpoint, "active", origin=origin(), now=clock.now())
    assert work() == 1
    journal.set_webhook_state(endpoint, "off", origin=origin(), now=clock.now())
    tell(uuid4())
    assert work() == 0 and WebhookDelivery.objects.count() == 1
    journal.set_webhook_state(endpoint, "active", origin=origin(), now=clock.now())
    until = clock.now() + timedelta(minutes=1)
    assert journal.replay_webhooks(endpoint, begun, until, origin=origin(), now=clock.now()) == 2
    work()
    identities = [headers["webhook-id"] for headers, _body in receiver.came]
    times = Counter(identities)  # two subjects: which of them comes first is not said
    assert sorted(times.values()) == [1, 2] and times[identities[0]] == 2


def test_a_test_event_and_a_replay_of_one_arrive(receiver: Receiver) -> None:
    endpoint, secret = open_one(receiver)
    delivery = journal.send_test_webhook(endpoint, origin=origin(), now=clock.now())
    work()
    journal.replay_webhook(delivery, origin=origin(), now=clock.now())
    work()
    assert [json.loads(body)["type"] for _headers, body in receiver.came] == ["webhook.test"] * 2
    assert receiver.came[0][1] == receiver.came[1][1]
    Webhook(secret).verify(*reversed(receiver.came[1]))


def test_a_redirection_is_a_failure_and_is_not_followed(receiver: Receiver) -> None:
    open_one(receiver)
    receiver.answer(302, Location=receiver.address)
    tell(uuid4())
    work()
    assert len(receiver.came) == 1 and WebhookDelivery.objects.get().last_error == "status 302"


def test_retry_after_is_obeyed(receiver: Receiver) -> None:
    open_one(receiver)
    receiver.answer(503, Retry_After="900")
    tell(uuid4())
    work()
    assert WebhookDelivery.objects.get().due_at > clock.now() + timedelta(minutes=14)


INSIDE = (
    ("http://example.com/", "not_https"),
    ("https://example.com:22/", "port"),
    ("https://user:secret@example.com/", "not_an_address"),
    ("https://127.0.0.1/", "inside"),
    ("https://localhost/", "inside"),
    ("https://10.0.0.8/", "inside"),
    ("https://192.168.1.1/", "inside"),
    ("https://169.254.169.254/latest/meta-data", "inside"),
    ("https://100.64.0.1/", "inside"),
    ("https://0.0.0.0/", "inside"),
    ("https://2130706433/", "inside"),
    ("https://[::1]/", "inside"),
    ("https://[::ffff:10.0.0.1]/", "inside"),
    ("https://[fd00::1]/", "inside"),
    ("https://[fe80::1]/", "inside"),
    ("https://[64:ff9b::a00:1]/", "inside"),
    ("https://[2002:a00:1::]/", "inside"),
    ("ftp://example.com/", "not_an_address"),
    ("https:///", "not_an_address"),
)


def test_an_address_inside_the_network_is_refused_and_nothing_is_kept(database: str) -> None:
    for address, reason in INSIDE:
        draft = EndpointDraft(name="x", address=address, patterns=("*",))
        with pytest.raises(WebhookAddressRefused) as refused:
            journal.open_webhook(draft, origin=origin(), now=clock.now())
        assert refused.value.data["reason"] == reason, address
    assert not WebhookEndpoint.objects.exists()


def names(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """The outside world's name service, each look-up answering the next address."""
    given = list(answers)

    def look_up(host: str, port: int, **kwargs: Any) -> list[Any]:
        return [(0, 0, 0, "", (one, port)) for one in (given.pop(0) if len(given) > 1 else given[0]).split()]

    monkeypatch.setattr(outside.socket, "getaddrinfo", look_up)
    return given


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "93.184.216.34 10.0.0.1")
    with pytest.raises(outside.Unfit):
        outside.check("https://two.example/", local=False)


def test_a_name_that_changes_its_mind_after_saving_is_refused_when_it_is_called(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when the endpoint is saved, our own network when it is called."""
    names(monkeypatch, "93.184.216.34", "127.0.0.1")
    draft = EndpointDraft(name="x", address="https://rebinding.example/", patterns=("*",))
    journal.open_webhook(draft, origin=origin(), now=clock.now())
    tell(uuid4())
    work()
    assert WebhookDelivery.objects.get().last_error == "address refused: inside"


def test_the_connection_is_made_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """One look-up, and its answer is what is connected to: a second answer has no one to ask."""
    names(monkeypatch, "93.184.216.34", "127.0.0.1")
    asked: list[Any] = []

    def connect(target: Any, timeout: float) -> Any:
        asked.append(target)
        raise OSError("no network here")

    monkeypatch.setattr(outside.socket, "create_connection", connect)
    with pytest.raises(outside.Unreachable):
        outside.post("https://rebinding.example/x", b"", {}, local=False, seconds=1)
    assert asked == [("93.184.216.34", 443)]


def test_a_pattern_that_matches_no_word_is_refused(receiver: Receiver) -> None:
    for pattern in ("order.plced", "api_key.issued", "order", "order.*.x", ""):
        with pytest.raises(Invalid) as refused:
            open_one(receiver, pattern)
        assert "patterns" in refused.value.errors
    assert not WebhookEndpoint.objects.exists()


def test_what_somebody_typed_stays_in_the_house(world: SimpleNamespace, settings: Any) -> None:
    settings.WEBHOOKS_LOCAL = True
    with receiving() as receiver:
        open_one(receiver, "stock.moved")
        line = Adjustment(variant_id=world.variants["BOOK"], location_id=world.shop.id, quantity=1)
        typed = {"reason": "delivery", "note": "for Mrs Martin"}
        inventory.adjust([line], kind="receipt", origin=origin(), now=clock.now(), **typed)
        while work():
            pass
    assert len(receiver.came) >= 1 and not any(b"Martin" in body for _headers, body in receiver.came)


def test_each_wait_is_longer_and_the_last_is_the_end() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    waits = [rules.next_try(n, now, chance=0.5) for n in range(1, rules.ATTEMPTS + 1)]
    assert waits[-1] is None and waits[:-1] == sorted(waits[:-1])
    total = sum((w - now for w in waits[:-1]), timedelta())
    assert timedelta(days=3) < total < timedelta(days=4)


def test_a_span_with_too_many_events_is_refused(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    from comptoir.journal.webhooks.commands import replay

    monkeypatch.setattr(replay, "MOST", 2)
    endpoint, _secret = open_one(receiver)
    for _ in range(3):
        tell(uuid4())
    span: tuple[datetime, datetime] = (clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1))
    check: Callable[..., Any] = journal.replay_webhooks
    with pytest.raises(RangeTooLarge):
        check(endpoint, *span, origin=origin(), now=clock.now())
    assert not WebhookDelivery.objects.exists()
