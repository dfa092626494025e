"""What is kept whole is right within a second, for everybody, and is given to nobody else."""

from __future__ import annotations

import gzip
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from prometheus_client.registry import REGISTRY

from comptoir.channels.storefront import counting, keeping
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal import facade as journal
from comptoir.journal.contracts import REGISTRY as WORDS
from comptoir.journal.contracts import typed_fields
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project.whole_pages import WholePages, words
from comptoir.project.whole_pages.memory import Memory, Page
from comptoir.project.wsgi import application
from comptoir.reviews import facade as reviews
from comptoir.reviews.tests import people as reviewers

PLACE = counting.Place("fr", "maison-coste", "maison-coste", "home")
BOWL, THROW = "/fr/produit/bol-matin/", "/fr/produit/plaid-du-plateau/"
ROOMS = ("catalog", "pricing", "inventory", "org")


class Browser:
    """Asks `pages` as the web server does."""

    def __init__(self, pages: WholePages) -> None:
        self.pages = pages
        self.cookie = ""

    def get(self, path: str, **headers: str) -> SimpleNamespace:
        path, _mark, query = path.partition("?")
        environ = RequestFactory()._base_environ(PATH_INFO=path, QUERY_STRING=query, REQUEST_METHOD="GET", **headers)
        environ["HTTP_COOKIE"] = self.cookie
        said: list[Any] = []
        with CaptureQueriesContext(connection) as asked:
            content = b"".join(self.pages(environ, lambda *told: said.extend(told)))
        named = dict(said[1])
        text = (gzip.decompress(content) if named.get("Content-Encoding") else content).decode()
        return SimpleNamespace(
            status=int(said[0][:3]), length=len(content), text=text, headers=named, statements=len(asked),
            etag=named.get("ETag", ""),
        )  # fmt: skip

    def look_again(self) -> None:
        """The second is over: no test waits for it."""
        self.pages.watch.due = time.monotonic()


@pytest.fixture
def browser(world: SimpleNamespace) -> Browser:
    pages = WholePages(application, 10_000_000)
    pages.watch.every = 3600.0
    return Browser(pages)


def test_a_page_is_made_once_and_then_answered_without_a_statement(browser: Browser) -> None:
    made, kept = browser.get(BOWL), browser.get(BOWL + "?utm_source=somewhere")
    assert (made.status, kept.status, kept.statements) == (200, 200, 0) and made.statements > 3
    assert kept.text == made.text and kept.headers["ETag"] == made.headers["ETag"]
    assert kept.headers["Content-Security-Policy"] and kept.headers["X-Request-Id"] != made.headers["X-Request-Id"]
    assert browser.get(BOWL, HTTP_IF_NONE_MATCH=made.etag).status == 304
    assert browser.get(BOWL + "?sku=BOWL-BLUE").text != made.text
    assert browser.get(BOWL + "?sku=BOWL-BLUE").statements == 0
    browser.get(BOWL + "?sku=invented")
    assert browser.get(BOWL + "?sku=invented").statements > 0


def test_a_kept_page_goes_packed_to_whoever_unpacks_it_and_no_other_page_does(browser: Browser) -> None:
    plain = browser.get(BOWL, HTTP_ACCEPT_ENCODING="br, gzip;q=0")
    packed = browser.get(BOWL, HTTP_ACCEPT_ENCODING="deflate, gzip, br")
    assert packed.text == plain.text == browser.get(BOWL).text and packed.length < plain.length / 2
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["Content-Length"] == str(packed.length) and packed.etag == f"W/{plain.etag}"
    assert browser.get(BOWL, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=packed.etag).status == 304
    assert "Content-Encoding" not in browser.get("/fr/panier/", HTTP_ACCEPT_ENCODING="gzip").headers


def test_no_two_addresses_share_a_page_and_what_nobody_offers_is_not_kept() -> None:
    def key(query: str, **more: str) -> keeping.Key | None:
        asked = RequestFactory()._base_environ(PATH_INFO="/fr/rayon/table/", QUERY_STRING=query, **more)
        return keeping.key_of(asked)

    assert key("page=2&sort=price") == key("sort=price&x=y&page=2") != key("page=2%00sort=price")
    assert key("sku=" + "x" * 101) is None and key("sku=\xe9") is None
    assert key("", HTTP_HOST="testserver:80") and key("", HTTP_HOST="testserver", SERVER_PORT="8001")
    assert key("", HTTP_HOST="testserver:8001", SERVER_PORT="8001")
    for invented in ("elsewhere.example", "testserver:81", "TestServer", "testserver.", "testserver:080"):
        assert key("", HTTP_HOST=invented) is None, invented
    keeping._remembered.clear()
    for length in (100, 3_000):
        key("", HTTP_COOKIE="a=" + "x" * length)
    assert len(keeping._remembered) == 1


