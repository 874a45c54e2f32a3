# SPDX-License-Identifier: Apache-2.0
"""A settings file that is wrong says where, what, and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.errors import LocalFault
from parley.ports.address import is_loopback, split_address
from parley.station.config import load_settings, parse_settings
from parley.station.settings_text import settings_text

GOOD = """# settings
[station]
name = "nrrc.alfa.example"
party = "Alfa"
mode = "TEST"
positions = ["Duty officer"]

[[circuit]]
name = "line-1"
counterpart = "nrrc.bravo.example"
dial = "127.0.0.1:8470"

[[circuit]]
name = "line-2"
counterpart = "nrrc.bravo.example"
listen = "0.0.0.0:8470"
"""
PATH = Path("station.toml")


def refused(text: str) -> LocalFault:
    with pytest.raises(LocalFault) as caught:
        parse_settings(text, PATH)
    return caught.value


def test_good_settings_are_read():
    """The defaults are those the manual names."""
    settings = parse_settings(GOOD, PATH)
    assert [one.name for one in settings.circuit] == ["line-1", "line-2"]
    assert settings.console.listen == "127.0.0.1:8471"
    assert settings.origin == "http://127.0.0.1:8471"


DIAL = 'dial = "127.0.0.1:8470"'
TWO_WAYS = 'dial = "127.0.0.1:1"\nlisten = "127.0.0.1:1"'
OPEN_CONSOLE = '[console]\nlisten = "0.0.0.0:8471"'
SHORT_IDLE = "[limits]\ndesk_idle_s = 1"
OPEN_HEALTH = '[health]\nlisten = "10.0.0.1:1"'


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "key", "allowed"),
    [
        ('mode = "TEST"', 'mode = "WAR"', "004", 5, "station.mode", "LIVE, EXERCISE"),
        ('party = "Alfa"\n', "", "005", 2, "station.party", "a text"),
        ('party = "Alfa"', "party = 7", "004", 4, "station.party", "a text"),
        (DIAL, 'dail = "x:1"', "003", 11, "circuit.dail", "dial"),
        (DIAL, 'dial = "x"', "004", 11, "circuit.dial", "HOST:PORT"),
        (DIAL, 'bearer = "fax"', "004", 11, "circuit.bearer", "tcp"),
        (DIAL, TWO_WAYS, "004", 11, "circuit.dial", "only one"),
        ('name = "line-2"', 'name = "line-1"', "004", 14, "circuit.name", "not used"),
        ("nrrc.alfa.example", "NRRC", "004", 3, "station.name", "in lower case"),
        ("# settings", "secret = 1", "003", 1, "secret", "station"),
        ("# settings", OPEN_CONSOLE, "004", 2, "console.listen", "loopback"),
        ("# settings", OPEN_HEALTH, "004", 2, "health.listen", "loopback"),
        (
            "# settings",
            "[limits]\ndesk_idle_s = 1",
            "004",
            2,
            "limits.desk_idle_s",
            "30",
        ),
    ],
)
def test_wrong_setting_names_line_key_and_allowed(
    before, after, code, line, key, allowed
):
    """In the hour it is needed nobody has time to search a file."""
    fault = refused(GOOD.replace(before, after, 1))
    assert fault.code == f"PLY-CFG-{code}"
    assert (fault.facts["line"], fault.facts["key"]) == (line, key)
    assert allowed in str(fault.facts["allowed"])
    assert f"line {line}" in fault.what


def test_missing_table_is_told():
    """A misspelt table is two faults; the first one told must lead to it."""
    fault = refused(GOOD.replace("[station]", "[statoin]"))
    assert (fault.code, fault.facts["key"]) == ("PLY-CFG-005", "station")


def test_broken_toml_names_its_line():
    """A missing quote must not read as a mystery."""
    fault = refused(GOOD.replace('"TEST"', '"TEST'))
    assert (fault.code, fault.facts["line"]) == ("PLY-CFG-002", 5)


def test_missing_file_is_told(tmp_path):
    """A wrong folder is the commonest mistake of all."""
    with pytest.raises(LocalFault, match="PLY-CFG-001"):
        load_settings(tmp_path)


def test_file_that_is_no_text_is_told(tmp_path):
    """A disk returns anything."""
    (tmp_path / "station.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LocalFault, match="PLY-CFG-011"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    "address", ["", "x", "x:", "x:0", "x:65536", ":1", "a:b:1", "x:\u0661"]
)
def test_wrong_address_is_refused(address):
    """An address that cannot work must not wait until it is dialled."""
    with pytest.raises(ValueError, match="HOST:PORT"):
        split_address(address)


def test_loopback_is_judged_by_address_and_not_by_looks():
    """127.0.0.1.example would look local and be anything."""
    assert is_loopback("127.8.8.8:1")
    assert is_loopback("[::1]:1")
    assert not is_loopback("127.0.0.1.example:1")
    assert not is_loopback("0.0.0.0:1")


def test_written_settings_read_back_whatever_the_names_hold():
    """A party's name may hold quotes; the file must stay one file."""
    text = settings_text(
        "nrrc.alfa.example",
        'A "party" \\ here',
        "LIVE",
        ["Ситуационный центр"],
        console="127.0.0.1:1",
        health="127.0.0.1:2",
        addresses=["203.0.113.7:8470"],
        circuits=[("line-1", "nrrc.bravo.example", "", "")],
        evidence="joint",
    )
    settings = parse_settings(text, PATH)
    assert settings.station.party == 'A "party" \\ here'
    assert settings.station.positions == ("Ситуационный центр",)
    assert settings.circuit[0].dial is settings.circuit[0].listen is None
    assert settings.agreement.evidence == "joint"
