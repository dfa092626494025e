"""What SDKs in a browser read before they report: changing their host is then all there is to change."""

from __future__ import annotations

import msgspec

from comptoir.sources.contracts import SourceInfo

_encode = msgspec.json.Encoder().encode


def settings_of(write_key: str, host: str, protocol: str) -> bytes:
    """For @segment/analytics-next: where to report is told here, so that only `cdnURL` changes in the page."""
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
            "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}},
            "metrics": {"sampleRate": 0},
        }
    )


def source_config(source: SourceInfo) -> bytes:
    """For @rudderstack/analytics-js."""
    config = {"statsCollection": {"errors": {"enabled": False}, "metrics": {"enabled": False}}}
    return _encode({"source": {"id": source.code, "enabled": True, "config": config, "destinations": []}})