def test_what_is_found_stale_while_a_page_is_being_kept_is_not_kept(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = browser.pages.memory.keep

    def late(key: keeping.Key, page: Page) -> None:
        browser.pages.watch._forget(page.tags)
        keep(key, page)

    monkeypatch.setattr(browser.pages.memory, "keep", late)
    browser.get(BOWL)
    assert not browser.pages.memory.pages


def test_an_answer_from_memory_is_counted_like_every_other(browser: Browser) -> None:
    labels = {"route": "fr/produit/<slug:slug>/", "status": "200"}

    def counted() -> tuple[float, float]:
        total = REGISTRY.get_sample_value("comptoir_http_requests_total", labels | {"method": "GET"}) or 0.0
        return total, REGISTRY.get_sample_value("comptoir_http_from_memory_total", labels) or 0.0

    before = counted()
    for _ in range(3):
        browser.get(BOWL)
    assert counted() == (before[0] + 3, before[1] + 2)


def test_a_sale_and_a_new_price_are_seen_at_the_next_look_and_other_pages_stay(
    browser: Browser, world: SimpleNamespace
) -> None:
    for path in (BOWL, THROW, "/fr/rayon/table/?sort=price"):
        browser.get(path)
    ochre, places = world.variants["BOWL-OCHRE"], (world.warehouse, world.shop)
    levels = [Adjustment(variant_id=ochre, location_id=place.id, quantity=1) for place in places]
    inventory.set_levels(levels, reason="correction", origin=world.context.origin(), now=clock.now())
    assert browser.get(BOWL).statements == 0  # within the second
    browser.look_again()
    changed = browser.get(BOWL)
    assert "Plus que" in changed.text and changed.statements > 3
    assert browser.get(THROW).statements == 0
    price = PriceToSet(variant_id=ochre, amount=Money(2_150, "EUR"))
    pricing.set_prices([price], market="fr", origin=world.context.origin(), now=clock.now())
    browser.look_again()
    assert "21,50\u202f€" in browser.get(BOWL).text and browser.get(THROW).statements == 0


def test_a_published_review_is_seen_on_its_product_and_its_cards_and_other_pages_stay(
    browser: Browser, world: SimpleNamespace
) -> None:
    made, aisle = reviewers.written(world), "/fr/rayon/table/"
    for path in (BOWL, THROW, aisle):
        browser.get(path)
    reviews.publish([made.id], origin=world.context.origin(), now=clock.now())
    browser.look_again()
    assert "Il tient bien en main." in browser.get(BOWL).text and "half-8" in browser.get(aisle).text
    assert browser.get(THROW).statements == 0
    reviews.withdraw(made.id, origin=world.context.origin(), now=clock.now())
    browser.look_again()
    assert "Il tient bien en main." not in browser.get(BOWL).text and browser.get(THROW).statements == 0


def test_whoever_has_a_basket_a_log_in_or_something_said_gets_a_page_of_their_own(
    browser: Browser, world: SimpleNamespace
) -> None:
    browser.get(BOWL)
    for cookie in ("basket=anything", "sessionid=anything", "other=1; basket=x"):
        browser.cookie = cookie
        assert browser.get(BOWL).statements > 0
    browser.cookie = ""
    assert browser.get(BOWL + "?said=x").statements > 0
    shopper = Client()
    shopper.post("/fr/panier/ajouter/", {"variant": world.variants["THROW"]}, HTTP_ORIGIN="http://testserver")
    browser.cookie = f"basket={shopper.cookies['basket'].value}"
    assert 'class="count"' in browser.get(BOWL).text
    browser.cookie = "_ga=of.somebody.else"
    assert browser.get(BOWL).statements == 0


def test_consent_has_pages_of_its_own_and_is_no_hindrance(browser: Browser) -> None:
    allowed, refused = Client(), Client()
    for client, answer in ((allowed, "accept"), (refused, "refuse")):
        told = {"answer": answer}
        client.post("/fr/informations/vos-donnees/choix/", told, HTTP_ORIGIN="http://testserver")
    page = "/fr/informations/vos-donnees/"
    seen = set()
    for cookie in ("", *(f"choice={each.cookies['choice'].value}" for each in (allowed, refused))):
        browser.cookie = cookie
        seen.add(browser.get(page).text)
        assert browser.get(page).statements == 0
    assert len(seen) == 3
    browser.cookie = "choice=forged:signature"
    assert browser.get(page).text in seen
    counting.flush()
    browser.cookie = f"choice={allowed.cookies['choice'].value}"
    browser.get(page)
    assert counting.flush() == 0, "who allowed it reports for themselves"
    browser.cookie = f"choice={refused.cookies['choice'].value}"
    for agent in ("Mozilla/5.0 (iPhone) Mobile", "Mozilla/5.0 (iPhone) Mobile", "Googlebot"):
        browser.get(page, HTTP_USER_AGENT=agent)
    browser.get(page, HTTP_USER_AGENT="x", HTTP_SEC_FETCH_DEST="empty")
    assert counting.flush() == 3
    visits = sql.rows("SELECT payload FROM journal_event WHERE name = 'Visits Counted'")[-1][0]
    assert (visits["device"], visits["times"]) == ("phone", 2), "a machine visits nobody"
    counted = sql.rows("SELECT payload, row_to_json(e)::text FROM journal_event e WHERE name = 'Pages Counted'")[-2:]
    assert {(each["kind_of_page"], each["device"], each["times"]) for each, _ in counted} == {
        ("legal", "phone", 2), ("legal", "bot", 1),
    }  # fmt: skip
    assert not any(refused.cookies["choice"].value[:36] in row or "iPhone" in row for _, row in counted)
    refusing = browser.get(page, HTTP_SEC_GPC="1")
    assert refusing.text not in seen and browser.get(page, HTTP_SEC_GPC="1").statements == 0


def test_without_the_journal_nothing_is_given_from_memory(browser: Browser) -> None:
    browser.get(BOWL)
    sql.run("ALTER TABLE journal_generation RENAME TO hidden")
    browser.look_again()
    assert browser.get(BOWL).statements > 0
    assert browser.get(BOWL).statements > 0  # nobody knows whether it is still true
    sql.run("ALTER TABLE hidden RENAME TO journal_generation")
    browser.look_again()
    browser.get(BOWL)
    assert browser.get(BOWL).statements == 0


def test_what_commits_behind_an_open_transaction_is_told_once_and_nothing_is_missed(world: SimpleNamespace) -> None:
    """The elder transaction commits after a younger one was read: a cursor by position would have passed it."""
    mark = journal.watch(None, words.WATCHED).mark
    elder = connection.copy()
    with elder.cursor() as cursor:
        elder.set_autocommit(False)
        cursor.execute("SELECT pg_current_xact_id()")
        _set_price(world, "BOWL-OCHRE", 2_600)
        first = journal.watch(mark, words.WATCHED)
        again = journal.watch(first.mark, words.WATCHED)
        cursor.execute(
            "INSERT INTO journal_event SELECT (jsonb_populate_record(e, jsonb_build_object('event_id', %s::text,"
            " 'txid', pg_current_xact_id()::text, 'position', nextval('journal_position')))).*"
            " FROM journal_event e WHERE name = 'Price Changed' ORDER BY e.txid DESC LIMIT 1",
            [str(uuid7())],
        )
        elder.commit()
    elder.close()
    last = journal.watch(again.mark, words.WATCHED)
    assert [len(seen.told or ()) for seen in (first, again, last)] == [1, 0, 1]


def test_every_word_of_the_rooms_that_pages_read_is_judged() -> None:
    judged = (*words.OF_VARIANTS, *words.OF_ALL, *words.OF_NONE)
    assert len(set(judged)) == len(judged)
    owned = {word for word in WORDS.values() if word.__module__.rpartition(".")[2] in ROOMS}
    assert owned <= set(judged)
    for word in words.OF_VARIANTS:
        assert {"variant_id", "lines"} & set(typed_fields(word)), word


def test_memory_is_bounded_in_bytes_and_the_page_asked_for_last_stays() -> None:
    memory = Memory(3 * (1_000 + 3_000 + len("httpshopa")))

    def key(name: str) -> keeping.Key:
        return ("http", "shop", name, "", "")

    for name in ("a", "b", "c"):
        memory.keep(key(name), Page([], [b"x" * 900], [], [b"x" * 100], "", "", 10.0, frozenset({name, "all"}), PLACE))
    assert memory.get(key("a"), 1.0)
    memory.keep(key("d"), Page([], [b"x" * 900], [], [b"x" * 100], "", "", 10.0, frozenset({"d", "all"}), PLACE))
    assert [bool(memory.get(key(name), 1.0)) for name in "abcd"] == [True, False, True, True]
    assert memory.get(key("a"), 10.0) is None  # its end has come
    memory.forget_tagged(["c"])
    assert list(memory.pages) == [key("d")] and memory.bytes == 4_009
    memory.forget_tagged(["all"])
    assert memory.bytes == 0 and not memory.tagged


def _set_price(world: SimpleNamespace, sku: str, minor: int) -> None:
    price = PriceToSet(variant_id=world.variants[sku], amount=Money(minor, "EUR"))
    pricing.set_prices([price], market="fr", origin=world.context.origin(), now=clock.now())
