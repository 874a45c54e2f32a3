# SPDX-License-Identifier: Apache-2.0
"""Tors that are away, hang, refuse, or forget; the real network is in conformance."""

from __future__ import annotations

import asyncio

import pytest

from parley.bearers.tcp import Role
from parley.bearers.tor.bearer import TorBearer
from parley.bearers.tor.config import TorSettings
from parley.bearers.tor.kind import TorTable, make
from parley.crypto.carrier import CarrierKeys, shared_secret
from parley.crypto.certificate import make_certificate
from parley.crypto.onion import OnionKeys
from parley.errors import LocalFault
from parley.ports.kind import Ends
from parley.testing.check_bearer import running
from parley.testing.stations import free_port
from parley.testing.tor_alone import GREETING, TorAlone

ALFA, ALFA_KEY = make_certificate("alfa.example", 1577836800, 4102444800)
BRAVO, _ = make_certificate("bravo.example", 1577836800, 4102444800)
KEYS = OnionKeys(CarrierKeys(shared_secret(ALFA_KEY, BRAVO), "tor", "a", "b"))


def bearer(control: str, role: Role = Role.LISTEN, **changes: object) -> TorBearer:
    quick: dict[str, object] = {
        "retry_s_min": 0.02,
        "retry_s_max": 0.05,
        "look_s": 0.05,
    }
    quick["socks"] = f"127.0.0.1:{free_port()}"
    settings = TorSettings(
        role=role,
        control=control,
        certificate=ALFA,
        key=ALFA_KEY,
        counterpart_certificate=BRAVO,
        **quick | changes,
    )
    return TorBearer(settings, KEYS)


def until_reason(made: TorBearer, wanted: str) -> list[str]:
    async def run():
        async with running(made) as told:
            await told.until(lambda: any(wanted in one for one in told.reasons))
            return told.reasons

    return asyncio.run(run())


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_tor_that_does_not_run_is_told(role):
    """The first thing an operator has to know, and the first thing that happens."""
    control = f"127.0.0.1:{free_port()}"
    reasons = until_reason(bearer(control, role), "Tor does not answer at")
    assert reasons == [f"Tor does not answer at {control}"]


def test_control_socket_that_is_not_there_is_told(tmp_path):
    """Debian's Tor has one, and a station without rights does not see it."""
    until_reason(bearer(str(tmp_path / "control")), "Tor does not answer at /")


def test_cookie_that_cannot_be_read_is_told():
    """Tor's cookie is for its own group; the station's account is not in it yet."""

    async def run():
        async with TorAlone().open() as tor:
            tor.answers["PROTOCOLINFO"] = GREETING.replace(
                b"METHODS=NULL", b'METHODS=COOKIE COOKIEFILE="/nowhere/cookie"'
            )
            async with running(bearer(tor.control)) as told:
                await told.until(lambda: told.reasons != [])
                assert "its cookie cannot be read" in told.reasons[0]

    asyncio.run(run())


def test_tor_that_hangs_is_told_and_asked_again():
    """A stopped process takes calls and says nothing."""

    async def run():
        async with TorAlone().open() as tor:
            tor.answers["ADD_ONION"] = b""
            async with running(bearer(tor.control, answer_s_max=0.3)) as told:
                await told.until(lambda: told.reasons != [])
                assert told.reasons == ["Tor said nothing for 0.3 s"]
                tor.answers.clear()
                async with asyncio.timeout(20):
                    await tor.until_asked("GETINFO status/bootstrap-phase")

    asyncio.run(run())


def test_tor_that_refuses_is_told_in_its_words():
    """Somebody else waits under the same key, or Tor is too old."""

    async def run():
        async with TorAlone().open() as tor:
            tor.answers["ADD_ONION"] = b"550 Onion address collision\r\n"
            async with running(bearer(tor.control)) as told:
                await told.until(lambda: told.reasons != [])
                assert told.reasons == ["Tor refuses: onion address collision"]

    asyncio.run(run())


def test_service_is_asked_for_again_when_tor_was_restarted():
    """What was asked in a session ends with it; the watch must not have to know."""

    async def run():
        async with (
            TorAlone().open() as tor,
            running(bearer(tor.control)) as told,
            asyncio.timeout(20),
        ):
            await tor.until_asked("ADD_ONION")
            tor.hang_up()
            await told.until(lambda: "Tor is gone" in told.reasons)
            tor.asked.clear()
            await tor.until_asked("ADD_ONION")

    asyncio.run(run())


def test_only_the_counterpart_is_admitted_and_nothing_is_kept():
    """An address that others can call would be a door."""
    # SPEC 10.152: "The service MUST admit only a caller who holds the X25519 key whose
    # private half is what the same secret gives for the purpose "onion caller"."

    async def run():
        async with TorAlone().open() as tor, asyncio.timeout(20):
            async with running(bearer(tor.control)):
                asked = await tor.until_asked("ADD_ONION")
                assert f"ClientAuthV3={KEYS.admitted()}" in asked
                assert "V3Auth" in asked
                assert "Detach" not in asked
            async with running(bearer(tor.control, Role.DIAL)):
                asked = await tor.until_asked("ONION_CLIENT_AUTH_ADD")
                assert KEYS.address in asked
                assert "Permanent" not in asked

    asyncio.run(run())


def test_how_far_tor_is_stands_on_the_board():
    """A Tor that was just started needs a minute, and is not broken."""

    async def run():
        async with TorAlone().open() as tor:
            tor.progress = 45
            async with running(bearer(tor.control)) as told:
                await told.until(lambda: told.notes != [])
                assert told.notes == ["Tor is 45 per cent ready"]
                tor.progress = 100
                await told.until(lambda: told.notes[-1] == "")

    asyncio.run(run())


def test_board_does_not_show_the_address():
    """It is known to two stations; a board is photographed."""

    async def run():
        async with (
            TorAlone().open() as tor,
            running(bearer(tor.control, Role.DIAL, socks=tor.socks)) as told,
        ):
            await told.until(lambda: told.reasons != [])
            (reason,) = told.reasons
            assert reason == "Tor finds no way to the counterpart: refused there"

    asyncio.run(run())


def test_settings_that_cannot_work_are_refused(tmp_path):
    """Better at the start than in the hour of need."""
    common = {"name": "onion", "counterpart": "b.example", "bearer": "tor"}
    with pytest.raises(ValueError, match="role"):
        TorTable.model_validate(common)
    with pytest.raises(ValueError, match="control"):
        TorTable.model_validate({**common, "role": "wait", "control": "nowhere"})
    table = TorTable.model_validate({**common, "role": "wait"})
    ends = Ends("a.example", "b.example", ALFA, ALFA_KEY, (), tmp_path)
    with pytest.raises(LocalFault, match="no certificate"):
        make(table, ends)
