"""A passkey of its own, in Python: what a phone answers to a challenge, and what a forger would."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
PRESENT, VERIFIED, ATTESTED = FLAG.UP, FLAG.UV, FLAG.AT


class Passkey:
    """One credential for one place. `host` is the address it thinks it is at."""

    def __init__(self, host: str = "testserver") -> None:
        self.host = host
        self.id = secrets.token_bytes(32)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.owner = b""

    def make(self, options: dict[str, Any], *, flags: FLAG = PRESENT | VERIFIED) -> str:
        """The answer to "make a passkey", as the page's script sends it."""
        asked = options["publicKey"]
        self.owner = websafe_decode(asked["user"]["id"])
        attested = AttestedCredentialData.create(
            b"\x00" * 16, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(self._place(), flags | ATTESTED, 0, attested)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(data)})
        return self._send(
            {
                "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
                "attestationObject": websafe_encode(attestation),
            }
        )

    def use(
        self, options: dict[str, Any], *, flags: FLAG = PRESENT | VERIFIED, **forged: Any
    ) -> str:
        """The answer to "use your passkey"."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = bytes(AuthenticatorData.create(self._place(), flags, 1))
        signed = data + hashlib.sha256(websafe_decode(client)).digest()
        answer = {
            "clientDataJSON": client,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": websafe_encode(self.owner),
        }
        return self._send(answer | forged)

    def _place(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client(self, kind: str, challenge: str) -> str:
        said = {"type": kind, "challenge": challenge, "origin": f"https://{self.host}"}
        return websafe_encode(json.dumps(said).encode())

    def _send(self, response: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": response,
            }
        )
