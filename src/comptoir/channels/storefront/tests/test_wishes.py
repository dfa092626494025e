"""What a stranger gets who types an address, and how often a list is shared."""

from __future__ import annotations

from django.test import Client

from comptoir.channels.storefront.languages import address
from comptoir.kit import sql
from comptoir.wishes.tests.test_wishes import set_stock

OURS = {"HTTP_ORIGIN": "http://testserver"}


def test_an_address_that_waits_already_gives_no_stranger_the_link_that_ends_it(world) -> None:
    set_stock(world, "THROW", 0)
    asked = {"variant": str(world.variants["THROW"]), "email": "lou@example.com", "back": "/fr/"}
    said = []
    for place in (1, 2):
        browser = Client(REMOTE_ADDR=f"192.0.2.{place}")
        said.append(browser.post(address("wait_for", "fr"), asked, follow=True, **OURS).content.decode())
    ((token,),) = sql.rows("SELECT token FROM wishes_stockrequest")
    only = "un seul message, dès qu’il est disponible"
    assert [(token in each, only in each) for each in said] == [(True, True), (False, True)]


def test_who_shares_again_and_again_is_stopped(world) -> None:
    browser = Client(REMOTE_ADDR="192.0.2.3")
    shared = {"share": "1", "variant": str(world.variants["BOOK"])}
    answers = [browser.post(address("wish_change", "fr"), shared, **OURS) for _ in range(14)]
    assert 0 < sql.rows("SELECT count(*) FROM wishes_sharedwishes")[0][0] <= 11
    assert "Réessayez dans quelques minutes" in browser.get(answers[-1]["Location"]).content.decode()
