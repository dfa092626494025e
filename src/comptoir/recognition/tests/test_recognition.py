"""One context a request."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.customers import facade as customers
from comptoir.journal.contracts import Origin
from comptoir.journal.testing import deliver
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.org import facade as org
from comptoir.profiles import facade as profiles
from comptoir.profiles.hearing import SERVICE
from comptoir.recognition.contracts import Visit
from comptoir.recognition.facade import know_account, recognise
from comptoir.segments import facade as segments
from comptoir.segments.tests import openings

NOW = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
ORIGIN = Origin(actor="system:tests", channel="command", correlation=uuid4())


@pytest.fixture
def shop(database):
    org.register_legal_entity(code="maison", name="Maison", country="FR", origin=ORIGIN, now=NOW)
    market = {
        "code": "fr",
        "name": "France",
        "currency": "EUR",
        "countries": ["FR"],
        "legal_entity": "maison",
    }
    org.open_market(**market, origin=ORIGIN, now=NOW)
    return org.open_storefront(code="maison", name="Maison", market="fr", origin=ORIGIN, now=NOW)


def visit(**given):
    return recognise(Visit(**({"channel": "web", "locale": "en-GB", "now": NOW, "correlation": uuid4()} | given)))


def test_a_guest_gets_the_default_storefront_and_a_language_that_we_have(shop):
    context = visit()
    assert (context.storefront, context.currency, context.locale) == ("maison", "EUR", "en")
    assert (context.actor, context.customer_id) == ("guest", None)
    assert context.today.isoformat() == "2026-11-19"
    assert visit(locale="de").locale == "fr"


def test_who_is_logged_in_is_the_customer_and_a_key_says_who_it_is(shop):
    account = org.open_account(email="zoe@example.com", password="a long enough one", origin=ORIGIN, now=NOW)
    assert visit(account_id=account).customer_id is None
    customer = customers.join_account(account, email="zoe@example.com", locale="fr", now=NOW)
    context = visit(account_id=account)
    assert (context.customer_id, context.actor) == (customer, f"customer:{customer}")
    assert context.origin().person_key == str(customer)
    assert visit(actor="key:abc").actor == "key:abc"


def test_an_account_and_the_customer_of_its_e_mail_are_one_person_where_no_device_is_remembered(shop):
    account = org.open_account(email="zoe@example.com", password="a long enough one", origin=ORIGIN, now=NOW)
    staff = org.open_account(
        email="sam@example.com", password="a long enough one", roles=("merchant",), origin=ORIGIN, now=NOW
    )
    told = {"locale": "fr", "origin": ORIGIN, "now": NOW}
    customer = know_account(account, email="zoe@example.com", **told)
    assert know_account(account, email="zoe@example.com", **told) == customer
    colleague = know_account(staff, email="sam@example.com", **told)
    (heard, _of_staff) = sql.rows("SELECT subject_id FROM journal_event WHERE name = 'Account Recognised'")
    assert heard == (str(account),), "once for each"
    deliver([SERVICE])
    person = profiles.person_of("account", str(account))
    assert person and person == profiles.person_of("customer", str(customer))
    assert not profiles.person_of("account", str(staff)) and not profiles.person_of("customer", str(colleague))


def test_a_storefront_that_does_not_exist_is_refused(shop):
    with pytest.raises(NotFound):
        visit(storefront="elsewhere")


def test_segments_are_those_of_who_is_there_and_only_with_their_consent(shop):
    device, account = uuid4(), org.open_account(email="a@example.com", password="a long one", origin=ORIGIN, now=NOW)
    customer = customers.join_account(account, email="a@example.com", locale="fr", now=NOW)
    for kind, identity in (("visitor", device), ("customer", customer)):
        openings.keep_identity(identity, kind=kind)
        openings.keep_trait(identity, "is", kind)
        openings.answer(identity, True, NOW, kind=kind)
        rule = {"trait": "is", "test": "is", "value": kind}
        given = {"definition": {"version": 1, "rule": rule}, "origin": ORIGIN, "now": NOW}
        segments.define(kind, name={"en": kind}, **given)
    while segments.work(NOW):
        pass
    both = frozenset({"measurement", "personalisation"})
    visit()  # the storefront is in memory now
    for purposes, statements, expected in ((both, 1, {"visitor"}), (frozenset({"measurement"}), 0, set())):
        with CaptureQueriesContext(connection) as asked:
            assert visit(visitor=str(device), purposes=purposes).segments == expected
        assert len(asked) == statements
    # On a shared device whoever logged in is not who used it before.
    assert visit(visitor=str(device), account_id=account, purposes=both).segments == {"customer"}
    assert visit(visitor=str(device), account_id=account).segments == frozenset()
