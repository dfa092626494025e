"""A passkey in software: what a telephone does, with a key of its own and without a screen."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

WITH_CREDENTIAL = 0x40


class Device:
    """Signs for one host; `verified` says whether its person showed finger, face or number."""

    def __init__(self, host: str, origin: str, *, verified: bool = True) -> None:
        self.host, self.origin, self.flags = host, origin, 0x05 if verified else 0x01
        self.key, self.identity, self.count, self.owner = ec.generate_private_key(ec.SECP256R1()), b"", 0, b""
        self.identity = secrets.token_bytes(32)

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        credential = bytes(16) + struct.pack(">H", len(self.identity)) + self.identity + public
        data = self._data(WITH_CREDENTIAL) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        said = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attestation)}
        return self._answer(said)

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        self.count += 1
        client, data = self._client("webauthn.get", options["publicKey"]["challenge"]), self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": self.owner,
            }
        )

    def _data(self, more: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        identity = websafe_encode(self.identity)
        return {
            "id": identity, "rawId": identity, "type": "public-key", "response": response,
            "clientExtensionResults": {},
        }  # fmt: skip
