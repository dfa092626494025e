"""Films at others' places: which addresses are known, and what is loaded once somebody presses play."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

# Host → the frame that plays. Both are the providers' own addresses for fewer cookies.
FRAMES = {
    "youtube": "https://www.youtube-nocookie.com/embed/{id}?autoplay=1&rel=0",
    "vimeo": "https://player.vimeo.com/video/{id}?autoplay=1&dnt=1",
}
NAMES = {"youtube": "YouTube", "vimeo": "Vimeo"}
HOSTS = tuple(sorted({"https://" + urlsplit(frame).netloc for frame in FRAMES.values()}))
IDENTITY = re.compile(r"^[A-Za-z0-9_-]{5,20}$")


def embedded(address: str) -> tuple[str, str] | None:
    """(provider, address of its frame) for the address of a film, None for any other address."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in ("youtube.com", "youtube-nocookie.com"):
        last = parts.path.rsplit("/", 1)[-1]
        identity = parse_qs(parts.query).get("v", [last])[0]
        provider = "youtube"
    elif host == "youtu.be":
        provider, identity = "youtube", parts.path.strip("/")
    elif host in ("vimeo.com", "player.vimeo.com"):
        provider, identity = "vimeo", parts.path.rsplit("/", 1)[-1]
    else:
        return None
    if parts.scheme != "https" or not IDENTITY.match(identity):
        return None
    return provider, FRAMES[provider].format(id=identity)
