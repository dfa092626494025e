"""Second factors, passkeys, sessions, and what staff may do to each other."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from comptoir.accounts import facade as accounts
from comptoir.accounts import passkeys, rules, sealed, sessions
from comptoir.accounts.contracts import Visitor
from comptoir.accounts.errors import (
    CodeWrong,
    LastAdministrator,
    LastFactor,
    NotYourself,
    PasskeyUnknown,
    ProofNeeded,
    SecondFactorNeeded,
)
from comptoir.accounts.tests.device import Device
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.brakes import TooFast
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import facade as org
from comptoir.org.errors import AccountExists
from comptoir.project import world as small

HERE = Visitor(address="192.0.2.7", agent="Firefox, Linux")
PLACE = passkeys.Place(host="shop.example", origin="https://shop.example", shop="Maison Coste")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def who() -> Origin:
    return Origin(actor="guest", channel="web", correlation=uuid4())


def enter(world, who, email=small.SHOPPER, now=None):
    """By code, which needs no slow hash."""
    moment = now or world.now
    asked = accounts.ask_code(email=email, locale="fr", visitor=Visitor(address=str(uuid4())), origin=who, now=moment)
    return accounts.enter_by_code(
        asked, code=sealed.mailed_code(asked), visitor=HERE, origin=who, now=moment
    )


def code_of(secret: str, now) -> str:
    return rules.totp(secret, int(now.timestamp()) // rules.STEP_SECONDS)


def authenticator(entered, world, who) -> tuple[str, tuple[str, ...]]:
    new = accounts.new_authenticator(entered.account_id, shop="Maison Coste")
    codes = accounts.confirm_authenticator(
        entered.session_id, token=new.token, code=code_of(new.secret, world.now), origin=who, now=world.now
    )
    return new.secret, codes


def passkey(entered, world, who, device: Device) -> None:
    options, state = accounts.invite_passkey(entered.account_id, place=PLACE)
    accounts.add_passkey(
        entered.session_id, state, device.create(options), name="Téléphone", place=PLACE, origin=who, now=world.now
    )


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "94287082"), (1111111109, "07081804"), (20000000000, "65353130")]
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # its appendix B, whose codes have eight digits
    assert rules.totp(secret, seconds // 30) == code[2:]


def test_staff_are_strong_only_after_their_second_factor_and_a_code_counts_once(world, who) -> None:
    entered = enter(world, who, small.STAFF)
    secret, codes = authenticator(entered, world, who)
    assert len(codes) == 10
    again = enter(world, who, small.STAFF)
    assert sessions.read(again.session_id, world.now).strong_at is None
    used = code_of(secret, world.now)
    with pytest.raises(CodeWrong):  # it was shown when the authenticator was set up
        accounts.prove_by_code(again.session_id, code=used, origin=who, now=world.now)
    later = world.now + timedelta(seconds=60)
    fresh = code_of(secret, later)
    assert accounts.prove_by_code(again.session_id, code=fresh, origin=who, now=later) == "totp"
    assert sessions.read(again.session_id, later).strong_at == later
    third = enter(world, who, small.STAFF)
    with pytest.raises(CodeWrong):
        accounts.prove_by_code(third.session_id, code=fresh, origin=who, now=later)


def test_a_recovery_code_opens_once_and_guessing_is_slowed(world, who) -> None:
    entered = enter(world, who, small.STAFF)
    _secret, codes = authenticator(entered, world, who)
    again = enter(world, who, small.STAFF)
    assert accounts.prove_by_code(again.session_id, code=codes[0].lower(), origin=who, now=world.now) == "recovery"
    assert accounts.recovery_codes_left(entered.account_id) == 9
    for _ in range(rules.SECOND.tries):
        with pytest.raises(CodeWrong):
            accounts.prove_by_code(again.session_id, code=codes[0], origin=who, now=world.now)
    with pytest.raises(TooFast):
        accounts.prove_by_code(again.session_id, code=codes[1], origin=who, now=world.now)
    assert len(journal.latest(name="Proof Refused")) == rules.SECOND.tries


def test_the_secret_of_an_authenticator_is_not_readable_in_its_table(world, who) -> None:
    entered = enter(world, who, small.STAFF)
    secret, codes = authenticator(entered, world, who)
    kept = str(sql.rows("SELECT accounts_factor::text FROM accounts_factor"))
    kept += str(sql.rows("SELECT accounts_recoverycode::text FROM accounts_recoverycode"))
    assert secret not in kept and codes[0].replace("-", "") not in kept


def test_a_new_secret_serves_its_account_alone(world, who) -> None:
    mine, other = enter(world, who), enter(world, who, small.STAFF)
    new = accounts.new_authenticator(mine.account_id, shop="x")
    with pytest.raises(CodeWrong):
        accounts.confirm_authenticator(
            other.session_id, token=new.token, code=code_of(new.secret, world.now), origin=who, now=world.now
        )


def test_a_passkey_opens_its_account_with_two_factors_at_once(world, who) -> None:
    entered = enter(world, who, small.STAFF)
    device = Device(PLACE.host, PLACE.origin)
    passkey(entered, world, who, device)
    options, state = accounts.ask_passkey(place=PLACE)
    came = accounts.enter_by_passkey(
        state, device.get(options), place=PLACE, visitor=HERE, origin=who, now=world.now
    )
    assert came.account_id == entered.account_id and came.strong
    assert sessions.read(came.session_id, world.now).strong_at == world.now


def _elsewhere(device: Device) -> None:
    device.origin = "https://elsewhere.example"


def _other_host(device: Device) -> None:
    device.host = "elsewhere.example"


def _nobody_there(device: Device) -> None:
    device.flags = 0x01


def _a_copy(device: Device) -> None:
    device.count = -1


def _other_owner(device: Device) -> None:
    device.owner = "AAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize("spoil", [_elsewhere, _other_host, _nobody_there, _a_copy, _other_owner])
def test_an_answer_of_another_page_host_person_or_copy_opens_nothing(world, who, spoil) -> None:
    entered = enter(world, who)
    device = Device(PLACE.host, PLACE.origin)
    passkey(entered, world, who, device)
    options, state = accounts.ask_passkey(place=PLACE)
    accounts.enter_by_passkey(state, device.get(options), place=PLACE, visitor=HERE, origin=who, now=world.now)
    before = len(accounts.sessions(entered.account_id, world.now))
    options, state = accounts.ask_passkey(place=PLACE)
    spoil(device)
    with pytest.raises(PasskeyUnknown):
        accounts.enter_by_passkey(
            state, device.get(options), place=PLACE, visitor=HERE, origin=who, now=world.now
        )
    assert len(accounts.sessions(entered.account_id, world.now)) == before


def test_an_answer_to_another_question_or_none_opens_nothing(world, who) -> None:
    entered = enter(world, who)
    device = Device(PLACE.host, PLACE.origin)
    passkey(entered, world, who, device)
    options, _state = accounts.ask_passkey(place=PLACE)
    _other, state = accounts.ask_passkey(place=PLACE)
    answer = device.get(options)
    for kept, said in ((state, answer), (None, answer), (state, {}), (state, {"id": 7, "response": []})):
        with pytest.raises(PasskeyUnknown):
            accounts.enter_by_passkey(kept, said, place=PLACE, visitor=HERE, origin=who, now=world.now)


def test_what_opens_an_account_changes_only_when_its_person_was_there_a_moment_ago(world, who) -> None:
    entered = enter(world, who)
    late = world.now + rules.FRESH + timedelta(seconds=1)
    with pytest.raises(ProofNeeded):
        accounts.set_password(entered.session_id, password="a long enough one", origin=who, now=late)
    with pytest.raises(Invalid):
        accounts.set_password(entered.session_id, password="short", origin=who, now=world.now)
    accounts.set_password(entered.session_id, password="a long enough one", origin=who, now=world.now)
    assert org.who_has_password(small.SHOPPER, "a long enough one") == entered.account_id


def test_whoever_reads_the_mails_of_staff_adds_no_second_factor(world, who) -> None:
    authenticator(enter(world, who, small.STAFF), world, who)
    thief = enter(world, who, small.STAFF)
    options, state = accounts.invite_passkey(thief.account_id, place=PLACE)
    made = Device(PLACE.host, PLACE.origin).create(options)
    new = accounts.new_authenticator(thief.account_id, shop="x")
    with pytest.raises(SecondFactorNeeded):
        accounts.add_passkey(thief.session_id, state, made, name="", place=PLACE, origin=who, now=world.now)
    with pytest.raises(SecondFactorNeeded):
        accounts.confirm_authenticator(
            thief.session_id, token=new.token, code=code_of(new.secret, world.now), origin=who, now=world.now
        )
    with pytest.raises(SecondFactorNeeded):
        accounts.set_password(thief.session_id, password="a long enough one", origin=who, now=world.now)
    assert len(accounts.factors(thief.account_id)) == 1


def test_staff_keep_one_factor_and_nobody_removes_anothers(world, who) -> None:
    staff, shopper = enter(world, who, small.STAFF), enter(world, who)
    authenticator(staff, world, who)
    (factor,) = accounts.factors(staff.account_id)
    with pytest.raises(LastFactor):
        accounts.remove_factor(staff.session_id, factor.id, origin=who, now=world.now)
    with pytest.raises(NotFound):
        accounts.remove_factor(shopper.session_id, factor.id, origin=who, now=world.now)
    assert len(accounts.factors(staff.account_id)) == 1


def test_sessions_end_from_afar_one_or_all_others_and_only_ones_own(world, who) -> None:
    first, second, third = (enter(world, who) for _ in range(3))
    other = enter(world, who, small.STAFF)
    with pytest.raises(NotFound):
        accounts.end_session(first.account_id, other.session_id, reason="afar", origin=who, now=world.now)
    accounts.end_session(first.account_id, second.session_id, reason="afar", origin=who, now=world.now)
    assert sessions.read(second.session_id, world.now) is None
    assert accounts.end_sessions(first.account_id, but=first.session_id, reason="afar", origin=who, now=world.now) == 1
    left = [session.id for session in accounts.sessions(first.account_id, world.now)]
    assert left == [first.session_id] and third.session_id not in left
    assert sessions.read(other.session_id, world.now) is not None


def test_a_new_password_ends_all_other_sessions(world, who) -> None:
    here, elsewhere = enter(world, who), enter(world, who)
    accounts.set_password(here.session_id, password="a long enough one", origin=who, now=world.now)
    assert sessions.read(elsewhere.session_id, world.now) is None
    assert sessions.read(here.session_id, world.now) is not None


@pytest.mark.parametrize(
    ("email", "after", "open_still"),
    [
        (small.STAFF, timedelta(minutes=59), True),
        (small.STAFF, timedelta(minutes=61), False),
        (small.SHOPPER, timedelta(days=29), True),
        (small.SHOPPER, timedelta(days=31), False),
    ],
)
def test_a_session_ends_by_itself_when_nobody_was_seen(world, who, email, after, open_still) -> None:
    entered = enter(world, who, email)
    assert (sessions.read(entered.session_id, world.now + after) is not None) is open_still


def test_a_session_of_staff_ends_after_twelve_hours_however_busy(world, who) -> None:
    entered = enter(world, who, small.STAFF)
    for hours, is_open in ((11, True), (12.1, False)):
        now = world.now + timedelta(hours=hours)
        sql.run("UPDATE accounts_session SET seen_at = %s", [now - timedelta(minutes=1)])
        assert (sessions.read(entered.session_id, now) is not None) is is_open


def test_an_e_mail_changes_when_the_new_one_is_proved_and_never_to_anothers(world, who) -> None:
    entered = enter(world, who)

    def change(email: str) -> str:
        asked = accounts.ask_email_change(
            entered.session_id, email=email, locale="fr", visitor=HERE, origin=who, now=world.now
        )
        code = sealed.mailed_code(asked)
        with pytest.raises(CodeWrong):  # it proves an e-mail, it opens nothing
            accounts.enter_by_code(asked, code=code, visitor=HERE, origin=who, now=world.now)
        return accounts.confirm_email(
            entered.session_id, asked, code=code, visitor=HERE, origin=who, now=world.now
        )

    assert change("Camille.New@example.com") == "camille.new@example.com"
    with pytest.raises(CodeWrong):
        change(small.STAFF)
    assert org.account(entered.account_id).email == "camille.new@example.com"
    jobs = sql.rows("SELECT task_name FROM procrastinate_jobs ORDER BY id")
    assert ("accounts.warning",) in jobs


def test_an_invitation_makes_staff_without_a_password_and_writes_to_them(world, who) -> None:
    account = accounts.invite_staff(
        email="new@example.com", name="Nora", roles=("reader",), locale="fr", origin=who, now=world.now
    )
    assert org.account(account).roles == ("reader",) and not org.account(account).has_password
    assert ("accounts.invitation",) in sql.rows("SELECT task_name FROM procrastinate_jobs")
    for wrong in ({"roles": ()}, {"roles": ("king",)}, {"email": "nobody"}):
        asked = {"email": "more@example.com", "roles": ("reader",)} | wrong
        with pytest.raises(Invalid):
            accounts.invite_staff(name="", locale="fr", origin=who, now=world.now, **asked)
    with pytest.raises(AccountExists):
        accounts.invite_staff(
            email=small.SHOPPER, name="", roles=("reader",), locale="fr", origin=who, now=world.now
        )


def test_roles_disabling_and_reset_end_all_sessions_and_spare_the_last_administrator(world, who) -> None:
    boss, camille = world.accounts[small.STAFF], world.accounts[small.SHOPPER]
    accounts.give_staff_roles(camille, roles=("administrator",), by=boss, origin=who, now=world.now)
    entered = enter(world, who)
    authenticator(entered, world, who)
    accounts.reset_second_factor(camille, by=boss, origin=who, now=world.now)
    assert accounts.factors(camille) == () and accounts.sessions(camille, world.now) == ()
    enter(world, who)
    accounts.give_staff_roles(camille, roles=("reader",), by=boss, origin=who, now=world.now)
    assert accounts.sessions(camille, world.now) == ()
    for verb in (accounts.disable_account, accounts.reset_second_factor):
        with pytest.raises(NotYourself):
            verb(boss, by=boss, origin=who, now=world.now)
    with pytest.raises(LastAdministrator):
        accounts.disable_account(boss, by=camille, origin=who, now=world.now)
    with pytest.raises(LastAdministrator):
        accounts.give_staff_roles(boss, roles=(), by=camille, origin=who, now=world.now)
    assert org.account(boss).is_active and org.account(boss).roles == ("administrator",)
