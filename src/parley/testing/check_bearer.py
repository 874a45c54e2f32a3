# SPDX-License-Identifier: Apache-2.0
"""The conformance kit of bearers: what any bearer owes the station above it.

A test gives the kit a maker of two bearers that reach each other over a carrier which
loses nothing, and runs each of ``BEARER_CHECKS`` on it::

    @pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
    def test_mine_is_a_bearer(check):
        asyncio.run(check(make_pair))

A bearer may lose, repeat, delay and reorder; on a clean carrier it has no reason to,
and order is never asked for.

What a bearer cannot do by its traits is not asked of it: a circuit that only sends is
checked in that direction, and one without presence need not notice that the other end
went away.
"""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.ports.bearer import Bearer
from parley.testing.recorder import CircuitRecorder

_MANY_FRAMES = 2_000
_CLOGGED_BYTES_MAX = 32 << 20  # what kernels on both sides and a relay may swallow
_QUIET_S = 0.5  # nothing for so long means that nothing more will come


class BearerPair(Fixed):
    """Two ends of one circuit, neither of them running.

    ``far`` is the one that must run first, where that matters (it listens).
    ``clog`` makes the carrier take no more bytes without a word to either end; a
    carrier that cannot do that leaves it out.
    ``many_frames`` and ``patience_s`` are for carriers that take their time.
    """

    near: Bearer
    far: Bearer
    clog: Callable[[], None] | None = None
    many_frames: int = _MANY_FRAMES
    patience_s: float = 20.0


MakePair = Callable[[], AbstractAsyncContextManager[BearerPair]]
Check = Callable[[MakePair], Coroutine[None, None, None]]


@asynccontextmanager
async def running(
    bearer: Bearer, patience_s: float = 20.0
) -> AsyncIterator[CircuitRecorder]:
    """Run `bearer` for a while and record what it tells."""
    recorder = CircuitRecorder(patience_s)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(bearer.run(recorder))
        try:
            yield recorder
        finally:
            task.cancel()


@asynccontextmanager
async def both_up(
    pair: BearerPair,
) -> AsyncIterator[tuple[CircuitRecorder, CircuitRecorder]]:
    """Run both ends and wait until both say that frames can flow."""
    async with (
        running(pair.far, pair.patience_s) as far,
        running(pair.near, pair.patience_s) as near,
    ):
        await near.until_up()
        await far.until_up()
        yield near, far


async def pour(bearer: Bearer, recorder: CircuitRecorder, frames: list[bytes]) -> None:
    """Hand over `frames`, as many at a time as the window allows."""
    before = recorder.places
    for count, frame in enumerate(frames):
        await recorder.until_places(before + count + 1 - bearer.traits.window_frames)
        bearer.send(frame)


async def check_frames_arrive_whole(make_pair: MakePair) -> None:
    """Frames of one byte, of the largest size and of sizes between, both ways."""
    async with make_pair() as pair, both_up(pair) as (near, far):
        for sender, told, receiver in _directions(pair, near, far):
            limit = sender.traits.frame_bytes_max
            sizes = [n for n in (1, 2, 63, 64, 183, 16_383, 16_384) if n < limit]
            frames = [_frame(number, n) for number, n in enumerate([*sizes, limit])]
            await pour(sender, told, frames)
            await receiver.until_frames(len(frames))
            _must(Counter(receiver.frames) == Counter(frames), "a frame was altered")


async def check_bad_sizes_are_refused(make_pair: MakePair) -> None:
    """A frame without a byte, or with one too many, is a mistake of the caller."""
    async with make_pair() as pair, both_up(pair) as (near, _):
        if not pair.near.traits.can_send:
            return
        for size in (0, pair.near.traits.frame_bytes_max + 1):
            _must(_is_refused(pair.near, bytes(size)), f"{size} bytes were taken")
        _must(near.is_up, "a refused frame brought the circuit down")
        _must(near.places == 0, "a refused frame took a place")


