# SPDX-License-Identifier: Apache-2.0
"""A radio full of others, TNCs that lie, hang and vanish, and whose turn it is."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.bearers.kiss import KissBearer, KissSettings
from parley.bearers.kiss.ax25 import (
    Callsign,
    decode_transmission,
    encode_transmission,
    parse_callsign,
)
from parley.bearers.kiss.config import Host, Serial
from parley.bearers.kiss.framing import FEND, Command, KissReader, kiss_frame
from parley.bearers.kiss.kind import KissTable, make
from parley.bearers.kiss.turns import Turns
from parley.errors import CounterpartFault, LocalFault
from parley.model.identity import BearerAddress
from parley.ports.kind import Ends
from parley.testing.check_bearer import running
from parley.testing.radio_air import RadioAir
from parley.testing.stations import free_port

ALFA, BRAVO, EVE = Callsign("OE1XYZ", 7), Callsign("LZ2ABC"), Callsign("EVE")
FROM_SPEC = bytes.fromhex(
    "98b46482848 6e09e8a62b0b2b46f03f0 123456789a".replace(" ", "")
)
callsigns = st.builds(
    Callsign,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=6),
    st.integers(0, 15),
)


def settings(tnc: Host | Serial, **changes: object) -> KissSettings:
    quick = {"rate_bps": 1e8, "tx_delay_s": 0.0, "retry_s_min": 0.01}
    return KissSettings(tnc, ALFA, BRAVO, **quick | changes)


def from_bravo(information: bytes, *, to: Callsign = ALFA) -> bytes:
    return kiss_frame(0, Command.DATA, encode_transmission(to, BRAVO, (), information))


# ------------------------------------------------------------------ transmissions


def test_the_transmission_of_the_specification_is_made_and_read():
    """Two stations and every TNC between them must mean the same bytes."""
    # SPEC 10.140: "A frame over radio MUST be the information field of one AX.25
    # UI frame with the control byte 03 and the protocol identifier F0."
    frame = bytes.fromhex("123456789a")
    assert encode_transmission(BRAVO, ALFA, (), frame) == FROM_SPEC
    assert decode_transmission(FROM_SPEC).information == frame


@given(callsigns, callsigns, st.lists(callsigns, max_size=8), st.binary(min_size=1))
def test_transmissions_come_back(recipient, sender, repeaters, information):
    """Whatever the callsigns, and through however many repeaters."""
    information = information[:256]
    transmission = encode_transmission(recipient, sender, tuple(repeaters), information)
    found = decode_transmission(transmission)
    assert (found.recipient, found.sender) == (recipient, sender)
    assert found.information == information
    assert parse_callsign(str(sender)) == sender


@given(st.binary(max_size=400))
def test_noise_is_no_transmission(noise):
    """A receiver hears noise most of the time."""
    with suppress(CounterpartFault):
        assert 0 < len(decode_transmission(noise).information) <= 256


@pytest.mark.parametrize(
    "transmission",
    [
        FROM_SPEC[:16],  # no information
        FROM_SPEC[:13],  # cut in an address
        FROM_SPEC[:6] + b"\x61" + FROM_SPEC[7:],  # one address only
        FROM_SPEC.replace(b"\x03\xf0", b"\x03\xcc"),  # the Internet protocol
        FROM_SPEC.replace(b"\x03\xf0", b"\x3f\xf0"),  # a connection is asked for
        FROM_SPEC[:16] + bytes(257),
        b"\x99" + FROM_SPEC[1:],  # the end of the addresses inside a name
        FROM_SPEC[:14].replace(b"\x6f", b"\xe0") * 5 + FROM_SPEC[14:],  # no end
    ],
    ids=lambda transmission: str(len(transmission)),
)
def test_other_transmissions_are_refused(transmission):
    """The same radio carries other people's traffic of every kind."""
    with pytest.raises(CounterpartFault) as refused:
        decode_transmission(transmission)
    assert refused.value.code == "PLY-BRR-085"


@pytest.mark.parametrize(
    "text", ["", "oe1xyz", "OE1XYZZ", "OE1XYZ-16", "OE1XYZ-0", "OE1-", "Ö1", "A\n"]
)
def test_what_is_no_callsign_is_refused(text):
    """It would go out on the air as somebody else's."""
    with pytest.raises(ValueError, match="callsign"):
        parse_callsign(text)


