"""Sources are opened, described anew, given a new key and paused by commands; what arrives is shown with its why."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from comptoir.kit import clock, sql
from comptoir.project import founding
from comptoir.sources import facade as sources


def test_a_source_is_opened_changed_rotated_and_paused(log_in) -> None:
    merchant = log_in("merchant", "en")
    fields = {
        "code": "till", "kind": "public", "name": "Tills", "storefront": founding.STOREFRONT, "channel": "shop",
        "regime": "contract",
        "origins": "", "plan": "Size Guide Opened: product_id text*",
    }  # fmt: skip
    assert "cannot be read" in merchant.post(reverse("sources:add"), fields | {"plan": "x: y"}).content.decode()
    refused = merchant.post(reverse("sources:add"), fields | {"origins": "https://a/b"})
    assert "without a path" in refused.content.decode()
    assert merchant.post(reverse("sources:add"), fields).status_code == 302
    pk, key = sql.row("SELECT id, write_key FROM sources_source WHERE code = 'till'")
    page = merchant.get(reverse("sources:source", args=[pk])).content.decode()
    assert key in page and "product_id text*" in page
    changed = fields | {"name": "Tills in Lyon", "regime": "required"}
    assert merchant.post(reverse("sources:change", args=[pk]), changed).status_code == 302
    rotated = merchant.post(reverse("sources:rotate", args=[pk])).content.decode()
    now = sources.source(pk)
    assert now.write_key in rotated and now.previous_key == key and now.name == "Tills in Lyon"
    assert "accepted for seven days more" in rotated
    secret = {"code": "erp", "kind": "server"}
    assert "sk_" in merchant.post(reverse("sources:add"), fields | secret).content.decode()
    (server,) = sql.row("SELECT id FROM sources_source WHERE code = 'erp'")
    assert "stops at once" in merchant.get(reverse("sources:rotate", args=[server])).content.decode()
    told = merchant.post(reverse("sources:rotate", args=[server])).content.decode()
    assert "sk_" in told and "shown this once" in told and "seven days" not in told
    for action, state in (("pause", "paused"), ("resume", "active")):
        assert merchant.post(reverse(f"sources:{action}", args=[pk])).status_code == 302
        assert sources.source(pk).state == state
    told = sql.rows("SELECT name, actor FROM journal_facts WHERE subject_id = %s ORDER BY position", [str(pk)])
    assert [name for name, _actor in told] == [
        "Source Opened", "Source Changed", "Source Key Rotated", "Source Paused", "Source Resumed"
    ]  # fmt: skip
    assert all(actor.startswith("staff:") for _name, actor in told)


def test_what_arrives_is_shown_with_its_reason(log_in) -> None:
    sql.run(
        "INSERT INTO collector_verdict (at, source, kind, event, verdict, reasons, message_id)"
        " VALUES (%s, 'till', 'track', 'Lamp Lit', 'kept', '[\"unknown_event\", \"type:price\"]', 'm1')", [clock.now()],
    )  # fmt: skip
    page = log_in("operations", "fr").get(reverse("arrivals:index")).content.decode()
    assert "Lamp Lit" in page and "n’a pas le type prévu price" in page


def test_the_list_of_arrivals_can_follow_what_arrives(log_in) -> None:
    client, since = log_in("operations", "fr"), clock.now()
    sql.run(
        "INSERT INTO collector_tally (at, source, verdict, reason, times)"
        " VALUES (%s, 'till', 'kept', '', 40), (%s, 'till', 'refused', 'too_large', 2), (%s, 'till', 'kept', '', 9)",
        [since, since, since - timedelta(hours=1)],
    )
    page = client.get(reverse("arrivals:index")).content.decode()
    assert f'data-live="{reverse("arrivals:arrived")}"' in page and 'aria-live="polite"' in page
    told = client.get(reverse("arrivals:arrived"), {"since": since.isoformat()}).json()
    assert told == {"arrived": 42, "told": "42 événements depuis que vous regardez, dont 2 refusés"}
    assert client.get(reverse("arrivals:arrived"), {"since": since.isoformat(), "source": "x"}).json()["arrived"] == 0
    for wrong in ("", "yesterday", "2026-01-01", "2020-01-01T00:00:00+00:00"):
        assert client.get(reverse("arrivals:arrived"), {"since": wrong}).status_code == 400