async def check_window_is_kept(make_pair: MakePair) -> None:
    """One frame more than the window is refused, and every place comes back."""
    async with make_pair() as pair, both_up(pair) as (near, far):
        if not pair.near.traits.can_send:
            return
        window = pair.near.traits.window_frames
        # All in one turn of the loop: nothing can have left in between.
        for number in range(window):
            pair.near.send(_short(pair.near, number))
        _must(_is_refused(pair.near, b"one more"), "the window was exceeded")
        await near.until_places(window)
        await far.until_frames(window)
        for number in range(window):
            pair.near.send(_short(pair.near, number))
        await near.until_places(2 * window)
        _must(near.places == 2 * window, "more places came back than were taken")


async def check_many_frames(make_pair: MakePair) -> None:
    """Every frame of many arrives, and places given back equal frames handed over."""
    async with make_pair() as pair, both_up(pair) as (near, far):
        for sender, told, receiver in _directions(pair, near, far):
            many, size = pair.many_frames, min(200, sender.traits.frame_bytes_max)
            frames = [_frame(number, size) for number in range(many)]
            await pour(sender, told, frames)
            await receiver.until_frames(many)
            await told.until_places(many)
            _must(told.places == many, "more places came back than were taken")
            _must(Counter(receiver.frames) == Counter(frames), "not what was sent")


async def check_ready_may_lead_to_send(make_pair: MakePair) -> None:
    """A caller that sends from within `ready` neither recurses nor stalls."""
    async with make_pair() as pair, both_up(pair) as (near, far):
        if not pair.near.traits.can_send:
            return
        left = iter(range(pair.many_frames))

        def send_on(places: int) -> None:
            for _, number in zip(range(places), left, strict=False):
                pair.near.send(_short(pair.near, number))

        near.on_ready = send_on
        send_on(1)
        send_on(pair.near.traits.window_frames - 1)
        await far.until_frames(pair.many_frames)
        await near.until_places(pair.many_frames)


async def check_frames_sent_while_down_vanish(make_pair: MakePair) -> None:
    """Without a circuit a frame is dropped in silence, now and for ever."""
    async with make_pair() as pair:
        if pair.near.traits.can_send:
            pair.near.send(b"before it runs")
        async with running(pair.far, pair.patience_s) as far:
            async with running(pair.near, pair.patience_s) as near:
                await near.until_up()
            if pair.near.traits.can_send:
                pair.near.send(b"after it ran")
            if pair.far.traits.can_send and pair.far.traits.presence:
                await far.until_down()
                for number in range(pair.far.traits.window_frames):
                    pair.far.send(_short(pair.far, number))
                await far.until_places(pair.far.traits.window_frames)
            async with running(pair.near, pair.patience_s) as again:
                await again.until_up()
                await far.until_up()
                await _flows(pair, again, far)
                _must(again.frames in ([], [b"far"]), "a dropped frame arrived")
                _must(far.frames in ([], [b"near"]), "a dropped frame arrived")


async def check_far_end_may_restart(make_pair: MakePair) -> None:
    """The circuit heals by itself, says why it was down, and all places are free."""
    async with make_pair() as pair, running(pair.near, pair.patience_s) as near:
        if not (pair.near.traits.presence and pair.near.traits.can_send):
            return
        for turn in (1, 2, 3):
            async with running(pair.far, pair.patience_s) as far:
                await near.until_up(turn)
                await far.until_up()
                await _flows(pair, near, far)
                for number in range(pair.near.traits.window_frames):
                    pair.near.send(_short(pair.near, number))
            sent = turn * (pair.near.traits.window_frames + 1)
            await near.until_down()
            await near.until_places(sent)
            _must(near.places == sent, "more places came back than were taken")
            _must(near.reasons[-1] != "", "a circuit was down without a reason")


