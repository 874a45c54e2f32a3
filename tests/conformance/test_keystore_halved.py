# SPDX-License-Identifier: Apache-2.0
"""A keystore behind a half keeps the same promises, whatever the half is.

`parley.keystore.credential` is read from a folder as systemd gives one;
`parley.keystore.token` is asked of a real PKCS#11 library, SoftHSM.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.keystore.credential.half import CredentialHalf
from parley.keystore.file.store import FileKeystore
from parley.keystore.halved import HalvedKeystore
from parley.keystore.token.half import TokenHalf, TokenPlace
from parley.ports.keystore import Half, ReadHalf
from parley.testing.check_keystore import KEYSTORE_CHECKS
from parley.wire import cbor

DRAWN = sha256(b"bytes that a machine drew")
WORDS = b"the name of our dog, and the year in which we got him"
FULL_KIB, QUICK_KIB = 16, 8
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "4711-of-tests"


@pytest.fixture(scope="session")
def module(tmp_path_factory):
    """Return SoftHSM's library with one token in it, alone in this process."""
    if not MODULE.exists():
        pytest.skip("SoftHSM is not installed: `make setup` as root installs softhsm2")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(settings)
    init = "softhsm2-util --init-token --free --label parley --so-pin 12345678 --pin"
    subprocess.run([*init.split(), PIN], check=True, capture_output=True)
    return MODULE


@pytest.fixture
def token(module):
    """Return the half of one station, its key made in the token."""
    place = TokenPlace(module, "parley", "parley-half")
    half = TokenHalf(place, "nrrc.alfa.example", PIN.encode)
    half.make()
    return half


@pytest.fixture
def credential(tmp_path, monkeypatch):
    """Return a half in a folder as systemd gives one."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "parley-half").write_bytes(DRAWN)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return CredentialHalf("parley-half")


@pytest.fixture(params=["credential", "token"])
def half(request):
    """Return each half in turn."""
    return request.getfixturevalue(request.param)


@dataclass
class HalvedBench:
    path: Path
    half: Half

    def new(self):
        file, quick = (
            FileKeystore(self.path, memory_kib=kib, iterations=1, lanes=1)
            for kib in (FULL_KIB, QUICK_KIB)
        )
        return HalvedKeystore(file, self.half, quick)

    again = new

    def cost_kib(self):
        header, *_ = cbor.loads(self.sealed())
        return cbor.loads(header)["memory_kib"]

    def sealed(self):
        return self.path.read_bytes()

    def alter(self, sealed):
        if sealed is None:
            self.path.unlink()
        else:
            self.path.write_bytes(sealed)


def of_every_keystore(check):
    """Say whether a half changes nothing about this promise.

    A wrong passphrase is told in other words here, and an empty one is allowed.
    """
    return "passphrase" not in check.__name__


@pytest.mark.parametrize(
    "check",
    [check for check in KEYSTORE_CHECKS if of_every_keystore(check)],
    ids=lambda check: check.__name__,
)
def test_a_halved_keystore_keeps_the_promises(check, half, tmp_path):
    """Everything the station is, is in this box too."""
    check(HalvedBench(tmp_path / "keys.sealed", half))


def test_neither_passphrase_nor_half_opens_alone(half, tmp_path):
    """A stolen disk with the passphrase written on it must open nothing."""
    bench = HalvedBench(tmp_path / "keys.sealed", half)
    bench.new().save(b"six words", {"a": b"b"})
    assert bench.again().load(b"six words") == {"a": b"b"}
    with pytest.raises(LocalFault, match="PLY-KEY-115"):
        bench.again().load(b"six wordz")
    bare = FileKeystore(bench.path, memory_kib=8, iterations=1, lanes=1)
    with pytest.raises(LocalFault, match="PLY-KEY-001"):
        bare.load(b"six words")

    class Another:
        def read(self):
            return ReadHalf(bytes(32), is_drawn=True)

    with pytest.raises(LocalFault, match="PLY-KEY-115"):
        HalvedKeystore(bare, Another(), bare).load(b"six words")


def test_a_half_alone_opens_what_was_sealed_so(half, tmp_path):
    """A station that must start by itself has nobody to type anything."""
    bench = HalvedBench(tmp_path / "keys.sealed", half)
    bench.new().save(b"", {"a": b"b"})
    assert bench.again().load(b"") == {"a": b"b"}
    assert bench.cost_kib() == QUICK_KIB


def test_a_passphrase_is_never_sealed_at_a_small_cost(half, tmp_path):
    """Whoever has disk and half must pay for each guess, however short it is."""
    bench = HalvedBench(tmp_path / "keys.sealed", half)
    for passphrase in (b"x", b"\x00", b"six words"):
        bench.new().save(b"", {"a": b"b"})
        bench.again().save(passphrase, {"a": b"b"})
        assert bench.cost_kib() == FULL_KIB


@pytest.mark.parametrize(
    ("data", "kib"),
    [
        (DRAWN, QUICK_KIB),
        (DRAWN * 4, QUICK_KIB),
        (WORDS, FULL_KIB),
        ("имя нашей собаки и год, в котором мы её нашли".encode(), FULL_KIB),
        ("имя нашей собаки и год, в котором мы её нашли".encode("cp1251"), FULL_KIB),
        (WORDS.decode().encode("utf-16"), FULL_KIB),
        (DRAWN.hex().encode(), FULL_KIB),
        (bytes(32), FULL_KIB),
        (b"\xff" * 32 + DRAWN, FULL_KIB),
        (bytes(range(0xE0, 0xF0)) * 2, FULL_KIB),
    ],
)
def test_a_credential_that_may_be_words_keeps_the_cost_of_a_guess(
    credential, tmp_path, data, kib
):
    """A passphrase that was put into the credential is guessed like any other."""
    (tmp_path / "credentials" / "parley-half").write_bytes(data)
    bench = HalvedBench(tmp_path / "keys.sealed", credential)
    bench.new().save(b"", {"a": b"b"})
    assert bench.cost_kib() == kib
    assert bench.again().load(b"") == {"a": b"b"}


def test_a_key_that_was_put_into_the_token_keeps_its_cost(module, tmp_path):
    """Only a key that the token made is known to be drawn."""
    import pkcs11  # noqa: PLC0415 - an extra

    opened = pkcs11.lib(str(module)).get_token(token_label="parley")
    with opened.open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.SECRET_KEY,
                pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.GENERIC_SECRET,
                pkcs11.Attribute.LABEL: "brought",
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.SIGN: True,
                pkcs11.Attribute.VALUE: WORDS[:32],
            }
        )
    place = TokenPlace(module, "parley", "brought")
    half = TokenHalf(place, "nrrc.alfa.example", PIN.encode)
    bench = HalvedBench(tmp_path / "keys.sealed", half)
    bench.new().save(b"", {"a": b"b"})
    assert bench.cost_kib() == FULL_KIB
    assert bench.again().load(b"") == {"a": b"b"}


def test_stations_with_one_token_have_different_halves(module, token):
    """What the token says for one station must not open another's keys."""
    place = TokenPlace(module, "parley", "parley-half")
    other = TokenHalf(place, "nrrc.bravo.example", PIN.encode)
    assert token.read() == token.read()
    assert token.read() != other.read()


