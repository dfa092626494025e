"""Coming in: every way, its refusals, and what a stranger can learn or spoil."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts import facade as accounts
from comptoir.accounts import jobs, rules, sealed, sessions
from comptoir.accounts.contracts import Visitor
from comptoir.accounts.errors import CodeWrong, LogInFailed
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit import brakes, sql
from comptoir.kit.brakes import TooFast
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org
from comptoir.project import world as small

HERE, THERE = Visitor(address="192.0.2.7"), Visitor(address="198.51.100.9")


@pytest.fixture
def who() -> Origin:
    return Origin(actor="guest", channel="web", correlation=uuid4())


def ask(email: str, now, who, visitor: Visitor = HERE) -> UUID:
    return accounts.ask_code(email=email, locale="fr", visitor=visitor, origin=who, now=now)


def by_password(world, who, email=small.SHOPPER, password=small.PASSWORD, visitor=HERE, now=None):
    return accounts.enter_by_password(
        email=email, password=password, visitor=visitor, origin=who, now=now or world.now
    )


def by_code(ask_id, code, world, who, now=None):
    return accounts.enter_by_code(ask_id, code=code, visitor=HERE, origin=who, now=now or world.now)


def test_a_code_opens_the_account_it_was_sent_to_once(world, who) -> None:
    asked = ask(small.SHOPPER.upper(), world.now, who)
    entered = by_code(asked, sealed.mailed_code(asked)[:4] + " " + sealed.mailed_code(asked)[4:], world, who)
    assert entered.account_id == world.accounts[small.SHOPPER] and not entered.opened and not entered.strong
    with pytest.raises(CodeWrong):
        by_code(asked, sealed.mailed_code(asked), world, who)
    assert len(accounts.sessions(entered.account_id, world.now)) == 1


def test_a_code_opens_an_account_where_there_is_none_and_the_link_does_the_same(world, who) -> None:
    asked = ask("new@example.com", world.now, who)
    entered = by_code(asked, sealed.mailed_code(asked), world, who)
    assert entered.opened and org.account(entered.account_id).email == "new@example.com"
    assert not org.account(entered.account_id).has_password and not org.account(entered.account_id).is_staff
    again = ask("new@example.com", world.now, who)
    link = sealed.mailed_link(again)
    assert accounts.email_of_link(link, world.now) == "new@example.com"
    by_link = accounts.enter_by_link(link, visitor=HERE, origin=who, now=world.now)
    assert by_link.account_id == entered.account_id
    with pytest.raises(CodeWrong):
        accounts.enter_by_link(link, visitor=HERE, origin=who, now=world.now)


@pytest.mark.parametrize("wrong", ["00000000", "", "x" * 5_000, "é" * 8, "\x00"])
def test_a_wrong_code_opens_nothing(world, who, wrong: str) -> None:
    asked = ask(small.SHOPPER, world.now, who)
    with pytest.raises(CodeWrong):
        by_code(asked, wrong, world, who)
    assert sql.rows("SELECT 1 FROM accounts_session") == []


def test_after_five_wrong_codes_the_right_one_opens_nothing_either(world, who) -> None:
    asked = ask(small.SHOPPER, world.now, who)
    for _ in range(rules.CODE_TRIES):
        with pytest.raises(CodeWrong):
            by_code(asked, "12345678", world, who)
    with pytest.raises(CodeWrong):
        by_code(asked, sealed.mailed_code(asked), world, who)


def test_a_code_is_too_old_after_a_quarter_of_an_hour(world, who) -> None:
    asked = ask(small.SHOPPER, world.now, who)
    with pytest.raises(CodeWrong):
        by_code(asked, sealed.mailed_code(asked), world, who, world.now + rules.CODE_LIVES)
    with pytest.raises(CodeWrong):
        accounts.email_of_link(sealed.mailed_link(asked), world.now + rules.CODE_LIVES)


@pytest.mark.parametrize("forged", ["", ".", "a.b", "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA", "é", "x" * 9_999])
def test_a_forged_link_opens_nothing(world, who, forged: str) -> None:
    with pytest.raises(CodeWrong):
        accounts.enter_by_link(forged, visitor=HERE, origin=who, now=world.now)


def test_the_mail_says_the_code_and_the_link_in_the_language_that_was_asked(world, who, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.outbox = []
    asked = ask(small.SHOPPER, world.now, who)
    jobs.send_code(str(asked))
    (sent,) = outbox.outbox
    assert sent.to == [small.SHOPPER] and "Maison Coste" in sent.subject
    digits = re.search(r"\d{4} \d{4}", sent.body)
    assert digits and digits[0].replace(" ", "") == sealed.mailed_code(asked)
    assert f"/fr/compte/lien/{sealed.mailed_link(asked)}/" in sent.body


@pytest.mark.parametrize(
    "email",
    ["", "a@b", "a@example.com\nBcc: x@example.com", "a@example.com\r\nSubject: x", "a\x00@example.com", "a@" * 999],
)
def test_no_mail_goes_to_what_is_no_address_nor_gets_another_header(world, who, email: str) -> None:
    with pytest.raises(Invalid):
        ask(email, world.now, who)
    assert sql.rows("SELECT 1 FROM accounts_mailedcode") == []
    assert sql.rows("SELECT 1 FROM procrastinate_jobs") == []


def test_asking_for_a_code_does_the_same_work_whoever_the_e_mail_belongs_to(world, who) -> None:
    def statements(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            ask(email, world.now, who)
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked.captured_queries]

    assert statements(small.SHOPPER) == statements("nobody@example.com") == statements(small.STAFF)


def test_a_wrong_password_does_the_same_work_whoever_the_e_mail_belongs_to(world, who, monkeypatch) -> None:
    hashed: list[int] = []
    true_encode = PBKDF2PasswordHasher.encode

    def counted(self, password, salt, iterations=None):
        hashed.append(len(password))
        return true_encode(self, password, salt, 1)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    seen = []
    asked = ask("no.password@example.com", world.now, who)
    by_code(asked, sealed.mailed_code(asked), world, who)
    for email in (small.SHOPPER, "nobody@example.com", "no.password@example.com"):
        hashed.clear()
        with CaptureQueriesContext(connection) as done, pytest.raises(LogInFailed):
            by_password(world, who, email=email, password="wrong", visitor=Visitor(address="203.0.113.1"))
        seen.append((len(hashed), len(done.captured_queries)))
    assert len(set(seen)) == 1 and seen[0][0] == 1


def test_a_password_of_a_megabyte_is_refused_without_being_computed(world, who, monkeypatch) -> None:
    lengths: list[int] = []
    true = org.who_has_password.__globals__["authenticate"]

    def watched(request, username, password):
        lengths.append(len(password))
        return true(request, username=username, password=password)

    monkeypatch.setitem(org.who_has_password.__globals__, "authenticate", watched)
    with pytest.raises(LogInFailed):
        by_password(world, who, password="x" * 1_000_000)
    assert lengths == [1]


def test_a_refused_log_in_leaves_no_session_and_one_word_without_the_e_mail(world, who) -> None:
    with pytest.raises(LogInFailed):
        by_password(world, who, password="wrong")
    (event,) = journal.latest(name="Log In Refused")
    assert small.SHOPPER not in str(event) and event.payload["account_id"] == str(world.accounts[small.SHOPPER])
    assert sql.rows("SELECT 1 FROM accounts_session") == []


def test_guessing_is_slowed_per_account_and_address_and_the_right_password_then_too(world, who) -> None:
    for _ in range(rules.PASSWORD_HERE.tries):
        with pytest.raises(LogInFailed):
            by_password(world, who, password="wrong")
    with pytest.raises(TooFast) as slowed:
        by_password(world, who)
    assert 0 < slowed.value.seconds <= 600
    assert by_password(world, who, visitor=THERE).account_id == world.accounts[small.SHOPPER]
    assert by_password(world, who, now=world.now + timedelta(minutes=11))


def test_a_stranger_who_uses_up_the_tries_of_an_account_keeps_its_person_out_of_nothing(world, who) -> None:
    person = world.accounts[small.SHOPPER]
    by_stranger(world, who)
    with pytest.raises(TooFast):  # from a new browser the password has to wait …
        by_password(world, who, visitor=THERE)
    known = Visitor(address="198.51.100.9", known=person)  # … from one that was here before it does not,
    assert by_password(world, who, visitor=known).account_id == person
    asked = ask(small.SHOPPER, world.now, who, THERE)  # and the code by e-mail opens it from anywhere
    assert by_code(asked, sealed.mailed_code(asked), world, who).account_id == person


def by_stranger(world, who) -> None:
    for number in range(rules.PASSWORD_ACCOUNT.tries):
        brakes.press(
            (rules.PASSWORD_HERE, f"{small.SHOPPER} 203.0.113.{number}"),
            (rules.PASSWORD_ACCOUNT, small.SHOPPER),
            now=world.now,
        )


def test_mails_to_one_address_are_slowed(world, who) -> None:
    for _ in range(rules.MAIL_HERE.tries):
        ask(small.SHOPPER, world.now, who)
    with pytest.raises(TooFast):
        ask(small.SHOPPER, world.now, who)
    assert sql.row("SELECT count(*) FROM accounts_mailedcode") == (rules.MAIL_HERE.tries,)


def test_a_disabled_account_is_refused_as_if_it_were_not_there(world, who) -> None:
    org_admin = world.accounts[small.STAFF]
    entered = by_password(world, who)
    accounts.disable_account(entered.account_id, by=org_admin, origin=who, now=world.now)
    assert sessions.read(entered.session_id, world.now) is None
    with pytest.raises(LogInFailed):
        by_password(world, who)
    asked = ask(small.SHOPPER, world.now, who)
    with pytest.raises(CodeWrong):
        by_code(asked, sealed.mailed_code(asked), world, who)


def test_no_table_holds_what_a_mail_says(world, who) -> None:
    asked = ask(small.SHOPPER, world.now, who)
    (row,) = sql.rows("SELECT accounts_mailedcode::text FROM accounts_mailedcode")
    (job,) = sql.rows("SELECT args::text FROM procrastinate_jobs")
    for secret in (sealed.mailed_code(asked), sealed.mailed_link(asked).partition(".")[2]):
        assert secret not in row[0] and secret not in job[0]
