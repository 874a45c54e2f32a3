# SPDX-License-Identifier: Apache-2.0
"""A station whose keys need a half: sealed, started, and stopped by its absence."""

from __future__ import annotations

import pytest

from parley.carriage.credentials import load_credential
from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.keystore.file.box import Cost
from parley.keystore.file.store import FileKeystore
from parley.keystore.halved import HalvedKeystore
from parley.station.config import load_settings
from parley.station.delegation.asking import ask_root
from parley.station.halves import half_of
from parley.station.offline import offline
from parley.station.places import StationFolder
from parley.station.reach.sealing import seal_credential
from parley.station.sealing import seal_keys
from parley.station.secrets import load_secrets, station_keystore
from parley.testing.carriers import circuit_text
from parley.testing.stations import PASSPHRASE, make_station
from parley.wire import cbor

NEW = b"another passphrase of tests"
# What a guess costs is made cheap for tests; what it is, test_keystore_file.py holds.
FULL = Cost(memory_kib=1_024, iterations=1, lanes=4)
QUICK = Cost(memory_kib=8_192, iterations=1, lanes=1)


@pytest.fixture
def station(tmp_path, monkeypatch):
    """Return a station's folder, and a credential beside it."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "parley-half").write_bytes(sha256(b"bytes that a machine drew"))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return make_station(tmp_path / "alfa", "alfa").root


def settle(station, *lines):
    """Put lines of [keystore] into the settings."""
    path = station / "station.toml"
    bare = path.read_text().partition("\n[keystore]")[0]
    path.write_text("\n".join([bare, "[keystore]", *lines, ""]))


def cost(station):
    """Return what the box says that opening it costs."""
    header, *_ = cbor.loads(StationFolder(station).keys.read_bytes())
    said = cbor.loads(header)
    return Cost(said["memory_kib"], said["iterations"], said["lanes"])


def test_keys_are_sealed_under_a_half_and_back(station):
    """A custodian must be able to go both ways without a ceremony."""
    settle(station, 'half = "credential"')
    with pytest.raises(LocalFault, match="PLY-KEY-115"), offline(station, PASSPHRASE):
        pass
    seal_keys(station, PASSPHRASE, PASSPHRASE)
    with offline(station, PASSPHRASE) as rest:
        assert rest.ask("status")
    settle(station)
    with pytest.raises(LocalFault, match="PLY-KEY-001"), offline(station, PASSPHRASE):
        pass


def test_a_passphrase_is_changed(station):
    """Whoever left the watch must not take the passphrase with him."""
    seal_keys(station, PASSPHRASE, NEW)
    with pytest.raises(LocalFault, match="PLY-KEY-001"), offline(station, PASSPHRASE):
        pass
    with offline(station, NEW) as rest:
        assert rest.ask("status")
    with pytest.raises(LocalFault, match="PLY-CFG-024"):
        seal_keys(station, NEW, b"short")


def test_a_half_alone_starts_a_station(station):
    """After a power cut at night nobody is there to type."""
    settle(station, 'half = "credential"', "unattended = true")
    is_guessed = seal_keys(station, PASSPHRASE, b"")
    assert (is_guessed, cost(station)) == (False, QUICK)
    with offline(station, b"") as rest:
        assert rest.ask("status")


def test_a_passphrase_that_comes_later_has_its_full_cost(station):
    """Keys that were cheap to open must not stay so once somebody can guess."""
    settle(station, 'half = "credential"', "unattended = true")
    seal_keys(station, PASSPHRASE, NEW)  # the settings say that it is not used
    assert cost(station) == QUICK
    settle(station, 'half = "credential"')
    is_guessed = seal_keys(station, b"", NEW)
    assert (is_guessed, cost(station)) == (True, FULL)
    with pytest.raises(LocalFault, match="PLY-KEY-115"), offline(station, b""):
        pass
    with offline(station, NEW) as rest:
        assert rest.ask("status")


def test_one_half_is_changed_for_another_and_given_up(station, tmp_path):
    """A token that wears out, or a credential of words, must not be for ever."""
    before = tmp_path / "before.toml"
    settle(station, 'half = "credential"', "unattended = true")
    seal_keys(station, PASSPHRASE, b"")
    before.write_bytes((station / "station.toml").read_bytes())
    (tmp_path / "credentials" / "second").write_bytes(sha256(b"drawn once more"))
    settle(station, 'half = "credential"', 'credential = "second"')
    with pytest.raises(LocalFault, match="PLY-KEY-115"):
        seal_keys(station, b"", NEW)
    with pytest.raises(LocalFault, match="PLY-CFG-011"):
        seal_keys(station, b"", NEW, tmp_path / "nowhere")
    seal_keys(station, b"", NEW, before)
    before.write_bytes((station / "station.toml").read_bytes())
    (tmp_path / "credentials" / "parley-half").unlink()
    settle(station)
    assert seal_keys(station, NEW, NEW, before)
    with offline(station, NEW) as rest:
        assert rest.ask("status")


def test_a_half_that_may_be_words_keeps_its_full_cost_and_is_told(station, tmp_path):
    """A passphrase in the credential's place is what a thief would try first."""
    words = tmp_path / "credentials" / "parley-half"
    words.write_text("the name of our dog, and the year in which we got him")
    settle(station, 'half = "credential"', "unattended = true")
    is_guessed = seal_keys(station, PASSPHRASE, b"")
    assert (is_guessed, cost(station)) == (True, FULL)


