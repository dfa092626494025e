"""An address that looks as if a letter slipped: doubted once, gently, and never refused for it."""

from __future__ import annotations

from comptoir.kit.text import distance

# Where most private addresses in France and around it are; only a slip of one of these is doubted.
USUAL = (
    "gmail.com", "hotmail.com", "hotmail.fr", "outlook.com", "outlook.fr", "live.fr", "live.com", "msn.com",
    "yahoo.fr", "yahoo.com", "ymail.com", "icloud.com", "me.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr",
    "neuf.fr", "laposte.net", "bbox.fr", "numericable.fr", "protonmail.com", "proton.me", "gmx.fr", "gmx.de", "web.de",
    "skynet.be", "telenet.be", "proximus.be", "libero.it",
)  # fmt: skip
# Real ones that stand one letter from a usual one.
REAL = frozenset({"mail.com", "email.com", "gmx.com", "gmx.net", "gmx.at", "live.be", "live.nl", "yahoo.de", "yahoo.es",
                  "yahoo.it", "yahoo.be", "hotmail.de", "hotmail.es", "hotmail.it", "hotmail.be", "outlook.de",
                  "outlook.es", "outlook.it", "outlook.be", "orange.be", "mac.com", "pm.me", "fre.fr"})  # fmt: skip


def email_doubt(email: str) -> str:
    """The address that was probably meant; empty when there is nothing to doubt."""
    name, _at, domain = email.strip().lower().partition("@")
    if not name or domain in USUAL or domain in REAL or len(domain) < 6:
        return ""
    near = [(distance(domain, usual), place, usual) for place, usual in enumerate(USUAL)]
    slips, _place, meant = min(near)
    most = 2 if len(domain) > 8 and domain[:1] == meant[:1] else 1
    return f"{name}@{meant}" if slips <= most and domain[:1] in (meant[:1], meant[1:2]) else ""
