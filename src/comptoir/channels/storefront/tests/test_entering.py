"""The account's pages: what a person does there, and what an attacker tries."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from comptoir.accounts import facade as accounts
from comptoir.accounts import jobs, rules
from comptoir.accounts.tests.device import Device
from comptoir.kit import clock, sql
from comptoir.project import world as small

OWN = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_HOST": "shop.example", "HTTP_USER_AGENT": "Firefox Linux"}
MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def browser(world, settings) -> Client:
    settings.ALLOWED_HOSTS = ["shop.example", "127.0.0.1"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.outbox = []
    return Client(**OWN)


def another() -> Client:
    return Client(**OWN)


def code_mailed() -> str:
    """Send what waits, as the worker does, and read the last mail."""
    for task, args in sql.rows("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"):
        if task == "accounts.code":
            jobs.send_code(args["ask_id"])
    sql.run("DELETE FROM procrastinate_jobs")
    found = re.search(r"\d{4} \d{4}", outbox.outbox[-1].body)
    assert found
    return found[0]


def ask(browser: Client, email: str, **more: str) -> str:
    page = browser.post("/fr/compte/code/", {"email": email, **more}).content.decode()
    return value(page, "asked")


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found[1]


def enter(browser: Client, email: str = small.SHOPPER, **more: str) -> Any:
    asked = ask(browser, email, **more)
    return browser.post("/fr/compte/code/", {"asked": asked, "code": code_mailed()})


def test_a_code_by_e_mail_opens_an_account_and_the_basket_comes_along(browser, world) -> None:
    browser.post("/fr/panier/ajouter/", {"variant": str(world.variants["BOOK"]), "quantity": "1"})
    answer = enter(browser, "new@example.com")
    assert answer.status_code == 302 and answer["Location"].startswith("/fr/compte/?said=")
    assert "Cahier de table" in browser.get("/fr/panier/").content.decode()
    assert "new@example.com" in browser.get("/fr/compte/securite/").content.decode()


def test_who_leaves_the_password_empty_gets_a_code(browser, world) -> None:
    typed = {"email": small.SHOPPER, "password": "", "next": "/fr/panier/"}
    sent = browser.post("/fr/compte/", typed, follow=True)
    assert sent.redirect_chain == [("/fr/compte/code/", 307)]
    asked = value(sent.content.decode(), "asked")
    led = browser.post("/fr/compte/code/", {"asked": asked, "code": code_mailed()})
    assert led["Location"].startswith("/fr/panier/")
    assert "Se connecter" not in browser.get("/fr/compte/").content.decode()


def test_the_pages_are_the_same_for_an_e_mail_with_and_without_an_account(browser) -> None:
    def page(email: str) -> str:
        answer = another().post("/fr/compte/code/", {"email": email})
        text = answer.content.decode().replace(email, "")
        return str(answer.status_code) + re.sub(r'value="[^"]*"', "", text)

    assert page(small.SHOPPER) == page("nobody@example.com") == page(small.STAFF)


def test_the_link_of_the_mail_waits_for_its_reader(browser, world) -> None:
    ask(browser, small.SHOPPER)
    code_mailed()
    found = re.search(r"http://[^/]+(/fr/compte/lien/\S+)", outbox.outbox[-1].body)
    assert found
    for _ in range(2):
        shown = browser.get(found[1])
        assert shown.status_code == 200 and small.SHOPPER in shown.content.decode()
        assert accounts.sessions(world.accounts[small.SHOPPER], clock.now()) == ()
    assert browser.post(found[1]).status_code == 302
    assert browser.post(found[1]).status_code == 422


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\\/evil.example", "/a\nb"],
)
def test_nobody_is_led_elsewhere_after_logging_in(browser, onward: str) -> None:
    for answer in (
        enter(browser, next=onward),
        browser.get("/fr/compte/", {"next": onward}),
        another().post("/fr/compte/", {"email": small.SHOPPER, "password": small.PASSWORD, "next": onward}),
    ):
        assert "evil" not in answer.get("Location", "") and "javascript:" not in answer.get("Location", "")
        assert "evil" not in answer.content.decode()


def test_a_cookie_that_was_planted_before_opens_nothing_afterwards(browser) -> None:
    browser.post("/fr/compte/cle/", json.dumps({"step": "ask"}), content_type="application/json")
    planted = browser.cookies["sessionid"].value
    enter(browser)
    assert browser.cookies["sessionid"].value != planted
    attacker = another()
    attacker.cookies["sessionid"] = planted
    assert "Mot de passe" in attacker.get("/fr/compte/").content.decode()


@pytest.mark.parametrize(
    "headers", [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}, {}]
)
def test_a_form_of_another_site_does_nothing(browser, world, headers) -> None:
    foreign = Client(HTTP_HOST="shop.example", **headers)
    for path, data in (
        ("/fr/compte/", {"email": small.SHOPPER, "password": small.PASSWORD}),
        ("/fr/compte/code/", {"email": small.SHOPPER}),
        ("/fr/compte/securite/changer/", {"do": "end_others"}),
        ("/fr/compte/confirmer/", {"code": "123456"}),
        ("/fr/compte/quitter/", {}),
    ):
        assert foreign.post(path, data).status_code == 403, path
    assert sql.rows("SELECT 1 FROM accounts_mailedcode") == [] and sql.rows("SELECT 1 FROM accounts_session") == []


def test_markup_that_is_typed_is_shown_as_text_everywhere(browser) -> None:
    enter(browser)
    browser.post("/fr/compte/securite/changer/", {"do": "name", "name": MARKUP})
    pages = [browser.get(path) for path in ("/fr/compte/", "/fr/compte/securite/")]
    visitor = another()
    pages += [visitor.post("/fr/compte/", {"email": MARKUP, "password": "x", "next": f"/{MARKUP}"})]
    pages += [visitor.post("/fr/compte/code/", {"email": MARKUP}), visitor.get("/fr/compte/", {"next": f"/{MARKUP}"})]
    assert all("<script>alert" not in page.content.decode() for page in pages)
    assert "&lt;script&gt;" in pages[0].content.decode()


def test_a_password_of_a_megabyte_is_answered_like_any_wrong_one(browser) -> None:
    answer = browser.post("/fr/compte/", {"email": small.SHOPPER, "password": "x" * 1_000_000})
    assert answer.status_code == 422
    enter(browser)
    answer = browser.post("/fr/compte/securite/changer/", {"do": "password", "password": "x" * 1_000_000}, follow=True)
    assert "1 000" in answer.content.decode().replace("\u202f", " ")


def test_too_many_tries_are_told_with_a_time(browser) -> None:
    for _ in range(rules.MAIL_HERE.tries):
        ask(browser, small.SHOPPER)
    answer = browser.post("/fr/compte/code/", {"email": small.SHOPPER})
    assert answer.status_code == 429 and "10 min" in answer.content.decode().replace("\u202f", " ")


def test_a_device_is_ended_from_afar_and_its_next_page_asks_to_log_in(browser, world) -> None:
    elsewhere = another()
    enter(elsewhere)
    enter(browser)
    page = browser.get("/fr/compte/securite/").content.decode()
    assert page.count("Firefox, Linux") == 2
    assert browser.post("/fr/compte/securite/changer/", {"do": "end_others"}).status_code == 302
    assert "Mot de passe" in elsewhere.get("/fr/compte/").content.decode()
    assert "Vos commandes" in browser.get("/fr/compte/").content.decode()


def test_a_cookie_that_was_copied_opens_nothing_after_leaving(browser) -> None:
    enter(browser)
    thief = another()
    thief.cookies["sessionid"] = browser.cookies["sessionid"].value
    browser.post("/fr/compte/quitter/")
    assert "Mot de passe" in thief.get("/fr/compte/").content.decode()


def test_an_e_mail_is_changed_by_a_code_to_the_new_one(browser, world) -> None:
    enter(browser)
    sent = {"do": "email", "email": "camille@new.example"}
    page = browser.post("/fr/compte/securite/changer/", sent).content.decode()
    answer = browser.post("/fr/compte/securite/e-mail/", {"asked": value(page, "asked"), "code": code_mailed()})
    assert answer.status_code == 302 and outbox.outbox[-1].to == ["camille@new.example"]
    assert "camille@new.example" in browser.get("/fr/compte/securite/").content.decode()


def test_staff_are_led_to_their_second_factor_and_then_to_the_back_office(browser, world) -> None:
    asked = browser.get("/backoffice/orders/", headers={"Accept-Language": "fr"})
    assert asked.status_code == 302 and asked["Location"].startswith("/backoffice/login/")
    door = browser.get(asked["Location"], headers={"Accept-Language": "fr"})
    assert door["Location"] == "/fr/compte/?next=%2Fbackoffice%2Forders%2F"
    led = enter(browser, small.STAFF, next="/backoffice/orders/")
    assert led["Location"] == "/fr/compte/confirmer/?next=%2Fbackoffice%2Forders%2F"
    assert browser.get("/backoffice/orders/").status_code == 302  # not before
    setup = browser.get(led["Location"])
    assert setup["Location"] == "/fr/compte/securite/application/"
    page = browser.get(setup["Location"]).content.decode()
    assert "<svg" in page and "style=" not in page
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    code = rules.totp(secret[1], int(clock.now().timestamp()) // 30)
    wrong = browser.post(setup["Location"], {"token": value(page, "token"), "code": "000000"})
    assert wrong.status_code == 422 and secret[1] in wrong.content.decode()
    before = browser.cookies["sessionid"].value
    codes = browser.post(setup["Location"], {"token": value(page, "token"), "code": code}).content.decode()
    assert len(re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", codes)) == 10
    assert browser.get("/backoffice/orders/").status_code == 200
    assert browser.cookies["sessionid"].value != before


def test_a_passkey_is_added_and_opens_the_back_office_by_itself(browser, world) -> None:
    device = Device("shop.example", "http://shop.example")

    def send(client: Client, path: str, body: dict[str, Any]) -> Any:
        return client.post(path, json.dumps(body), content_type="application/json")

    enter(browser, small.STAFF)
    options = send(browser, "/fr/compte/securite/changer/", {"step": "ask"}).json()
    said = send(browser, "/fr/compte/securite/changer/", {"answer": device.create(options), "name": MARKUP}).json()
    assert len(said["codes"]) == 10
    assert "<script>alert" not in browser.get("/fr/compte/securite/").content.decode()
    fresh = another()
    options = send(fresh, "/fr/compte/cle/", {"step": "ask"}).json()
    answer = device.get(options)
    said = send(fresh, "/fr/compte/cle/", {"answer": answer, "next": "/backoffice/"}).json()
    assert said["go"].startswith("/backoffice/")
    assert fresh.get("/backoffice/orders/").status_code == 200
    again = send(another(), "/fr/compte/cle/", {"answer": answer})
    assert again.status_code == 422 and "problem" in again.json()


@pytest.mark.parametrize("body", ["", "[]", "null", "{", "[" * 5_000, json.dumps({"answer": "x" * 30_000}), "\x00"])
def test_what_is_no_passkey_at_all_is_refused_in_words(browser, body: str) -> None:
    answer = browser.post("/fr/compte/cle/", body, content_type="application/json")
    assert answer.status_code == 422


def test_the_demonstration_shows_its_code_and_nobody_elses(browser, world, settings) -> None:
    who = world.context.origin()
    accounts.enrol_demo(world.accounts[small.STAFF], secret=settings.DEMO_SECRET, origin=who, now=world.now)
    led = enter(browser, small.STAFF, next="/backoffice/")
    assert "Démonstration" not in browser.get(led["Location"]).content.decode()
    settings.DEMO = True
    page = browser.get(led["Location"]).content.decode()
    shown = re.search(r"<strong>(\d{6})</strong>", page)
    assert shown
    done = browser.post("/fr/compte/confirmer/", {"code": shown[1], "next": "/backoffice/"})
    assert done["Location"] == "/backoffice/" and browser.get("/backoffice/").status_code == 200


def test_every_page_of_the_account_is_kept_by_nobody_and_has_the_policy(browser) -> None:
    enter(browser)
    for path in ("/fr/compte/", "/fr/compte/securite/", "/fr/compte/confirmer/", "/fr/compte/securite/application/"):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert answer["Cache-Control"] == "no-store" and "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"] and "<script>" not in answer.content.decode()
        cookie = browser.cookies["sessionid"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