def test_a_dear_box_opens_as_before_and_is_cheap_once_it_is_saved(station):
    """An upgrade touches no keys; the next who saves them does."""
    path = StationFolder(station).keys
    settle(station, 'half = "credential"', "unattended = true")
    secrets = station_keystore(path).load(PASSPHRASE)
    before = FileKeystore(path, memory_kib=16_384, iterations=2)
    half = half_of(load_settings(station))
    HalvedKeystore(before, half, before).save(b"", secrets)
    dear = path.read_bytes()
    with offline(station, b"") as rest:
        assert rest.ask("status")
    assert path.read_bytes() == dear
    assert ask_root(station, b"")  # keeps fresh keys in the box
    assert cost(station) == QUICK


def test_a_circuit_s_credential_is_sealed_where_keys_need_a_half(station):
    """A station with a half must not be without a relay or a mail circuit."""
    table = circuit_text("alfa", "relay")
    settle(station, 'half = "credential"', "unattended = true", "", table)
    seal_keys(station, PASSPHRASE, b"")
    sealed = seal_credential(station, b"", "by-relay", b'ticket = "of a relay"')
    keystore = station_keystore(
        StationFolder(station).keys, half_of(load_settings(station))
    )
    key = load_secrets(keystore, b"", station).tls_key
    kept = load_credential(sealed.parent, key, "by-relay")
    assert kept == {"ticket": "of a relay"}


@pytest.mark.parametrize(
    "lines",
    [
        ['half = "pkcs11"'],
        ['half = "tpm"'],
        ["unattended = true"],
        ['half = "credential"', 'credential = "../keys"'],
    ],
)
def test_settings_that_name_no_whole_half_are_refused(station, lines):
    """A half that cannot be found must be found out before the station is needed."""
    settle(station, *lines)
    with pytest.raises(LocalFault, match="PLY-CFG-004"):
        load_settings(station)


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_pin_that_others_can_read_is_refused(station, tmp_path, mode):
    """A PIN beside the disk, open to all, is no second thing to steal."""
    pin = tmp_path / "pin"
    pin.write_text("4711")
    pin.chmod(mode)
    settle(
        station,
        'half = "pkcs11"',
        'module = "/no/such/library.so"',
        f'pin_file = "{pin}"',
    )
    with pytest.raises(LocalFault, match="PLY-KEY-005"):
        half_of(load_settings(station)).read()