def test_what_a_half_gave_is_not_shown():
    """A fault's report must not print what opens the keys."""
    shown = repr(ReadHalf(DRAWN, is_drawn=True))
    assert repr(DRAWN) not in shown


def test_the_key_cannot_be_read_out_of_the_token(module, token):
    """A half that can be copied is only a file with a different name."""
    import pkcs11  # noqa: PLC0415 - an extra

    token.read()
    opened = pkcs11.lib(str(module)).get_token(token_label="parley")
    with opened.open(user_pin=PIN) as session:
        key = session.get_key(label="parley-half")
        with pytest.raises(pkcs11.exceptions.AttributeSensitive):
            key[pkcs11.Attribute.VALUE]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"module": Path("/nowhere.so")}, "PLY-KEY-112"),
        ({"token": "another"}, "PLY-KEY-112"),
        ({"key": "another"}, "PLY-KEY-114"),
        ({"pin": b"0000"}, "PLY-KEY-113"),
        ({"pin": b""}, "PLY-KEY-113"),
    ],
)
def test_what_is_wrong_with_a_token_is_told_apart(module, token, change, code):
    """A custodian who is told 'wrong PIN' for a missing token locks it by trying."""
    token.make()
    place = TokenPlace(
        change.get("module", module),
        change.get("token", "parley"),
        change.get("key", "parley-half"),
    )
    pin = change.get("pin", PIN.encode())
    with pytest.raises(LocalFault, match=code):
        TokenHalf(place, "nrrc.alfa.example", lambda: pin).read()


def test_a_key_is_made_once(token):
    """Making it again must not leave two, of which one opens nothing."""
    before = token.read()
    token.make()
    assert token.read() == before


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "PLY-KEY-110"),
        (b"x" * 31, "PLY-KEY-111"),
        (b"x" * 100_000, "PLY-KEY-110"),
    ],
)
def test_a_credential_that_is_no_secret_is_refused(credential, tmp_path, data, code):
    """An empty credential would open whatever was sealed under an empty one."""
    path = tmp_path / "credentials" / "parley-half"
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(LocalFault, match=code):
        credential.read()


def test_a_credential_is_not_looked_for_where_systemd_gave_none(monkeypatch):
    """A half must not be taken from wherever the command happens to stand."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(LocalFault, match="PLY-KEY-110"):
        CredentialHalf("parley-half").read()


def test_a_link_in_place_of_a_credential_is_refused(credential, tmp_path):
    """Whoever can write a link must not choose which file is the secret."""
    path = tmp_path / "credentials" / "parley-half"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LocalFault, match="PLY-KEY-110"):
        credential.read()
