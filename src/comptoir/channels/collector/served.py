"""What SDKs in a browser read before they report: changing their host is then all there is to change."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from comptoir.sources.contracts import SourceInfo

# @segment/analytics-next as it is published (MIT): the bundle of the snippet, and the pieces that it may ask for.
BUNDLES = Path(__file__).parent / "vendor" / "analytics-next-1.84.3"
_encode = msgspec.json.Encoder().encode


def settings_of(write_key: str, host: str, protocol: str) -> bytes:
    """For @segment/analytics-next: where to report is told here, so that only `cdnURL` changes in the page. No plan:
    with one, the UMD file of the package would fetch a piece from its maker's host."""
    return _encode(
        {
            "integrations": {
                "Segment.io": {
                    "apiKey": write_key,
                    "apiHost": f"{host}/v1",
                    "protocol": protocol,
                    "retryQueue": True,
                }
            },
            "metrics": {"sampleRate": 0},
        }
    )


def source_config(source: SourceInfo) -> bytes:
    """For @rudderstack/analytics-js."""
    config = {"statsCollection": {"errors": {"enabled": False}, "metrics": {"enabled": False}}}
    return _encode({"source": {"id": source.code, "enabled": True, "config": config, "destinations": []}})


@lru_cache(maxsize=32)
def bundle(name: str) -> bytes | None:
    """A file of the published bundle; None when it has none of this name."""
    known = {path.name: path for path in BUNDLES.glob("*.js")}
    return known[name].read_bytes() if name in known else None
