"""Spans, brakes, codes and time-based passwords. Pure: no database, no clock."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import re
import struct
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from comptoir.kit.brakes import Brake

CODE_LIVES = timedelta(minutes=15)
INVITATION_LIVES = timedelta(days=7)
CODE_TRIES = 5
FRESH = timedelta(minutes=15)  # how long a proof of who one is allows changes of what opens the account
SEEN_EVERY = timedelta(minutes=1)

SHOPPER_IDLE, SHOPPER_ENDS = timedelta(days=30), timedelta(days=180)
STAFF_IDLE, STAFF_ENDS = timedelta(hours=1), timedelta(hours=12)

# Per account and address tight; per account alone wide, for it is what a stranger could use to keep a person out:
# a browser that was let in before has a count of its own, and the code by e-mail always works.
PASSWORD_HERE = Brake("password_here", 5, timedelta(minutes=10))
PASSWORD_ACCOUNT = Brake("password_account", 30, timedelta(minutes=10))
PASSWORD_KNOWN = Brake("password_known", 10, timedelta(minutes=10))
ADDRESS = Brake("log_in_address", 60, timedelta(minutes=10))
MAIL_HERE = Brake("mail_here", 4, timedelta(minutes=10))
MAIL_ACCOUNT = Brake("mail_account", 12, timedelta(hours=1))
CODE_ADDRESS = Brake("code_address", 40, timedelta(minutes=10))
SECOND = Brake("second_factor", 8, timedelta(minutes=10))

STEP_SECONDS = 30
AGENTS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def canonical(email: str) -> str:
    return email.strip().lower()


def is_over(*, staff: bool, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has ended by itself: too long unseen, or too old."""
    idle, ends = (STAFF_IDLE, STAFF_ENDS) if staff else (SHOPPER_IDLE, SHOPPER_ENDS)
    return now - seen_at > idle or now - started_at > ends


def digits(mac: bytes, length: int) -> str:
    """So many decimal digits of a keyed digest of 32 bytes."""
    return str(int.from_bytes(mac[:16], "big") % 10**length).zfill(length)


def typed_code(text: str) -> str:
    """What a person types, without spaces and hyphens, in upper case."""
    return re.sub(r"[\s\-.]", "", text)[:40].upper()


def totp(secret: str, step: int) -> str:
    """Six digits of RFC 6238 (SHA-1, 30 s) for a secret in base 32."""
    key = base64.b32decode(secret)
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 15
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 1_000_000).zfill(6)


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """The step whose code this is: the present one, or a neighbour, as RFC 6238 (5.2) allows for clocks."""
    present = int(now.timestamp()) // STEP_SECONDS
    fitting = [step for step in (present, present - 1, present + 1) if hmac.compare_digest(totp(secret, step), code)]
    return fitting[0] if fitting else None


def totp_address(secret: str, *, who: str, where: str) -> str:
    """The address that telephones read from a picture."""
    label = quote(f"{where}:{who}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': where})}"


def agent(header: str) -> str:
    """Browser and system of a User-Agent, for the list of a person's devices: nothing finer is kept."""
    browser = next((name for mark, name in AGENTS if mark in header), "")
    system = next((name for mark, name in SYSTEMS if mark in header), "")
    return ", ".join(part for part in (browser, system) if part)


def net_of(address: str) -> str:
    """The address for counting: of IPv6 the network of 64 bits, which one person has whole."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
