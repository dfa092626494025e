"""A person by API: for the purpose that is named, if they allow it."""

from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

from django.db import transaction

from comptoir.consent.models import Choice
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.duplicates import facade as duplicates
from comptoir.kit.ids import uuid7
from comptoir.profiles import hearing
from comptoir.profiles.tests.reports import tracked


def test_a_program_reads_what_a_person_allows_for_the_purpose_that_it_names(world, guest, caller_with):
    customer = uuid4()
    told = [
        tracked(world.now - timedelta(minutes=n), visitor="mobile", person=customer, name=f"bowl {n}") for n in range(3)
    ]
    with transaction.atomic():
        hearing.hear(told)
    program = caller_with("people:read")
    address = f"/v1/people/{program.get('/v1/people?identifier=visitor:mobile').body['id']}"
    assert program.get(f"/v1/people?identifier=customer:{customer}").body["id"] in address
    assert guest.get(f"{address}?purpose=service").status == 401
    assert caller_with("customers:read").get(f"{address}?purpose=service").body["code"] == "scope_missing"
    refused = program.get(f"{address}?purpose=marketing")
    assert refused.status == 403 and refused.body["code"] == "not_consented"
    service = program.get(f"{address}?purpose=service").body
    assert [each["kind"] for each in service["identifiers"]] == ["customer"] and service["moments"] == []
    Choice.objects.create(
        choice_id=uuid7(), subject_kind="visitor", subject_id="mobile", purpose="marketing", granted=True,
        text_version="1", means="test", chosen_at=world.now,
    )  # fmt: skip
    shown = program.get(f"{address}?purpose=marketing&size=2").body
    assert [each["payload"]["properties"]["name"] for each in shown["moments"]] == ["bowl 0", "bowl 1"]
    rest = program.get(f"{address}?purpose=marketing&older={quote(shown['older'])}").body
    assert len(rest["moments"]) == 1 and not rest["older"]
    assert program.get(f"{address}?purpose=marketing&older=nonsense~{10**30}").status == 200
    assert program.get("/v1/people?identifier=visitor:null").status == 404
    assert program.get(f"/v1/people/{uuid4()}?purpose=service").status == 404


def test_a_program_lists_look_alikes_and_says_what_a_person_decided(world, guest, caller_with):
    told = {"street": "3 rue des Lilas", "postcode": "75011", "city": "Paris", "name": "Camille Roux"}
    for email in ("c.roux@example.com", "croux@example.org"):
        customers.name_buyer(Contact(email=email, **told), with_address=True, locale="fr", now=world.now)
    duplicates.seek_duplicates(origin=world.context.origin(), now=world.now)
    duplicates.work_searches(world.now)
    (pair,) = caller_with("people:read").get("/v1/duplicates").body
    assert pair["state"] == "open" and pair["probability"] > 0.9 and "Roux" not in str(pair)
    address = f"/v1/duplicates/{pair['id']}"
    assert guest.get(address).status == 401
    assert caller_with("people:read").post(f"{address}/decision", {"decision": "same"}).body["code"] == "scope_missing"
    program = caller_with("customers:write")
    assert program.post(f"{address}/decision", {"decision": "perhaps"}).status == 422
    assert program.post(f"{address}/decision", {"decision": "same"}).body["state"] == "same"
    assert program.post(f"{address}/decision", {"decision": "different"}).body["code"] == "decided_meanwhile"
    assert caller_with("people:read").get(f"/v1/duplicates/{uuid4()}").status == 404


def test_a_program_finds_a_record_by_telephone_and_links_a_device_that_nobody_logged_in_with(world, caller_with):
    contact = Contact(
        email="lea@example.com", name="Léa Martin", phone="+33 6 12 34 56 78", street="8 quai Sud", postcode="69002",
        city="Lyon",
    )  # fmt: skip
    customer = customers.name_buyer(contact, with_address=True, locale="fr", now=world.now).customer_id
    reader, writer = caller_with("people:read"), caller_with("customers:write")
    for text in ("06 12 34 56 78", "0033612345678", "+33 (0)6.12.34.56.78", "lea@", "martin"):
        assert reader.get(f"/v1/records?search={quote(text)}").body == {"customers": [str(customer)]}, text
    for text in ("06 12 34 56 79", "345678", "12 rue 612345678", "-"):
        assert reader.get(f"/v1/records?search={quote(text)}").body == {"customers": []}, text
    assert writer.get("/v1/records?search=lea").status == 403
    with transaction.atomic():
        hearing.hear([tracked(world.now, visitor="tablet"), tracked(world.now, visitor="mobile", person=customer)])
    asked = {"customer": str(customer), "device": "tablet", "reason": "she showed it"}
    assert reader.post("/v1/device-links", asked).status == 403
    assert writer.post("/v1/device-links", asked).body["code"] == "not_consented"
    likeness = f"/v1/device-likeness?customer={customer}&device=tablet"
    assert reader.get(likeness).body["code"] == "not_consented"
    assert writer.post("/v1/device-links", asked | {"device": "mobile"}).body["code"] == "device_known"
    Choice.objects.create(
        choice_id=uuid7(), subject_kind="visitor", subject_id="tablet", purpose="personalisation", granted=True,
        text_version="1", means="test", chosen_at=world.now,
    )  # fmt: skip
    assert reader.get(likeness).body["customers"] == [str(customer)]
    assert reader.get(f"/v1/device-likeness?customer={uuid4()}&device=tablet").status == 404
    held = writer.post("/v1/device-links", asked).body
    assert reader.get(f"/v1/device-links?customer={customer}").body == [held] and held["stands"]
    assert writer.delete(f"/v1/device-links/{held['id']}").status == 204
    assert reader.get(f"/v1/device-links?customer={customer}").body == []
    assert [writer.delete(f"/v1/device-links/{each}").status for each in (held["id"], 2**63)] == [404, 422]
