"""Without consent nothing that identifies is stored; with it, no personal value stands in the journal."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from comptoir.channels.collector import personal, spans
from comptoir.channels.collector.desk import now as present
from comptoir.kit import sql

from .support import collecting, kept, opened, track

MARKS = ("device-77", "jean@exemple.fr", "campagne-7", "message-9", "198.51.100.7", "Secret Agent", "bol-rouge", "u-42")
EVERY_TABLE = """
SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public'
"""


def anonymous(kind: str, **more: object) -> dict[str, object]:
    return {
        "type": kind, "anonymousId": "device-77", "userId": "u-42", "messageId": "message-9", "name": "home",
        "event": "Product Viewed", "traits": {"email": "jean@exemple.fr"}, "groupId": "u-42", "previousId": "u-42",
        "properties": {"product_id": "bol-rouge", "url": "https://shop.example/fr/?utm_campaign=campagne-7"},
        "context": {
            "ip": "198.51.100.7", "userAgent": "Mozilla Secret Agent iPhone", "campaign": {"name": "campagne-7"}, **more
        },
    }  # fmt: skip


@pytest.mark.parametrize("regime", ["carried", "required"])
def test_without_consent_nothing_that_identifies_is_stored(world: SimpleNamespace, regime) -> None:
    key = opened("site", regime)
    kinds = ("page", "page", "screen", "track", "identify", "group", "alias")
    refusals = (
        {}, {"consent": {"categoryPreferences": {"measurement": False, "marketing": True}}},
        {"consent": {"purposes": []}}, {"consent": "yes"}, {"consent": {"categoryPreferences": {"measurement": 1}}},
        {"consentManagement": {"allowedConsentIds": ["marketing"], "deniedConsentIds": ["measurement"]}},
    )  # fmt: skip
    with collecting() as caller:
        for refusal in refusals:
            body = {"batch": [anonymous(kind, **refusal) for kind in kinds]}
            assert caller.post("/v1/batch", body, key, user_agent="Mozilla Secret Agent") == (200, {"success": True})
    assert kept() == []
    counts = sql.rows("SELECT payload ->> 'activity', payload ->> 'kind_of_page', (payload ->> 'times')::int,"
                      " visitor, person_key, actor FROM journal_exempt ORDER BY position LIMIT 4")  # fmt: skip
    assert counts == [
        ("page", "home", 2, None, None, "source:site"), ("visit", "", 2, None, None, "source:site"),
        ("screen", "", 1, None, None, "source:site"), ("event", "", 1, None, None, "source:site"),
    ]  # fmt: skip
    found = [(table, mark) for (table,) in sql.rows(EVERY_TABLE) for mark in MARKS if _holds(table, mark)]
    assert found == []
    seen = f"SELECT count(*) FROM collector_seen_{spans.span_of(present())}"
    assert sql.rows(seen) == [(0,)]
    missing = sql.rows("SELECT sum(times)::int FROM collector_tally WHERE reason = 'consent_missing'")
    assert missing == [(2 * len(kinds) if regime == "carried" else None,)]  # {} and "yes" say nothing


def test_a_refusal_is_heard_at_a_source_of_contracts_too(world: SimpleNamespace) -> None:
    key = opened("site", "contract")
    refused = {"consent": {"categoryPreferences": {"measurement": False, "marketing": False}}}
    with collecting() as caller:
        events = [track(context=refused), track(context={"consent": {"purposes": ["marketing"]}}), track()]
        assert caller.post("/v1/batch", {"batch": events}, key) == (200, {"success": True})
    assert [row[4]["message_id"] for row in kept()] == [events[2]["messageId"]]
    assert sql.rows("SELECT verdict, sum(times)::int FROM collector_tally GROUP BY 1 ORDER BY 1") == [
        ("counted", 2), ("kept", 1)
    ]  # fmt: skip


def _holds(table: str, mark: str) -> bool:
    return bool(sql.row(f"SELECT 1 FROM {table} AS t WHERE position(%s IN t::text) > 0 LIMIT 1", [mark]))


def test_with_consent_personal_values_leave_the_event(world: SimpleNamespace) -> None:
    key = opened("site", "carried")
    consent = {"consent": {"categoryPreferences": {"measurement": True, "Advertising": True, "other": True}}}
    context = consent | {
        "ip": "198.51.100.7", "userAgent": "Mozilla/5.0 (iPhone) Mobile",
        "page": {"path": "/fr/jean@exemple.fr/", "referrer": "https://search.example/?q=bol",
                 "search": "?utm_source=lettre&utm_campaign=noel&gclid=g1&secret=1", "url": "https://shop.example/fr/"},
    }  # fmt: skip
    traits = {"email": " Jean@Exemple.fr ", "firstName": "Jean", "size": 42}
    events = [
        track("Viewed Product", properties={"product_id": "b", "price": "12", "customer": {"phone": "0612345678"},
              "recipient": "Léa <lea@exemple.fr>", "image_url": "https://shop.example/b.png?token=1"}, context=context),
        {"type": "identify", "anonymousId": "device-1", "userId": "jean@exemple.fr", "traits": traits,
         "context": context},
        {"type": "page", "anonymousId": "device-1", "context": context | {"traits": {"phone": "+33 6 12 34 56 78"}}},
    ]  # fmt: skip
    with collecting() as caller:
        assert caller.post("/v1/batch", {"batch": events}, key) == (200, {"success": True})
    rows = kept()
    seen, stated, page = (row[4] for row in rows)
    told = json.dumps([row[4] for row in rows])
    for value in ("jean", "Jean", "exemple", "0612345678", "198.51", "secret", "token", "q=bol", "12 34"):
        assert value not in told, value
    email = personal.key_of("email", "jean@exemple.fr")
    assert seen["event"] == "Product Viewed" and seen["device"] == "phone" and seen["referrer"] == "search.example"
    assert seen["campaign"] == {"source": "lettre", "name": "noel", "gclid": "g1"}
    assert seen["purposes"] == ["marketing", "measurement"]
    assert seen["properties"]["recipient"] == f"Léa <email:{personal.key_of('email', 'lea@exemple.fr')}>"
    assert seen["properties"]["image_url"] == "https://shop.example/b.png" and seen["properties"]["customer"] == {}
    assert stated["user_key"] == stated["identifiers"]["email"] == email
    assert page["identifiers"] == {"phone": personal.key_of("phone", "+33612345678")}
    assert sql.rows("SELECT kind, name, value FROM profiles_heard WHERE event_id = %s ORDER BY name", [rows[1][5]]) == [
        ("identifier", "email", "jean@exemple.fr"), ("trait", "firstName", "Jean"), ("trait", "size", 42)
    ]  # fmt: skip
    assert {row[2] for row in rows} == {"device-1"}
    assert sql.rows("SELECT reasons FROM collector_verdict WHERE event = 'Product Viewed'") == [
        (["older_name", "type:price"],)
    ]
