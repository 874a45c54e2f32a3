# SPDX-License-Identifier: Apache-2.0
"""What lies on the disk under the archive key."""

from __future__ import annotations

import cryptography
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.crypto.suite import check_suite
from parley.crypto.vault import Vault
from parley.errors import LocalFault

VAULT = Vault(b"\7" * 32)
DATA = st.binary(max_size=200)


@given(DATA, DATA)
def test_what_is_sealed_opens_in_its_place(context, data):
    """Twenty-nine bytes longer, and readable by nobody else."""
    sealed = VAULT.seal(context, data)
    assert VAULT.open(context, sealed) == data
    assert len(sealed) == len(data) + 29
    assert len(data) < 4 or data not in sealed


@given(DATA, st.data())
def test_a_changed_byte_on_the_disk_is_found(data, draw):
    """Every one of them, the nonce and the version included."""
    sealed = bytearray(VAULT.seal(b"place", data))
    at = draw.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << draw.draw(st.integers(0, 7))
    with pytest.raises(LocalFault) as fault:
        VAULT.open(b"place", bytes(sealed))
    assert fault.value.code == "PLY-KEY-101"


@pytest.mark.parametrize("cut", [0, 1, 12, 28, 40])
def test_a_cut_value_is_found(cut):
    """A disk that was full when it was written."""
    with pytest.raises(LocalFault):
        VAULT.open(b"place", VAULT.seal(b"place", bytes(20))[:cut])


def test_a_value_moved_to_another_place_is_found():
    """Rows cannot be exchanged behind the station's back."""
    with pytest.raises(LocalFault):
        VAULT.open(b"there", VAULT.seal(b"here", b"value"))


def test_another_archive_key_opens_nothing():
    """A store without its keys stays closed."""
    with pytest.raises(LocalFault):
        Vault(b"\1" * 32).open(b"place", VAULT.seal(b"place", b"value"))


def test_nonces_repeat_only_with_the_whole_value():
    """A restored backup that writes other values draws other nonces."""
    nonces = {VAULT.seal(b"place", bytes((n,)))[1:13] for n in range(100)}
    nonces |= {VAULT.seal(b"place%d" % n, b"")[1:13] for n in range(100)}
    nonces |= {VAULT.seal(b"", b"place%d" % n)[1:13] for n in range(100)}
    nonces |= {VAULT.seal(b"place", b"", b"%d" % n)[1:13] for n in range(1, 100)}
    assert len(nonces) == 399
    assert VAULT.seal(b"place", b"value") == VAULT.seal(b"place", b"value")


def test_the_installed_library_is_good_enough():
    """The check of the start passes where the tests run."""
    check_suite()


@pytest.mark.parametrize("version", ["44.0.3", "49.9", "x"])
def test_an_older_library_is_named_at_the_start(monkeypatch, version):
    """Another package may have pulled it in unseen."""
    monkeypatch.setattr(cryptography, "__version__", version)
    with pytest.raises(LocalFault) as fault:
        check_suite()
    assert fault.value.code == "PLY-KEY-102"
    assert version in fault.value.what
