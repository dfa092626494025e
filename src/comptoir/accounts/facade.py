"""The accounts' door."""

from comptoir.accounts.commands.ask_code import ask_code, ask_email_change
from comptoir.accounts.commands.end_sessions import end_session, end_sessions
from comptoir.accounts.commands.enter import (
    confirm_email,
    enter_by_code,
    enter_by_link,
    enter_by_passkey,
    enter_by_password,
)
from comptoir.accounts.commands.erase import erase_account
from comptoir.accounts.commands.prove import prove_by_code, prove_by_passkey, prove_by_password
from comptoir.accounts.commands.secure import (
    add_passkey,
    confirm_authenticator,
    make_recovery_codes,
    new_authenticator,
    remove_factor,
    rename,
    set_password,
    shown_authenticator,
)
from comptoir.accounts.commands.staff import (
    disable_account,
    enable_account,
    give_staff_roles,
    invite_staff,
    note_export,
    reset_second_factor,
)
from comptoir.accounts.passkeys import ask as ask_passkey
from comptoir.accounts.passkeys import invite as invite_passkey
from comptoir.accounts.queries import (
    email_of_link,
    factors,
    has_password,
    present_code,
    recovery_codes_left,
    staff_without_factor,
)
from comptoir.accounts.rules import FRESH
from comptoir.accounts.sealed import attempt
from comptoir.accounts.seeds import enrol_demo
from comptoir.accounts.sessions import of_account as sessions
from comptoir.accounts.upkeep import forget_old
from comptoir.accounts.web import address, enter, leave, place, remember_browser, renew, session_of, visitor

__all__ = [
    "FRESH",
    "add_passkey",
    "address",
    "ask_code",
    "ask_email_change",
    "ask_passkey",
    "attempt",
    "confirm_authenticator",
    "confirm_email",
    "disable_account",
    "email_of_link",
    "enable_account",
    "end_session",
    "end_sessions",
    "enrol_demo",
    "enter",
    "enter_by_code",
    "enter_by_link",
    "enter_by_passkey",
    "enter_by_password",
    "erase_account",
    "factors",
    "forget_old",
    "give_staff_roles",
    "has_password",
    "invite_passkey",
    "invite_staff",
    "leave",
    "make_recovery_codes",
    "new_authenticator",
    "note_export",
    "place",
    "present_code",
    "prove_by_code",
    "prove_by_passkey",
    "prove_by_password",
    "recovery_codes_left",
    "remember_browser",
    "remove_factor",
    "rename",
    "renew",
    "reset_second_factor",
    "session_of",
    "sessions",
    "set_password",
    "shown_authenticator",
    "staff_without_factor",
    "visitor",
]
