# SPDX-License-Identifier: Apache-2.0
"""Two stations and a stranger in a Tor network of real relays, all on loopback."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from parley.bearers.tcp import Role
from parley.bearers.tor.bearer import TorBearer
from parley.bearers.tor.config import SERVICE_PORT, TorSettings
from parley.crypto.carrier import CarrierKeys, shared_secret
from parley.crypto.certificate import make_certificate
from parley.crypto.onion import OnionKeys
from parley.ports.address import split_address
from parley.testing.check_bearer import running
from parley.testing.tor_network import StationTor, tor_network, why_not

ALFA, ALFA_KEY = make_certificate("alfa.example", 1577836800, 4102444800)
BRAVO, BRAVO_KEY = make_certificate("bravo.example", 1577836800, 4102444800)
SECRET = shared_secret(ALFA_KEY, BRAVO)
KEYS = OnionKeys(CarrierKeys(SECRET, "tor", "a.example", "b.example"))


def bearer(tor: StationTor, role: Role) -> TorBearer:
    own = (ALFA, ALFA_KEY, BRAVO) if role is Role.DIAL else (BRAVO, BRAVO_KEY, ALFA)
    settings = TorSettings(role, tor.control, tor.socks, *own, retry_s_max=2.0)
    return TorBearer(settings, KEYS)


async def stranger_calls(tor: StationTor) -> bytes:
    """Return what Tor answers somebody who knows the address and has no key."""
    hears, speaks = await asyncio.open_connection(*split_address(tor.socks))
    try:
        name = f"{KEYS.address}.onion".encode()
        asked = b"\x05\x01\x00\x03" + bytes((len(name),)) + name
        speaks.write(b"\x05\x01\x00")
        assert await hears.readexactly(2) == b"\x05\x00"
        speaks.write(asked + SERVICE_PORT.to_bytes(2, "big"))
        return await hears.readexactly(2)
    finally:
        speaks.transport.abort()


@pytest.mark.soak
@pytest.mark.timeout(240)
@pytest.mark.skipif(why_not() != "", reason=why_not())
def test_frames_go_through_a_tor_network_and_strangers_do_not(tmp_path):
    """The address is enough for nobody; neither station has told the other anything."""

    async def run(net):
        there, here = bearer(net.far, Role.LISTEN), bearer(net.near, Role.DIAL)
        async with running(there, 90) as far, running(here, 90) as near:
            await near.until_up()
            await far.until_up()
            here.send(b"from here")
            there.send(b"from there" * 1_000)
            await far.until_frames(1)
            await near.until_frames(1)
            assert (far.frames, near.frames) == (
                [b"from here"],
                [b"from there" * 1_000],
            )
            # The other Tor was never given the caller's key.
            with suppress(TimeoutError):
                async with asyncio.timeout(15):
                    assert await stranger_calls(net.far) != b"\x05\x00"

    with tor_network(tmp_path) as net:
        asyncio.run(run(net))
