# SPDX-License-Identifier: Apache-2.0
"""Published vectors against the primitives, called the way we call them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parley.crypto.expand import expand
from parley.crypto.keys import StationKeys, verify_ed25519, verify_mldsa44
from parley.crypto.prekey import PrekeyPair
from parley.errors import CounterpartFault

FOLDER = Path(cryptography_vectors.__file__).parent
MLDSA44_SIGNATURE_BYTES = 2420
X_WING = 0x647A
# The first and last bytes of two public keys of the X-Wing draft, appendix C.
X_WING_DRAFT = [
    (
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b",
        "eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534",
    ),
    (
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "0333285fa253661508c9fb444852caa4061636cb060e69943b431400134ae1fb",
        "cbb48fd4c562a576549f85b528c953926d96ea8a160b8843f1c89c62",
    ),
]


def records(name: str) -> Iterator[dict[str, str]]:
    """Yield the records of a file of `key = value` lines; a count begins each."""
    record: dict[str, str] = {}
    cipher = ""
    for line in (FOLDER / name).read_text("ascii").splitlines():
        if line.lower().startswith("count"):
            if record:
                yield record
            record = {"cipher": cipher}
        elif line.startswith("#Cipher = "):
            cipher = line.removeprefix("#Cipher = ")
        elif " = " in line and not line.startswith("#"):
            key, value = line.split(" = ", 1)
            record[key.strip()] = value.strip()
    yield record


def test_ed25519_keys_and_signatures():
    """Deterministic: the same seed gives the same key and the same signature."""
    with (FOLDER / "asymmetric" / "Ed25519" / "sign.input").open() as lines:
        for line in lines:
            secret, public, message, signed = map(bytes.fromhex, line.split(":")[:4])
            keys = StationKeys.from_seeds(secret[:32], bytes(32))
            assert keys.public.ed25519 == public
            assert keys.sign_ed25519(message) == signed[:64]
            verify_ed25519(public, message, signed[:64])
            with pytest.raises(CounterpartFault):
                verify_ed25519(public, message + b"\0", signed[:64])


def test_mldsa44_keys_and_signatures():
    """The published signatures have a context; ours never do (spec 1.6)."""
    for record in records("asymmetric/MLDSA/kat_MLDSA_44_det_pure.rsp"):
        public, message = (bytes.fromhex(record[name]) for name in ("pk", "msg"))
        signature = bytes.fromhex(record["sm"])[:MLDSA44_SIGNATURE_BYTES]
        keys = StationKeys.from_seeds(bytes(32), bytes.fromhex(record["xi"]))
        assert keys.public.mldsa44 == public
        MLDSA44PublicKey.from_public_bytes(public).verify(
            signature, message, context=bytes.fromhex(record["ctx"])
        )
        with pytest.raises(CounterpartFault):
            verify_mldsa44(public, message, signature)
        verify_mldsa44(public, message, keys.sign_mldsa44(message))


def test_hkdf_of_rfc_5869():
    """Both the whole function, for roots, and its second half, for everything else."""
    for record in records("KDF/rfc-5869-HKDF-SHA256.txt"):
        ikm, salt, info, prk, okm = (
            bytes.fromhex(record.get(name, ""))
            for name in ("IKM", "salt", "info", "PRK", "OKM")
        )
        whole = HKDF(hashes.SHA256(), len(okm), salt or None, info)
        assert whole.derive(ikm) == okm
        assert expand(prk, info, len(okm)) == okm


def test_aes_256_gcm_siv_of_rfc_8452():
    """The seal of every frame and of every value on the disk."""
    seen = 0
    for record in records("ciphers/AES/GCM-SIV/openssl.txt"):
        if record["cipher"] != "aes-256-gcm-siv":
            continue
        key, nonce, data, text, tag, plain = (
            bytes.fromhex(record.get(name, ""))
            for name in ("Key", "IV", "AAD", "Ciphertext", "Tag", "Plaintext")
        )
        cipher = AESGCMSIV(key)
        assert cipher.encrypt(nonce, plain, data) == text + tag
        assert cipher.decrypt(nonce, text + tag, data) == plain
        with pytest.raises(InvalidTag):
            cipher.decrypt(nonce, text + tag, data + b"\0")
        seen += 1
    assert seen >= 20


@pytest.mark.parametrize(("seed", "begins", "ends"), X_WING_DRAFT)
def test_a_prekey_is_expanded_as_the_x_wing_draft_does(seed, begins, ends):
    """The expansion of the seed is ours; the rest of X-Wing is the library's."""
    public = PrekeyPair.from_seed(bytes.fromhex(seed)).public.hex()
    assert len(public) == 2 * 1216
    assert public.startswith(begins)
    assert public.endswith(ends)


def test_hpke_with_x_wing_opens_what_the_draft_sealed():
    """Seed, key, encapsulation and key schedule, with whole published values."""
    kdfs = {1: KDF.HKDF_SHA256, 17: KDF.SHAKE256}
    aeads = {1: AEAD.AES_128_GCM, 2: AEAD.AES_256_GCM, 3: AEAD.CHACHA20_POLY1305}
    seen = 0
    page = (FOLDER / "HPKE" / "hpke-pq-test-vectors.json").read_text("ascii")
    for vector in json.loads(page):
        if vector["kem_id"] != X_WING:
            continue
        pair = PrekeyPair.from_seed(bytes.fromhex(vector["skRm"]))
        assert pair.public.hex() == vector["pkRm"]
        suite = Suite(
            KEM.MLKEM768_X25519, kdfs[vector["kdf_id"]], aeads[vector["aead_id"]]
        )
        first = vector["encryptions"][0]
        # The published values have associated data, which the open interface has not.
        opened = openssl.hpke._decrypt_with_aad(
            suite,
            bytes.fromhex(vector["enc"] + first["ct"]),
            pair.private,
            bytes.fromhex(vector["info"]),
            bytes.fromhex(first["aad"]),
        )
        assert opened.hex() == first["pt"]
        seen += 1
    assert seen == 2