async def check_second_window_after_healing(make_pair: MakePair) -> None:
    """Frames decided before the caller heard of fall and rise do not count as excess.

    The station commits to disk between deciding and sending; a circuit may fall and
    rise in that time, and the watch must not lose the station over it.
    """
    async with make_pair() as pair, running(pair.near, pair.patience_s) as near:
        if not pair.near.traits.presence:
            return
        for turn in (1, 2):
            async with running(pair.far, pair.patience_s) as far:
                await near.until_up(turn)
                await far.until_up()
                if turn == 1 or not pair.near.traits.can_send:
                    continue
                frames = 2 * pair.near.traits.window_frames
                for number in range(frames):
                    pair.near.send(_short(pair.near, number))
                _must(_is_refused(pair.near, b"one more"), "two windows were exceeded")
                await far.until_frames(frames)
                await near.until_places(frames)
            await near.until_down()


async def check_cancellation_leaves_nothing(make_pair: MakePair) -> None:
    """After cancellation no task and no file or socket of the bearer is left."""
    async with make_pair() as pair:
        await _settled()
        tasks, files = len(asyncio.all_tasks()), _open_files()
        for _ in range(3):
            async with both_up(pair) as (near, far):
                await _flows(pair, near, far)
        async with running(pair.near):
            pass  # cancelled before, or while, it looks for the other side
        await _settled()
        _must(len(asyncio.all_tasks()) == tasks, "a task was left behind")
        _must(_open_files() == files, "a file or socket was left behind")


async def check_clogged_carrier_is_bounded(make_pair: MakePair) -> None:
    """A far end that reads no more costs one window of memory, and no more."""
    async with make_pair() as pair, both_up(pair) as (near, _):
        if pair.clog is None or not pair.near.traits.can_send:
            return
        pair.clog()
        size = min(pair.near.traits.frame_bytes_max, 1 << 16)
        frames = [_frame(number, size) for number in range(_CLOGGED_BYTES_MAX // size)]
        with suppress(TimeoutError):
            await _pour_until_quiet(pair.near, near, frames)
        _must(
            near.places < len(frames),
            "a clogged carrier gave places back without end",
        )


BEARER_CHECKS: tuple[Check, ...] = (
    check_frames_arrive_whole,
    check_bad_sizes_are_refused,
    check_window_is_kept,
    check_many_frames,
    check_ready_may_lead_to_send,
    check_frames_sent_while_down_vanish,
    check_far_end_may_restart,
    check_second_window_after_healing,
    check_cancellation_leaves_nothing,
    check_clogged_carrier_is_bounded,
)


async def check_bearer(make_pair: MakePair) -> None:
    """Run every check, one after another, each on a pair of its own."""
    for check in BEARER_CHECKS:
        await check(make_pair)


def _directions(
    pair: BearerPair, near: CircuitRecorder, far: CircuitRecorder
) -> list[tuple[Bearer, CircuitRecorder, CircuitRecorder]]:
    ways = [(pair.near, near, far), (pair.far, far, near)]
    return [way for way in ways if way[0].traits.can_send]


async def _flows(pair: BearerPair, near: CircuitRecorder, far: CircuitRecorder) -> None:
    """Send one frame each way and wait for it."""
    if pair.near.traits.can_send:
        pair.near.send(b"near")
        await far.until(lambda: b"near" in far.frames)
    if pair.far.traits.can_send:
        pair.far.send(b"far")
        await near.until(lambda: b"far" in near.frames)


async def _pour_until_quiet(
    bearer: Bearer, recorder: CircuitRecorder, frames: list[bytes]
) -> None:
    for sent, frame in enumerate(frames):
        await recorder.until_places(sent + 1 - bearer.traits.window_frames, _QUIET_S)
        bearer.send(frame)


def _is_refused(bearer: Bearer, frame: bytes) -> bool:
    try:
        bearer.send(frame)
    except (AssertionError, LocalFault):
        return True
    return False


def _frame(number: int, size: int) -> bytes:
    """Return a frame that no other number shares, where its size allows."""
    return (number.to_bytes(4, "big") * (size // 4 + 1))[-size:]


def _short(bearer: Bearer, number: int) -> bytes:
    """Return a short frame that fits the bearer."""
    return _frame(number, min(20, bearer.traits.frame_bytes_max))


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


async def _settled() -> None:
    """Let callbacks run that the loop already has."""
    for _ in range(3):
        await asyncio.sleep(0)
    gc.collect()


def _open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))
