"""Programs read segments with a scope, and people of them for a purpose that these allow."""

from uuid import UUID

from comptoir.org import facade as org
from comptoir.segments import facade as segments
from comptoir.segments.tests import openings

ONE = UUID(int=1)


def test_a_program_reads_segments_and_of_whom_it_may(world, guest, caller_with) -> None:
    given = {"origin": world.context.origin(), "now": world.now}
    rule = {"version": 1, "rule": {"trait": "orders_count", "test": "at_least", "value": 2}}
    segments.define("loyal", name={"fr": "Fidèles", "en": "Loyal"}, definition=rule, **given)
    openings.keep_identity(ONE)
    openings.answer(ONE, True, world.now)
    openings.keep_trait(ONE, "orders_count", 4)
    while segments.work(world.now):
        pass
    reader, weak = caller_with("segments:read", language="en"), caller_with("customers:read")
    assert "segments:read" in org.SCOPES
    assert (guest.get("/v1/segments").status, weak.get("/v1/segments").status) == (401, 403)
    (seen,) = reader.get("/v1/segments").body
    assert (seen["code"], seen["name"], seen["people"], seen["rule"]) == ("loyal", "Loyal", None, rule)
    assert seen["sentence"] == "Number of orders is at least 2."
    here = "/v1/segments/loyal/members"
    assert [each["person_id"] for each in reader.get(f"{here}?purpose=personalisation").body] == [str(ONE)]
    assert reader.get(f"{here}?purpose=marketing").body == []
    assert (reader.get(here).status, reader.get(f"{here}?purpose=service").status) == (422, 422)
    assert reader.get("/v1/segments/other/members?purpose=marketing").status == 404
    assert [each["version"] for each in reader.get("/v1/segments/loyal/editions").body] == [1]
