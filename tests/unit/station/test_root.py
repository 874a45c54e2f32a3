# SPDX-License-Identifier: Apache-2.0
"""The root folder on its machine, and a station that asks it for a delegation."""

from __future__ import annotations

import pytest

from parley.core.statements import check_delegation
from parley.errors import CounterpartFault, LocalFault
from parley.station.delegation.asking import (
    ask_root,
    present_delegation,
    take_delegation,
)
from parley.station.delegation.root import (
    SEALED,
    RootFolder,
    make_root,
    read_request,
    sign_request,
)
from parley.station.offline import offline
from parley.testing.stations import PASSPHRASE, make_station, root_of

NOW_MS = 1_800_000_000_000


@pytest.fixture
def apart(tmp_path):
    """A station without a delegation, and a root that it has never seen."""
    station = make_station(tmp_path / "alfa", "alfa", root=None).root
    root = make_root(tmp_path / "vault", PASSPHRASE, frighteningly_weak=True)
    return station, root


def signed(root, request):
    """Return what the root answers, as a file."""
    said = sign_request(root, PASSPHRASE, request, NOW_MS, 400)
    return root.file_of(said.station, said.number).read_bytes()


def test_root_numbers_what_it_signs_and_keeps_it(apart):
    """SPEC 7.155: two answers of one number would be a root that contradicts itself."""
    station, root = apart
    request = ask_root(station, PASSPHRASE)
    assert check_delegation(signed(root, request)).number == 1
    assert check_delegation(signed(root, request)).number == 2
    assert [each.number for each in root.issued()] == [1, 2]


@pytest.mark.parametrize("cut", [0, 40, 2_000])
def test_request_that_its_own_keys_have_not_signed_is_refused(apart, cut):
    """SPEC 7.156: else a root could be led to delegate to keys of somebody else."""
    station, root = apart
    request = bytearray(ask_root(station, PASSPHRASE))
    request[-1 - cut] ^= 1
    with pytest.raises(LocalFault, match="PLY-KEY-168"):
        signed(root, bytes(request))
    with pytest.raises(LocalFault, match="PLY-KEY-168"):
        read_request(b"")
    assert root.issued() == ()


def test_station_starts_only_once_the_answer_is_taken_in(apart):
    """The station's machine has no root, so nobody there can speak for the party."""
    station, root = apart
    with pytest.raises(LocalFault, match="PLY-KEY-165"), offline(station, PASSPHRASE):
        pass
    request = ask_root(station, PASSPHRASE)
    take_delegation(station, PASSPHRASE, signed(root, request))
    with offline(station, PASSPHRASE) as rest:
        assert rest.ask("status")
    assert not list(station.rglob(SEALED))


def test_answers_that_were_not_asked_for_are_refused(apart, tmp_path):
    """A file from another stick must leave the keys in use as they are."""
    station, root = apart
    first = signed(root, ask_root(station, PASSPHRASE))
    take_delegation(station, PASSPHRASE, first)
    again = ask_root(station, PASSPHRASE)
    assert ask_root(station, PASSPHRASE)
    stranger = make_root(tmp_path / "other", PASSPHRASE, frighteningly_weak=True)
    for answer in (first, signed(stranger, again), signed(stranger, again)):
        with pytest.raises(LocalFault, match="PLY-KEY-169"):
            take_delegation(station, PASSPHRASE, answer)
    forged = bytearray(signed(root, again))
    forged[-1] ^= 1
    with pytest.raises(CounterpartFault, match="PLY-KEY-161"):
        take_delegation(station, PASSPHRASE, bytes(forged))
    assert present_delegation(station, PASSPHRASE).number == 1
    keys = read_request(again).keys
    take_delegation(station, PASSPHRASE, signed(root, again))
    assert present_delegation(station, PASSPHRASE).keys == keys


def test_what_is_no_root_signs_nothing(tmp_path):
    """A wrong folder is named, and nothing is made in it."""
    with pytest.raises(LocalFault, match="PLY-KEY-166"):
        RootFolder(tmp_path).issued()
    assert list(tmp_path.iterdir()) == []
    make_station(tmp_path / "alfa", "alfa")
    assert (root_of(tmp_path / "alfa") / SEALED).is_file()