# ------------------------------------------------------------------ the line


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=8), st.data())
def test_frames_are_found_however_the_line_cuts_them(transmissions, data):
    """A serial line keeps no borders, and every byte may stand in a transmission."""
    # SPEC 10.142: "Between station and TNC a transmission MUST stand in a data frame of
    # KISS, of the radio that the settings name."
    stream = b"".join(kiss_frame(2, Command.DATA, one) for one in transmissions)
    reader, found, at = KissReader(2, 60), [], 0
    while at < len(stream):
        step = data.draw(st.integers(1, 40))
        found += reader.feed(stream[at : at + step])
        at += step
    assert found == transmissions
    assert reader.strange == 0


@given(st.binary(max_size=500))
def test_noise_on_the_line_is_bounded_and_forgotten(noise):
    """A TNC switched on sends its greeting, a wrong baud rate sends anything."""
    reader = KissReader(0, 60)
    for transmission in reader.feed(noise):
        assert 0 < len(transmission) <= 121
    assert list(reader.feed(FEND + kiss_frame(0, Command.DATA, b"good")))[-1] == b"good"


def test_endless_frame_takes_no_memory():
    """A line that is stuck sends one byte for ever."""
    reader = KissReader(0, 60)
    for _ in range(100):
        assert not list(reader.feed(bytes(10_000)))
    assert reader.strange == 1
    assert list(reader.feed(FEND + kiss_frame(0, Command.DATA, b"good"))) == [b"good"]


def test_other_radios_and_commands_are_not_ours():
    """One TNC may serve two radios, and answer what nobody asked."""
    reader = KissReader(0, 60)
    for other in (kiss_frame(1, Command.DATA, b"x"), FEND + b"\x06abc" + FEND):
        assert not list(reader.feed(other))


def test_wrong_escapes_are_dropped_whole():
    """A byte was lost on the line; half a transmission must not pass for one."""
    reader = KissReader(0, 60)
    assert not list(reader.feed(FEND + b"\x00ab\xdbcd" + FEND))
    assert not list(reader.feed(FEND + b"\x00ab\xdb" + FEND))
    assert reader.strange == 2


# ------------------------------------------------------------------ the circuit


def test_only_the_counterparts_transmissions_come_in():
    """Anybody may call anybody on the air."""
    # SPEC 10.141: "A receiver MUST drop a transmission that is not from the
    # counterpart's callsign to its own; callsigns prove nothing."

    async def run():
        async with RadioAir().open() as air:
            bearer = KissBearer(settings(Host(air.address)))
            async with running(bearer) as told:
                await told.until_up()
                await air.joined.wait()
                strangers = encode_transmission(ALFA, EVE, (), b"from a stranger")
                air.say(kiss_frame(0, Command.DATA, strangers))
                air.say(from_bravo(b"to a stranger", to=EVE))
                air.say(b"\xc0\x00garbage\xc0")
                air.say(from_bravo(b"to us"))
                await told.until_frames(1)
                assert told.frames == [b"to us"]
                assert bearer.strange == 3
                assert told.notes[-1] == "transmissions of others heard: 3"

    asyncio.run(run())


def test_tnc_that_ends_is_told_and_called_again():
    """Somebody restarts the program of the TNC."""

    async def run():
        async with RadioAir().open() as air:
            bearer = KissBearer(settings(Host(air.address)))
            async with running(bearer) as told:
                await told.until_up()
                await air.joined.wait()
                air.hang_up()
                await told.until_down()
                assert "TNC" in told.reasons[0]
                await told.until_up(2)
                bearer.send(b"again")
                await told.until_places(1)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("tnc", "wanted"),
    [
        (Host("127.0.0.1:{port}"), "refused by 127.0.0.1:"),
        (Serial("/dev/no-such-line", 9600), "no such file or directory"),
        (Serial("/dev/null", 9600), "/dev/null is no serial line"),
    ],
    ids=["host", "absent", "no line"],
)
def test_tnc_that_is_not_there_is_told_in_words(tnc, wanted):
    """The operator pulled the plug, or wrote the path wrong."""
    if isinstance(tnc, Host):
        tnc = Host(tnc.address.format(port=free_port()))

    async def run():
        async with running(KissBearer(settings(tnc))) as told:
            await told.until(lambda: told.reasons != [])
            assert wanted in told.reasons[0]

    asyncio.run(run())


