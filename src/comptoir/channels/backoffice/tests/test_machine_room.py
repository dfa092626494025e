"""Dead letters and keys."""

from __future__ import annotations

from django.urls import reverse

from comptoir.channels.backoffice import rows
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.orders import OrderPlaced
from comptoir.kit import clock
from comptoir.org import facade as org

SOUND = {"broken": False}


def handle(events: list[Event]) -> None:
    if SOUND["broken"]:
        raise ValueError("the shelf is too short")


CONSUMERS = (Consumer(name="shelf", words=(OrderPlaced,), handle=handle),)


def fail_one(place, settings) -> object:
    """An event that our listener gives up."""
    settings.JOURNAL_CONSUMERS = f"{__name__}.CONSUMERS"
    SOUND["broken"] = True
    place()
    for _ in range(20):
        journal.deliver_round(CONSUMERS[0], now=clock.now())
    rows.DeadLetter.objects.update(retry_at=None)
    return rows.DeadLetter.objects.get()


def test_a_dead_letter_shows_its_error_and_its_event_and_is_replayed(admin, place, settings) -> None:
    letter = fail_one(place, settings)
    page = admin.get(reverse("letters:letter", args=[letter.pk])).content.decode()
    assert "the shelf is too short" in page and "total_minor" in page
    replay = reverse("letters:replay", args=[letter.pk])
    assert "The listener failed again" in admin.post(replay).content.decode()
    SOUND["broken"] = False
    assert admin.post(replay).url == reverse("letters:index")
    assert not rows.DeadLetter.objects.exists()


def test_a_letter_is_discarded_with_a_reason_which_stands_in_the_journal(log_in, place, settings) -> None:
    letter = fail_one(place, settings)
    client = log_in("operations")
    discard = reverse("letters:discard", args=[letter.pk])
    assert client.post(discard, {"reason": ""}).status_code == 200
    assert rows.DeadLetter.objects.exists()
    assert client.post(discard, {"reason": "Seen by hand"}).status_code == 302
    assert not rows.DeadLetter.objects.exists()
    (told,) = journal.latest(1, name="Dead Letter Discarded")
    assert told.payload["reason"] == "Seen by hand" and told.origin.actor.startswith("staff:")


def test_the_listeners_page_says_how_far_each_is_behind(admin, place, settings) -> None:
    fail_one(place, settings)
    page = admin.get(reverse("letters:lag")).content.decode()
    assert "shelf" in page and "facts" in page


def test_a_merchant_reaches_no_letter(log_in, place, settings) -> None:
    letter = fail_one(place, settings)
    client = log_in("merchant")
    for name in ("letter", "replay", "discard"):
        assert client.get(reverse(f"letters:{name}", args=[letter.pk])).url == reverse("wagtailadmin_home")


def test_a_key_is_shown_once_works_and_is_revoked(admin, world) -> None:
    data = {"name": "Kiosk", "channel": "kiosk", "storefront": world.storefront.code, "scopes": ["catalog:read"]}
    issued = admin.post(reverse("keys:add"), data)
    secret = issued.context["secret"]
    assert secret in issued.content.decode() and "no-store" in issued["Cache-Control"]
    assert org.authenticate(secret).name == "Kiosk"
    listed = admin.get(reverse("keys:index")).content.decode()
    assert "Kiosk" in listed and secret not in listed
    key = rows.ApiKey.objects.get(name="Kiosk")
    assert admin.post(reverse("keys:revoke", args=[key.pk])).status_code == 302
    assert org.authenticate(secret) is None


def test_a_key_with_a_bad_channel_is_refused_at_its_field_and_not_made(admin, world) -> None:
    data = {"name": "Kiosk", "channel": "Kiosk_1", "storefront": world.storefront.code, "scopes": ["catalog:read"]}
    answer = admin.post(reverse("keys:add"), data)
    assert answer.status_code == 200 and "Use lower-case letters" in answer.content.decode()
    assert not rows.ApiKey.objects.filter(name="Kiosk").exists()
