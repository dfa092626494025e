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
