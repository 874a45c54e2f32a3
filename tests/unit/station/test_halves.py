# SPDX-License-Identifier: Apache-2.0
"""A station whose keys need a half: sealed, started, and stopped by its absence."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.station.config import load_settings
from parley.station.halves import half_of
from parley.station.offline import offline
from parley.station.sealing import seal_keys
from parley.testing.stations import PASSPHRASE, make_station

NEW = b"another passphrase of tests"


@pytest.fixture
def station(tmp_path, monkeypatch):
    """Return a station's folder, and a credential beside it."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "parley-half").write_bytes(bytes(range(32)))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return make_station(tmp_path / "alfa", "alfa").root


def settle(station, *lines):
    """Put lines of [keystore] into the settings."""
    path = station / "station.toml"
    bare = path.read_text().partition("\n[keystore]")[0]
    path.write_text("\n".join([bare, "[keystore]", *lines, ""]))


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
    seal_keys(station, PASSPHRASE, b"")
    with offline(station, b"") as rest:
        assert rest.ask("status")


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
