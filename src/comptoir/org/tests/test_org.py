"""Founding a shop, keys, roles."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from comptoir.journal.contracts import Origin
from comptoir.kit import cache
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.org.errors import AccountExists, CodeTaken
from comptoir.org.models import Account, ApiKey, Market

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
ORIGIN = Origin(actor="system:tests", channel="command", correlation=uuid4())
OPENING = {1: ((time(10), time(13)), (time(14), time(19))), 6: ((time(9), time(18)),)}


def found_shop():
    org.register_legal_entity(code="maison", name="Maison", country="FR", origin=ORIGIN, now=NOW)
    org.open_market(
        code="fr",
        name="France",
        currency="EUR",
        countries=["FR", "MC"],
        legal_entity="maison",
        origin=ORIGIN,
        now=NOW,
    )
    return org.open_storefront(code="maison", name="Maison", market="fr", origin=ORIGIN, now=NOW)


def words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM journal_event ORDER BY position")
        return [name for (name,) in cursor.fetchall()]


def test_a_shop_is_founded_by_verbs_that_the_journal_tells(database):
    storefront = found_shop()
    place = org.open_place(
        code="lyon",
        kind="shop",
        name=Localised(fr="Lyon"),
        legal_entity="maison",
        opening=OPENING,
        closed_on=[date(2026, 12, 25)],
        collects=True,
        origin=ORIGIN,
        now=NOW,
    )
    assert (storefront.market.currency, storefront.market.legal_entity) == ("EUR", "maison")
    assert org.storefront() == org.storefront("maison") == storefront
    assert org.places() == (place,)
    assert (place.opening, place.closed_on) == (OPENING, frozenset({date(2026, 12, 25)}))
    assert words() == ["Legal Entity Registered", "Market Opened", "Storefront Opened", "Place Opened"]


def test_a_code_is_taken_once_and_the_refusal_writes_nothing(database):
    found_shop()
    before = words()
    with pytest.raises(CodeTaken) as refused:
        org.open_storefront(code="maison", name="Another", market="fr", origin=ORIGIN, now=NOW)
    assert "maison" in refused.value.text("fr")
    assert words() == before
    assert list(org.storefronts()) == ["maison"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "Fr nce"),
        ("currency", "EURO"),
        ("countries", ["France"]),
        ("countries", []),
        ("locale", "de"),
        ("timezone", "Paris"),
        ("timezone", "../etc/passwd"),
    ],
)
def test_a_market_that_makes_no_sense_is_refused_by_field(database, field, value):
    org.register_legal_entity(code="maison", name="Maison", country="FR", origin=ORIGIN, now=NOW)
    good = {"code": "fr", "name": "France", "currency": "EUR", "countries": ["FR"], "legal_entity": "maison"}
    with pytest.raises(Invalid) as refused:
        org.open_market(**(good | {field: value}), origin=ORIGIN, now=NOW)
    assert list(refused.value.errors) == [field]
    assert not Market.objects.exists()


def test_opening_hours_that_overlap_are_refused(database):
    found_shop()
    overlapping = {1: ((time(10), time(15)), (time(14), time(19)))}
    with pytest.raises(Invalid) as refused:
        org.open_place(
            code="x",
            kind="shop",
            name=Localised(fr="X"),
            legal_entity="maison",
            opening=overlapping,
            origin=ORIGIN,
            now=NOW,
        )
    assert list(refused.value.errors) == ["opening"]


def test_a_change_by_another_process_is_seen_after_the_kept_seconds(database, monkeypatch):
    found_shop()
    assert org.market("fr").name == "France"
    Market.objects.update(name="France et Monaco")
    assert org.market("fr").name == "France"
    monkeypatch.setattr(cache, "SECONDS", -1.0)
    assert org.market("fr").name == "France et Monaco"


def test_a_key_opens_until_it_is_revoked_and_only_its_digest_is_kept(database):
    found_shop()
    info, key = org.issue_key("Phone", "app", "maison", ["orders:read", "baskets:write"], origin=ORIGIN, now=NOW)
    caller = org.authenticate(key)
    assert caller is not None
    assert (caller.actor, caller.channel) == (f"key:{info.prefix}", "app")
    assert caller.scopes == {"orders:read", "baskets:write"}
    kept = ApiKey.objects.get()
    assert key.rsplit("_")[-1] not in "".join(str(value) for value in vars(kept).values())
    org.revoke_key(info.id, origin=ORIGIN, now=NOW)
    org.revoke_key(info.id, origin=ORIGIN, now=NOW)
    assert org.authenticate(key) is None
    assert words()[-2:] == ["Api Key Issued", "Api Key Revoked"]


@pytest.mark.parametrize("forge", [lambda key: key[:-1] + "-", lambda key: key + "x", lambda _: "ck_\x00_y", str.upper])
def test_an_altered_key_opens_nothing(database, forge):
    found_shop()
    _, key = org.issue_key("Phone", "app", "maison", ["orders:read"], origin=ORIGIN, now=NOW)
    if forge(key) != key:
        assert org.authenticate(forge(key)) is None


def test_a_key_needs_scopes_that_exist(database):
    found_shop()
    with pytest.raises(Invalid) as refused:
        org.issue_key("Phone", "App !", "maison", ["everything"], origin=ORIGIN, now=NOW)
    assert set(refused.value.errors) == {"channel", "scopes"}
    with pytest.raises(NotFound):
        org.issue_key("Phone", "app", "elsewhere", ["orders:read"], origin=ORIGIN, now=NOW)
    assert not ApiKey.objects.exists()


def test_every_permission_that_a_role_names_exists(database):
    person = org.open_account(
        email="Op@example.com", password="a long enough one", roles=list(org.ROLES), origin=ORIGIN, now=NOW
    )
    assert {group.name for group in Group.objects.filter(user=person)} == set(org.ROLES)
    assert Account.objects.get(id=person).is_superuser
    org.give_roles(person, roles=["operations"], origin=ORIGIN, now=NOW)
    account = Account.objects.get(id=person)
    assert (account.is_staff, account.is_superuser) == (True, False)
    assert account.has_perm("orders.change_order")
    assert not account.has_perm("pricing.change_listprice")
    org.give_roles(person, roles=[], origin=ORIGIN, now=NOW)
    assert not Account.objects.get(id=person).is_staff


def test_an_e_mail_opens_one_account_whatever_its_case(database):
    org.open_account(email="zoe@example.com", password="a long enough one", origin=ORIGIN, now=NOW)
    with pytest.raises(AccountExists):
        org.open_account(email="ZOE@example.com", password="a long enough one", origin=ORIGIN, now=NOW)
    with pytest.raises(Invalid) as refused:
        org.open_account(email="zoe", password="short", roles=["king"], origin=ORIGIN, now=NOW)
    assert set(refused.value.errors) == {"email", "password", "roles"}
    assert Account.objects.count() == 1
