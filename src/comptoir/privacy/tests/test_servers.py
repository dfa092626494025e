"""Events that name nobody but a user: a server's secret makes them a customer's, a public key makes them nobody's."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from comptoir.channels.collector.tests.support import collecting, opened, track
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.journal.testing import deliver
from comptoir.kit import clock, sql
from comptoir.kit.refusals import NotFound
from comptoir.privacy import facade as privacy
from comptoir.privacy import kept
from comptoir.privacy.errors import KnownPerson
from comptoir.privacy.persons import person
from comptoir.profiles import facade as profiles
from comptoir.project import founding
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceDraft


def said(event: str, user: object) -> dict[str, object]:
    told = track(event, userId=str(user))
    del told["anonymousId"]
    return told


def left() -> set[str]:
    found = sql.rows("SELECT payload ->> 'event' FROM journal_behaviour WHERE name = 'Event Tracked'")
    return {row[0] for row in found}


def test_what_a_server_says_of_a_customer_is_theirs_and_what_a_page_says_is_not(world: SimpleNamespace) -> None:
    contact = Contact(email="zoe@example.com", name="Zoé Petit")
    zoe = customers.name_buyer(contact, with_address=False, locale="fr", now=world.now).customer_id
    draft = SourceDraft(name="erp", storefront=founding.STOREFRONT, regime="contract")
    server = sources.open_source("erp", draft, kind="server", origin=founding.origin(), now=clock.now())
    page, other = opened("page"), opened("other")
    ((digest,),) = sql.rows("SELECT write_key FROM sources_source WHERE code = 'erp'")
    with collecting() as caller:
        assert caller.post("/v1/track", said("By the server", zoe), server.write_key)[0] == 200
        assert caller.post("/v1/track", track("On her device", userId=str(zoe)), server.write_key)[0] == 200
        assert caller.post("/v1/track", said("By a page", zoe), page)[0] == 200
        assert caller.post("/v1/track", said("By another page", zoe), other)[0] == 200
        assert caller.post("/v1/track", said("Of nobody", "0" * 8 + str(zoe)[8:]), server.write_key)[0] == 200
        assert caller.post("/v1/track", said("Stolen", zoe), digest)[0] == 401, "the digest is no secret"
        in_page = caller.post("/v1/track", said("Leaked", zoe), server.write_key, origin="https://shop.example")
        in_picture = caller.call("GET", "/pixel/v1/track", query=f"writeKey={server.write_key}")
        assert in_page[0] == in_picture[0] == 403
    deliver([profiles.BEHAVIOUR])
    hers = profiles.person_of("customer", str(zoe))
    assert hers and profiles.person_of("visitor", "device-1") == hers
    assert {row["event"] for row in profiles.everything(hers)["moments"]} == {"By the server", "On her device"}
    told = {row["what"] for row in kept.behaviour(person(zoe), "fr", clock.now()) if "what" in row}
    assert told == {"By the server", "On her device"}
    links = profiles.links_of(hers)
    assert {each.state for each in links} == {"joined"} and len(links) == 1, "nothing besides is hearsay of her"

    hearsay = profiles.person_of("user", f"page:{zoe}")
    assert hearsay not in (None, hers)
    with pytest.raises(KnownPerson):
        privacy.erase_unknown(hers, origin=founding.origin(), now=clock.now())
    assert privacy.erase_unknown(hearsay, origin=founding.origin(), now=clock.now()) > 1
    with pytest.raises(NotFound):
        privacy.erase_unknown(hearsay, origin=founding.origin(), now=clock.now())
    assert left() == {"By the server", "On her device", "By another page", "Of nobody"}
    kept.forget_behaviour(person(zoe), founding.origin(), clock.now())
    assert left() == {"Of nobody"}, "what any source told under our own id of her goes"


def test_of_a_customer_who_was_forgotten_a_server_says_nothing_more(world: SimpleNamespace) -> None:
    contact = Contact(email="zoe@example.com", name="Zoé Petit")
    zoe = customers.name_buyer(contact, with_address=False, locale="fr", now=world.now).customer_id
    draft = SourceDraft(name="erp", storefront=founding.STOREFRONT, regime="contract")
    server = sources.open_source("erp", draft, kind="server", origin=founding.origin(), now=clock.now())
    customers.forget(zoe)
    traits = {"userId": str(zoe), "traits": {"email": "zoe@example.com"}}
    with collecting() as caller:
        late = [said("Late", zoe), track("On her device", userId=str(zoe)), {"type": "identify"} | traits]
        events = {"batch": [*late, said("Of nobody", "u-1")]}
        assert caller.post("/v1/batch", events, server.write_key) == (200, {"success": True})
        assert left() == {"Of nobody"} and sql.rows("SELECT 1 FROM profiles_heard") == []
        told = "SELECT verdict, reason, sum(times)::int FROM collector_tally WHERE verdict <> 'kept' GROUP BY 1, 2"
        assert sql.rows(told) == [("left", "customer_forgotten", 3)]


def test_a_secret_stands_in_no_address_and_stops_when_there_is_a_new_one(world: SimpleNamespace) -> None:
    draft = SourceDraft(name="erp", storefront=founding.STOREFRONT, regime="contract")
    server = sources.open_source("erp", draft, kind="server", origin=founding.origin(), now=clock.now())
    secret = server.write_key
    with collecting() as caller:
        shown = [
            caller.call("GET", f"/v1/projects/{secret}/settings"),
            caller.call("GET", f"/analytics.js/v1/{secret}/analytics.min.js"),
            caller.call("GET", "/sourceConfig", query=f"writeKey={secret}"),
            caller.call("GET", "/sourceConfig", key=secret),
            caller.call("GET", "/pixel/v1/track", query=f"writeKey={secret}&userId=u&event=E"),
            caller.call("POST", "/v1/track", b'{"userId":"u","event":"E"}', query=f"writeKey={secret}"),
        ]
        assert [(status, json.loads(body)["code"]) for status, _, body in shown] == [(403, "secret_in_address")] * 6
        assert caller.post("/v1/track", said("With the first", "u-1"), secret)[0] == 200
        rotated = sources.rotate_source_key(server.id, origin=founding.origin(), now=clock.now())
        assert rotated.startswith("sk_") and rotated != secret
    with collecting() as caller:
        assert caller.post("/v1/track", said("Too late", "u-1"), secret)[0] == 401
        assert caller.post("/v1/track", said("With the second", "u-1"), rotated)[0] == 200
