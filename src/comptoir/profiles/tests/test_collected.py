"""From a source's own calls to a person: what an unmodified SDK sends, in the order in which it comes."""

from __future__ import annotations

from comptoir.channels.collector.tests.support import collecting, opened, track
from comptoir.journal.testing import deliver
from comptoir.kit import sql
from comptoir.kit.pseudonyms import pseudonym
from comptoir.profiles import facade as profiles
from comptoir.profiles.tests.test_known import choose


def test_what_a_source_sends_becomes_one_person_without_a_personal_value_beside_what_was_heard(world):
    key = opened()
    u1, u2 = (f"site:u{n}" for n in (1, 2))
    ann = {"userId": "u1", "traits": {"email": "Ann@Example.com", "firstName": "Ann", "plan": "gold"}}
    with collecting() as caller:
        for path, body in (
            ("/v1/track", track("Product Viewed", properties={"category": "bols", "size": "M"})),
            ("/v1/identify", {"anonymousId": "device-1"} | ann),
            ("/v1/track", track("Product Viewed", anonymousId="device-2", userId="u1")),
            ("/v1/alias", {"anonymousId": "device-2", "previousId": "device-3", "userId": "u1"}),
            ("/v1/identify", {"anonymousId": "device-1", "userId": "u2"}),
            ("/v1/page", {"anonymousId": "null", "userId": "undefined", "name": "home"}),
        ):
            assert caller.post(path, body, key)[0] == 200, path
    deliver([profiles.BEHAVIOUR])
    person = profiles.person_of("user", u1)
    devices = {("visitor", f"device-{n}") for n in (1, 2, 3)}
    named = {("user", u1), ("email", pseudonym("email", "ann@example.com"))}
    assert {(each.kind, each.value) for each in profiles.identifiers_of(person)} == named | devices
    assert profiles.person_of("user", u2) not in (None, person)
    assert [each.reason for each in profiles.links_of(person) if each.state == "refused"] == ["two_of:user"]
    stated = "SELECT name, value FROM profiles_person_trait WHERE scope = 'own' AND person_id = %s"
    traits = dict(sql.rows(stated, [person]))
    assert traits == {"firstName": "Ann", "plan": "gold", "favourite_categories": ["bols"], "sizes": ["M"]}
    assert [each.person_id for each in profiles.find_people("ann@example.com")] == [person]
    choose("visitor", "device-2", "marketing", True)
    read = {each.name: each.value for each in profiles.read(person, "marketing").traits}
    assert read == traits | {"email": "Ann@Example.com"}
    moments = sql.rows("SELECT string_agg(t::text, ' ') FROM profiles_moment t")[0][0].lower()
    assert "ann@" not in moments and "ann" not in moments.replace("channel", "")
    profiles.forget(person, now=world.now.replace(year=2100))
    assert sql.rows("SELECT count(*) FROM profiles_heard") == [(0,)]