def test_serial_line_that_is_pulled_out_is_told():
    """A USB adapter leaves its socket."""

    async def run():
        tnc, line = os.openpty()
        bearer = KissBearer(settings(Serial(os.ttyname(line), 9600)))
        async with running(bearer) as told:
            await told.until_up()
            os.close(line)
            os.close(tnc)
            await told.until_down()
            assert "TNC" in told.reasons[0]

    asyncio.run(run())


def test_frame_keeps_its_place_while_it_is_on_the_air():
    """A TNC takes an hour of ROUTINE at once, and a FLASH would wait behind it."""

    async def run():
        async with RadioAir().open() as air:
            slow = settings(Host(air.address), rate_bps=8_000.0)
            bearer = KissBearer(slow)
            async with running(bearer) as told:
                await told.until_up()
                began_s = asyncio.get_running_loop().time()
                bearer.send(bytes(256))
                await told.until_places(1)
                took_s = asyncio.get_running_loop().time() - began_s
                assert took_s >= slow.air_s(256) - 0.01
                assert bearer.traits.window_frames == 1

    asyncio.run(run())


# ------------------------------------------------------------------ turns


def test_side_that_has_much_to_say_stops_for_the_other():
    """Receipts must come through, or everything is sent again."""
    turns = Turns(settings(Host("tnc.example:1"), rate_bps=1_200.0, turn_max=4))
    now_s = 0.0
    for _ in range(4):
        assert turns.wait_s(now_s) == 0
        now_s += turns.sent(now_s, 256)
    wait_s = turns.wait_s(now_s)
    assert wait_s > settings(Host("tnc.example:1"), rate_bps=1_200.0).air_s(256)
    now_s += wait_s
    assert turns.wait_s(now_s) == 0
    turns.sent(now_s, 256)
    assert turns.wait_s(now_s + 2.0) == 0


def test_other_side_is_let_finish_and_cannot_hold_us_for_ever():
    """Whoever floods the radio in the counterpart's name must not silence us."""
    turns = Turns(settings(Host("tnc.example:1"), rate_bps=1_200.0, turn_max=4))
    now_s, waited = 0.0, 0
    turns.heard(now_s)
    while (wait_s := turns.wait_s(now_s)) > 0:
        now_s += min(wait_s, 1.0)
        turns.heard(now_s)
        waited += 1
        assert waited < 60
    assert waited > 1


# ------------------------------------------------------------------ settings


def ends(tmp_path, *addresses: BearerAddress) -> Ends:
    return Ends("a.example", "b.example", b"", b"", addresses, tmp_path)


def table(**values: object) -> KissTable:
    common = {"name": "transmission", "counterpart": "b.example", "bearer": "kiss"}
    return KissTable.model_validate(
        {**common, "callsign": "OE1XYZ-7", "tnc": "127.0.0.1:8001", **values}
    )


def test_callsign_comes_from_the_card_or_the_settings(tmp_path):
    """What is signed need not be written twice."""
    card = BearerAddress("kiss", "LZ2ABC", b"")
    assert make(table(), ends(tmp_path, card)).traits.half_duplex
    with pytest.raises(LocalFault, match="give their_callsign"):
        make(table(), ends(tmp_path))
    with pytest.raises(LocalFault, match="are the same"):
        make(table(their_callsign="OE1XYZ-7"), ends(tmp_path))


@pytest.mark.parametrize(
    "values",
    [
        {"device": "/dev/ttyUSB0"},
        {"tnc": None},
        {"callsign": "nobody"},
        {"repeaters": ("LZ2ABC",) * 9},
        {"frame_bytes_max": 257},
    ],
)
def test_settings_that_cannot_work_are_refused(values):
    """Better at the start than in the hour of need."""
    with pytest.raises(ValueError, match=r"tnc|callsign|repeaters|frame_bytes_max"):
        table(**values)
