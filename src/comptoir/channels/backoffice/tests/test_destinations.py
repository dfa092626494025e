"""A destination of events is opened, looked at, changed and paused by who may; nobody else sees it."""

from __future__ import annotations

from django.urls import reverse

from comptoir.forwarding import facade as forwarding
from comptoir.journal import facade as journal
from comptoir.kit import sql


def test_staff_have_events_forwarded(log_in, settings) -> None:
    admin = log_in("administrator", "fr")
    fields = {"name": "Entrepôt", "address": "http://127.0.0.1:9/", "write_key": "the-key", "purpose": "measurement"}
    assert "https" in admin.post(reverse("destinations:add"), fields).content.decode()
    settings.WEBHOOKS_LOCAL = True
    personal = admin.post(reverse("destinations:add"), fields | {"personal": "on"})
    assert personal.status_code == 200 and forwarding.destinations() == []
    assert admin.post(reverse("destinations:add"), fields).status_code == 302
    (made,) = forwarding.destinations()
    changed = fields | {"write_key": "", "purpose": "marketing", "personal": "on", "words": ["Page Viewed"]}
    assert admin.post(reverse("destinations:change", args=[made.id]), changed).status_code == 302
    now = forwarding.destination(made.id).draft
    assert (now.write_key, now.purpose, now.personal, now.words) == ("the-key", "marketing", True, ("Page Viewed",))
    sql.run(
        "INSERT INTO forwarding_parcel (destination_id, event_id, generation, txid, position, state, why, attempts,"
        " due_at, created_at) VALUES (%s, gen_random_uuid(), 1, 1, 1, 'failed', 'status 400', 3, now(), now())",
        [made.id],
    )
    page = admin.get(reverse("destinations:destination", args=[made.id])).content.decode()
    assert "status 400" in page and "the-key" not in page
    assert reverse("destinations:replay", args=[made.id]) in page
    assert admin.post(reverse("destinations:replay", args=[made.id])).status_code == 302
    assert admin.post(reverse("destinations:pause", args=[made.id])).status_code == 302
    assert (forwarding.destination(made.id).pending, forwarding.destination(made.id).state) == (1, "paused")
    told = [(each.name, each.origin.actor[:6]) for each in journal.timeline("destination", made.id)]
    assert told == [("Destination Opened", "staff:"), ("Destination Changed", "staff:"), ("Parcels Replayed", "staff:"),
                    ("Destination Changed", "staff:")]  # fmt: skip
    operations = log_in("operations")
    assert operations.get(reverse("destinations:index")).status_code == 200
    assert operations.post(reverse("destinations:pause", args=[made.id])).status_code == 302
    assert operations.get(reverse("destinations:add")).status_code == 302
    assert forwarding.destination(made.id).draft.name == "Entrepôt"
