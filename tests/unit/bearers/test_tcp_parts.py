# SPDX-License-Identifier: Apache-2.0
"""Frame borders, the window and the settings, without a socket."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.bearers.tcp.marks import FRAME_BYTES_LIMIT, FrameReader, mark
from parley.bearers.tcp.outgoing import Outgoing
from parley.errors import CounterpartFault, LocalFault


@pytest.mark.parametrize(
    ("size", "written"),
    [
        # RFC 9000, appendix A.1
        (37, "25"),
        (15_293, "7bbd"),
        (494_878_333, "9d7f3e7d"),
        # the borders between the forms
        (0, "00"),
        (63, "3f"),
        (64, "4040"),
        (16_383, "7fff"),
        (16_384, "80004000"),
        (FRAME_BYTES_LIMIT, "bfffffff"),
    ],
)
def test_marks_are_those_of_rfc_9000(size: int, written: str) -> None:
    """Another implementation reads the RFC, not our code."""
    assert mark(size).hex() == written


def test_mark_beyond_four_bytes_is_our_mistake() -> None:
    """The form of eight bytes is never written."""
    with pytest.raises(AssertionError):
        mark(FRAME_BYTES_LIMIT + 1)


@given(st.lists(st.binary(max_size=300), max_size=20), st.data())
def test_frames_survive_any_cutting_of_the_stream(frames, data) -> None:
    """TCP keeps bytes and no borders: a mark may come in two pieces."""
    stream = b"".join(mark(len(frame)) + frame for frame in frames)
    reader = FrameReader(300)
    found: list[bytes] = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        found += reader.feed(stream[:size])
        stream = stream[size:]
    assert found == [frame for frame in frames if frame]
    assert not reader.inside_frame


@given(st.binary(max_size=400))
def test_garbage_is_refused_or_read_as_it_would_be_written(garbage: bytes) -> None:
    """What is read has one writing: nothing can hide in a second one."""
    reader = FrameReader(64)
    found: list[bytes] = []
    with suppress(CounterpartFault):  # and nothing else
        found.extend(reader.feed(garbage))
    assert all(0 < len(frame) <= 64 for frame in found)
    written = b"".join(mark(len(frame)) + frame for frame in found)
    if b"\x00" not in garbage:
        assert garbage.startswith(written)


def test_length_bomb_is_refused_by_its_mark_alone() -> None:
    """Memory is never set aside for what was only announced."""
    reader = FrameReader(1000)
    with pytest.raises(CounterpartFault, match="1001 bytes") as caught:
        list(reader.feed(mark(1001)))
    assert caught.value.code == "PLY-BRR-010"


def test_batch_stops_at_its_size_and_takes_one_frame_at_the_least() -> None:
    """A frame larger than a batch must not wait for ever."""
    outgoing = Outgoing(8)
    for size in (100, 100, 100, 5000, 10):
        outgoing.take(bytes(size))
    assert outgoing.batch(250)[0] == 2
    assert outgoing.batch(250)[0] == 1
    assert outgoing.batch(250) == (1, mark(5000) + bytes(5000))
    assert outgoing.batch(250) == (1, b"\x0a" + bytes(10))
    assert outgoing.batch(250) == (0, b"")


def test_places_are_neither_made_nor_lost() -> None:
    """A place too many would let memory grow, one too few would stop the line."""
    outgoing = Outgoing(2)
    outgoing.take(b"a")
    outgoing.take(b"b")
    with pytest.raises(AssertionError):
        outgoing.take(b"c")
    outgoing.batch(100)
    outgoing.give_back(1)
    outgoing.take(b"d")
    assert outgoing.drop() == 2
    outgoing.give_back(2)
    with pytest.raises(AssertionError):
        outgoing.give_back(1)


@pytest.mark.parametrize(
    "changes",
    [
        {"port": 0},
        {"port": 65_536},
        {"host": ""},
        {"keepalive_s": 0.0},
        {"connect_timeout_s": -1.0},
        {"handshake_timeout_s": float("inf")},
        {"retry_s_min": float("nan")},
        {"retry_s_max": 0.001},
        {"frame_bytes_max": 0},
        {"frame_bytes_max": FRAME_BYTES_LIMIT + 1},
        {"window_frames": 0},
        {"misses_max": 0},
        {"handshakes_max": 0},
        {"handshakes_per_s_max": 0.5},
    ],
)
def test_settings_that_cannot_work_are_refused_in_words(bench, changes) -> None:
    """Better at start than in the night when the circuit is needed."""
    with pytest.raises(LocalFault) as caught:
        bench.dial(**({"port": 8470} | changes))
    assert caught.value.code == "PLY-BRR-005"
    assert next(iter(changes)) in caught.value.what


def test_settings_do_not_show_the_key(bench) -> None:
    """Settings end up in logs and tracebacks; keys must not."""
    assert repr(bench.alfa[1]) not in repr(bench.dial(8470))


def test_traits_say_what_the_settings_say(bench) -> None:
    """The core knows a circuit by its traits alone."""
    traits = bench.dial(8470, frame_bytes_max=1000, window_frames=7).traits
    assert (traits.frame_bytes_max, traits.window_frames) == (1000, 7)
    assert traits.can_send
    assert traits.can_receive
