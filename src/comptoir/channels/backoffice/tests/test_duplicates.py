"""Look-alikes in the back office: found, shown with what speaks for it, decided and taken back."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.urls import reverse

from comptoir.channels.backoffice.tests.test_customers import allow
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.duplicates import facade as duplicates
from comptoir.journal.testing import deliver
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.profiles import facade as profiles
from comptoir.profiles import hearing
from comptoir.profiles.tests.reports import tracked


def test_a_pair_is_looked_at_linked_and_taken_back(log_in, admin, place, world):
    place()
    deliver([profiles.SERVICE])
    contact = Contact(
        email="croux@example.org", name="Roux Camille", street="3 rue des Lilas", postcode="75011", city="Paris"
    )
    twin = customers.name_buyer(contact, with_address=True, locale="fr", now=world.now).customer_id
    with transaction.atomic():
        hearing.hear([tracked(clock.now() - timedelta(hours=1), visitor="twin", person=twin)])
    index = reverse("duplicates:index")
    assert "No two records look alike" in admin.get(index).content.decode()
    assert reverse("duplicates:seek") not in log_in("associate").get(index).content.decode()
    admin.post(reverse("duplicates:seek"))
    assert "waits for the worker" in admin.get(index).content.decode()
    duplicates.work_searches(clock.now())
    (pair,) = duplicates.duplicates()
    shown = admin.get(index).content.decode()
    assert "Camille Roux" in shown and "Roux Camille, Paris" in shown and "2 records, 1 pairs" in shown
    for query, is_found in (({"q": "croux"}, True), ({"q": "zoe@"}, False), ({"agrees": "street"}, True),
                            ({"agrees": "phone"}, False), ({"state": "same"}, False)):  # fmt: skip
        found = reverse("duplicates:duplicate", args=[pair.id]) in admin.get(index, query).content.decode()
        assert found is is_found, query
    page = reverse("duplicates:duplicate", args=[pair.id])
    shown = admin.get(page).content.decode()
    for text in ("croux@example.org", "3 rue des Lilas", "the other way round", "the same", "%"):
        assert text in shown, text
    assert log_in("associate").get(reverse("duplicates:same", args=[pair.id])).status_code == 302
    Group.objects.get(name="associate").permissions.remove(Permission.objects.get(codename="view_address"))
    blind = [log_in("associate").get(index, {"q": query}).content.decode() for query in ("croux", "zoe@")]
    assert [page in each for each in blind] == [True, True], "no search tells whose e-mail it is"

    theirs = reverse("customers:customer", args=[profiles.person_of("customer", str(twin))])
    assert "A record looks like this one" in admin.get(theirs).content.decode()
    admin.post(reverse("duplicates:same", args=[pair.id]), {"reason": "rang us"})
    shown = admin.get(theirs).content.decode()
    assert "Linked by staff" in shown and "Camille Roux" in shown and "Latest orders" in shown
    assert "rang us" in admin.get(page).content.decode()
    admin.post(reverse("duplicates:reopen", args=[pair.id]))
    assert "Latest orders" not in admin.get(theirs).content.decode()
    admin.post(reverse("duplicates:different", args=[pair.id]), {"reason": ""})
    assert duplicates.duplicate(pair.id).state == "different"


def test_two_records_that_no_search_found_are_linked_by_hand_from_the_page_of_one(log_in, admin, place, world):
    place()
    deliver([profiles.SERVICE])
    contact = Contact(email="petit@example.org", name="Anne Petit", street="8 quai Sud", postcode="69002", city="Lyon",
                      phone="+33612345678")  # fmt: skip
    other = customers.name_buyer(contact, with_address=True, locale="fr", now=world.now).customer_id
    ((one,),) = sql.rows("SELECT customer_id FROM orders_order")
    with transaction.atomic():
        hearing.hear([tracked(clock.now(), visitor="hers", person=each) for each in (other, one)])
    mine, theirs = (profiles.person_of("customer", str(each)) for each in (one, other))
    page, find = reverse("customers:customer", args=[mine]), reverse("customers:link", args=[mine])
    there = reverse("customers:link_with", args=[mine, other])
    assert find in admin.get(page).content.decode() and find not in log_in("associate").get(page).content.decode()
    assert [log_in("associate").get(each).status_code for each in (find, there)] == [302, 302]
    assert there not in admin.get(find).content.decode()
    for words in ("petit", "Anne", "06 12 34 56 78"):
        assert there in admin.get(find, {"q": words}).content.decode(), words
    assert there not in admin.get(find, {"q": "camille"}).content.decode(), "nobody is linked with themselves"
    shown = admin.get(there).content.decode()
    for text in ("Anne Petit", "Camille", "8 quai Sud", "different", "Together"):
        assert text in shown, text
    assert "What both used" not in shown, "where they were is behaviour"
    for each in (one, other):
        allow(each)
    assert "What both used" in admin.get(there).content.decode()
    admin.post(there, {"reason": ""})
    assert duplicates.linked_with(one) == []
    answer = admin.post(there, {"reason": "her name before she married"})
    (pair,) = duplicates.duplicates("same")
    assert answer["location"] == reverse("duplicates:duplicate", args=[pair.id])
    shown = admin.get(answer["location"]).content.decode()
    assert "her name before she married" in shown and "No search put these two together" in shown
    assert "Latest orders" in admin.get(reverse("customers:customer", args=[theirs])).content.decode()
    assert "linked already" in admin.get(there).content.decode()
    assert "Somebody decided this meanwhile" in admin.post(there, {"reason": "again"}).content.decode()
    admin.post(reverse("duplicates:reopen", args=[pair.id]))
    assert "A record looks like this one" not in admin.get(page).content.decode(), "nobody suggests it"
    assert str(pair.id) not in admin.get(reverse("duplicates:index")).content.decode()
    gone = reverse("customers:link_with", args=[mine, uuid7()])
    assert [admin.get(gone).status_code, log_in("operations").get(find).status_code] == [404, 200]
    Group.objects.get(name="operations").permissions.remove(Permission.objects.get(codename="view_address"))
    assert log_in("operations").get(find).status_code == 302, "names are looked for by who may see them"
