# SPDX-License-Identifier: Apache-2.0
"""A relay that is honest and attacked, and relays that are not honest."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress

import pytest

from parley.bearers.relay import RelayBearer
from parley.bearers.relay.config import settings_from
from parley.bearers.relay.form import box_of, mark_of
from parley.bearers.relay.guest import Guest, RelayError
from parley.bearers.relay.mailbox import serve
from parley.bearers.relay.mailbox.requests import Answer, Desk
from parley.bearers.relay.mailbox.serve import relay_open
from parley.bearers.relay.mailbox.settings import (
    open_folder,
    ticket,
)
from parley.carriage.credentials import parse_credential
from parley.carriage.slips import SlipMaker
from parley.crypto.certificate import make_certificate
from parley.fixed import replace
from parley.testing.carried import LIFE, keys_of
from parley.testing.check_bearer import running
from parley.testing.relay_runs import new_relay, relay_process
from parley.wire.slip import decode_slips, encode_slips

THERE, BACK = keys_of("relay")
KEY = THERE.derive("box")
BOX = box_of(KEY)
NOON_S = 1_800_000_000.0


def slips(count: int, run: bytes = bytes(8)) -> list[bytes]:
    maker = SlipMaker(THERE, run)
    return [maker.put(b"frame %d" % number) for number in range(count)]


class Place:
    """A relay in this loop, with a wall clock that a test can move."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.now_s = NOON_S

    @property
    def settings(self):
        made = settings_from(parse_credential(ticket(self.folder).encode()))
        return replace(
            made, retry_s_min=0.01, retry_s_max=0.05, answer_s_max=5.0, wait_s=1
        )

    @asynccontextmanager
    async def open(self):
        async with relay_open(self.folder, lambda: self.now_s):
            guest = Guest(self.settings)
            try:
                yield guest
            finally:
                guest.close()

    async def put(self, guest, *some) -> int:
        said = await guest.ask("POST", BOX, body=encode_slips(some), within_s=5)
        return said.status

    async def take(self, guest, key=KEY) -> list[bytes]:
        said = await guest.ask("GET", BOX, key=key, query="?wait=0", within_s=5)
        assert said.status in (200, 204), said.status
        return decode_slips(said.body)


@pytest.fixture
def place(tmp_path):
    def made(settings: str = "") -> Place:
        return Place(open_folder(new_relay(tmp_path, settings)))

    return made


def raw_call(place):
    return asyncio.open_connection(
        place.settings.host, place.settings.port, ssl=Guest(place.settings)._context
    )


def test_a_box_gives_back_what_was_put_in_and_forgets_it_when_told(place):
    """Store and forward: that is all a relay does."""
    relay = place()

    async def run():
        async with relay.open() as guest:
            some = slips(5)
            assert await relay.put(guest, *some) == 204
            assert await relay.take(guest) == some
            marks = b"".join(map(mark_of, some[:2]))
            await guest.ask("DELETE", BOX, key=KEY, body=marks, within_s=5)
            assert await relay.take(guest) == some[2:]

    asyncio.run(run())


def test_a_relay_killed_with_slips_in_its_boxes_has_them_again(tmp_path):
    """An answer of 204 is a promise: the slip is on the disk."""
    folder = new_relay(tmp_path)
    relay = Place(open_folder(folder))
    some = slips(3)

    async def fill(process):
        guest = Guest(relay.settings)
        assert await relay.put(guest, *some) == 204
        process.kill()
        guest.close()

    async def look():
        guest = Guest(relay.settings)
        assert await relay.take(guest) == some
        guest.close()

    with relay_process(folder) as process:
        asyncio.run(fill(process))
    with relay_process(folder):
        asyncio.run(look())


def test_what_the_disk_of_a_relay_shows(place):
    """Whoever seizes the relay learns no party, no address and no word."""
    relay = place()

    async def run():
        async with relay.open() as guest:
            await relay.put(guest, *slips(3))

    asyncio.run(run())
    held = b"".join(path.read_bytes() for path in relay.folder.root.glob("boxes.db*"))
    assert BOX in held
    assert KEY not in held
    for word in (b"a.example", b"b.example", b"127.0.0.1"):
        assert word not in held


def test_strangers_and_wrong_keys_are_refused(place):
    """The name of a box is enough to fill it, never to read it."""
    # SPEC 10.63: "A box's name is the labelled digest "parley/1 box" of its key of 32
    # bytes; whoever has the name can put slips in, whoever has the key can take them
    # out."
    relay = place()

    async def run():
        async with relay.open() as guest:
            assert await relay.put(guest, *slips(1)) == 204
            for key in (b"", BOX, bytes(32)):
                # SPEC 10.66: "A relay MUST give out and remove slips only to whoever
                # shows the box's key as "Parley-Key" and its hexadecimal, and answers
                # 403 to others."
                for method in ("GET", "DELETE"):
                    said = await guest.ask(
                        method, BOX, key=key, body=bytes(16), within_s=5
                    )
                    assert said.status == 403
            # SPEC 10.65: "A relay MUST answer 401 to whoever does not show the
            # admission as "Authorization: Bearer" and its hexadecimal."
            stranger = Guest(replace(relay.settings, admission=bytes(32)))
            assert await relay.put(stranger, *slips(1)) == 401
            stranger.close()
            assert len(await relay.take(guest)) == 1

    asyncio.run(run())


def test_malformed_requests_are_answered_and_change_nothing(place):
    """Every guest may be the enemy's."""
    relay = place()

    async def run():
        async with relay.open() as guest:
            for method, query, body, status in (
                ("POST", "", b"\0\0\0\x05abc", 400),
                ("POST", "", b"\0\0\0\0", 400),
                ("POST", "", bytes(4 * 1024 * 1024 + 1), 413),
                ("PUT", "", b"", 405),
                ("GET", "", b"", 400),
                ("GET", "?wait=-1", b"", 400),
                ("GET", "?wait=999", b"", 400),
                ("GET", "?wait=\u0661", b"", None),
                ("DELETE", "", b"", 400),
                ("DELETE", "", bytes(17), 400),
                ("DELETE", "", bytes(16 * 1_025), 400),
            ):
                with suppress(RelayError, ValueError, Exception):
                    said = await guest.ask(
                        method, BOX, key=KEY, query=query, body=body, within_s=5
                    )
                    assert said.status == status, (method, query)
            for path in ("/", "/1/boxes/", "/1/boxes/zz", f"/2/boxes/{BOX.hex()}"):
                reader, writer = await raw_call(relay)
                head = f"GET {path} HTTP/1.1\r\nhost: x\r\n"
                shown = f"authorization: Bearer {relay.folder.admission.hex()}\r\n\r\n"
                writer.write((head + shown).encode())
                assert b" 404 " in await reader.readline()
                writer.transport.abort()
            assert await relay.take(guest) == []

    asyncio.run(run())


def test_quotas_are_told_and_hold(place):
    """One guest who never fetches must not fill the disk of all."""
    relay = place("box_slips_max = 4\nboxes_max = 2\n")

    async def run():
        async with relay.open() as guest:
            assert await relay.put(guest, *slips(4)) == 204
            said = await guest.ask("POST", BOX, body=b"", within_s=5)
            assert (said.status, said.body) == (507, b"box")
            assert await relay.put(guest, *slips(1, b"another.")) == 507
            for number, status in ((1, 204), (2, 507)):
                other = box_of(bytes(31) + bytes((number,)))
                body = encode_slips(slips(1))
                said = await guest.ask("POST", other, body=body, within_s=5)
                assert said.status == status
            assert len(await relay.take(guest)) == 4

    asyncio.run(run())


def test_old_slips_are_dropped(place, monkeypatch):
    """A mailbox is no archive."""
    monkeypatch.setattr("parley.bearers.relay.mailbox.boxes.SWEEP_S", 0.0)
    relay = place("days_max = 1\n")

    async def run():
        async with relay.open() as guest:
            await relay.put(guest, *slips(2))
            relay.now_s += 86_399 - 3_600
            assert len(await relay.take(guest)) == 2
            relay.now_s += 2 * 3_600 + 1
            await relay.put(guest, *slips(1, b"fresh..."))
            assert await relay.take(guest) == slips(1, b"fresh...")

    asyncio.run(run())


def test_a_flood_of_requests_from_one_address_is_told_so(place):
    """Others must still be answered."""
    relay = place()
    table = relay.folder.table.model_copy(update={"requests_per_s_max": 1.0})
    relay.folder = replace(relay.folder, table=table)

    async def run():
        async with relay.open() as guest:
            said = [await relay.put(guest, *slips(1)) for _ in range(9)]
            assert said[:4] == [204] * 4
            assert 429 in said

    asyncio.run(run())


def test_callers_who_say_nothing_are_hung_up_on_and_bounded(place, monkeypatch):
    """A header that comes a byte a minute must not hold a place for ever."""
    monkeypatch.setattr(serve, "REQUEST_S_MAX", 0.2)
    relay = place()
    table = relay.folder.table.model_copy(update={"callers_one_place_max": 3})
    relay.folder = replace(relay.folder, table=table)

    async def run():
        async with relay.open():
            calls = [await raw_call(relay) for _ in range(3)]
            for _, writer in calls:
                writer.write(b"POST /1/boxes/")
            reader, writer = await raw_call(relay)
            with suppress(OSError):
                assert await reader.read() == b""  # one caller too many
            writer.transport.abort()
            for reader, writer in calls:
                with suppress(OSError):
                    assert await reader.read() == b""
                writer.transport.abort()
            guest = Guest(relay.settings)
            assert await relay.put(guest, *slips(1)) == 204
            guest.close()

    asyncio.run(run())


# ------------------------------------------------------------------ dishonest relays


@asynccontextmanager
async def two_stations(relay):
    settings = relay.settings
    alfa = RelayBearer(settings, THERE, BACK)
    bravo = RelayBearer(settings, BACK, THERE)
    async with running(alfa) as near, running(bravo) as far:
        await near.until_up()
        await far.until_up()
        yield alfa, near, far


def twisted(monkeypatch, twist) -> None:
    honest = Desk.answer

    async def answer(self, request):
        return await twist(self, request, honest)

    monkeypatch.setattr(Desk, "answer", answer)


def test_a_relay_that_serves_old_boxes_shows_nothing_twice(place, monkeypatch):
    """Whatever is repeated must look repeated, and must not come further in."""

    async def never_forget(self, request, honest):
        if request.method == "DELETE":
            return Answer(204)
        return await honest(self, request)

    twisted(monkeypatch, never_forget)
    relay = place()

    async def run():
        async with relay.open(), two_stations(relay) as (alfa, _, far):
            for number in range(20):
                alfa.send(b"frame %d" % number)
            await far.until_frames(20)
            await far.until(lambda: any("repeated" in note for note in far.notes))
            assert len(far.frames) == 20

    asyncio.run(run())


def test_a_relay_that_drops_and_disorders_is_found_out(place, monkeypatch):
    """Receipts tell the sender; the numbers tell the receiver how much is withheld."""
    seen = 0

    async def drop(self, request, honest):
        nonlocal seen
        if request.method == "POST" and request.body:
            kept = decode_slips(request.body)
            seen += len(kept)
            request = replace(request, body=encode_slips(kept[::-2]))
        return await honest(self, request)

    twisted(monkeypatch, drop)
    relay = place()

    async def run():
        async with relay.open(), two_stations(relay) as (alfa, _, far):
            for number in range(40):
                alfa.send(b"frame %d" % number)
            await far.until_frames(20)
            assert far.notes[-1].endswith("missing")

    asyncio.run(run())
    assert seen == 40


def test_a_relay_that_withholds_one_party_is_believed_by_nobody(place, monkeypatch):
    """It takes everything of one side, keeps nothing, and serves the other well."""

    async def withhold(self, request, honest):
        if request.method == "POST" and request.target.endswith(BOX.hex()):
            return Answer(204)
        return await honest(self, request)

    twisted(monkeypatch, withhold)
    relay = place()

    async def run():
        async with relay.open(), two_stations(relay) as (alfa, near, far):
            for number in range(20):
                alfa.send(b"frame %d" % number)
            await near.until_places(20)
            # What bravo says comes through; nothing of this is proof for alfa.
            maker, guest = SlipMaker(BACK, bytes(8)), Guest(relay.settings)
            box = box_of(BACK.derive("box"))
            body = encode_slips([maker.put(b"from bravo")])
            said = await guest.ask("POST", box, body=body, within_s=5)
            guest.close()
            assert said.status == 204
            await near.until_frames(1)
            assert near.frames == [b"from bravo"]
            assert (near.is_up, far.frames) == (True, [])

    asyncio.run(run())


def test_a_relay_that_invents_slips_is_told_from_the_counterpart(place):
    """Anybody with the ticket can put rubbish into a box."""
    relay = place()

    async def run():
        async with relay.open() as guest, two_stations(relay) as (alfa, _, far):
            rubbish = [os.urandom(200) for _ in range(30)]
            assert await relay.put(guest, *rubbish) == 204
            alfa.send(b"frame")
            await far.until_frames(1)
            assert far.frames == [b"frame"]
            await far.until(lambda: far.notes[-1:] == ["30 from strangers"])

    asyncio.run(run())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(401), "does not admit"),
        (Answer(200, b"\0\0\0\x09short"), "not a list of slips"),
        (Answer(500), "answers with 500"),
        (Answer(503), "busy"),
        (Answer(507, b"box"), "nobody fetches"),
        (Answer(200, bytes(5 * 1024 * 1024)), "no relay"),
    ],
)
def test_a_relay_that_answers_nonsense_is_told_in_words(
    place, monkeypatch, answer, reason
):
    """The board must say what is wrong, and nothing else may suffer."""
    evil = False

    async def nonsense(self, request, honest):
        return answer if evil else await honest(self, request)

    twisted(monkeypatch, nonsense)
    relay = place()

    async def run():
        nonlocal evil
        async with relay.open(), two_stations(relay) as (alfa, near, _):
            evil = True
            alfa.send(b"frame")
            await near.until_down()
            await near.until_places(1)
            assert reason in near.reasons[-1] or reason in "".join(near.reasons)
            evil = False
            await near.until_up(2)

    asyncio.run(run())


def test_another_certificate_is_not_the_relay(place):
    """Whoever sits on the way must not learn even the names of boxes."""
    relay = place()
    other, _ = make_certificate("other", *LIFE)

    async def run():
        async with relay.open():
            bearer = RelayBearer(
                replace(relay.settings, certificate=other), THERE, BACK
            )
            async with running(bearer) as told:
                await told.until(lambda: told.reasons != [])
                assert "certificate" in told.reasons[-1]

    asyncio.run(run())


def test_a_relay_that_stops_and_starts_is_found_again(place):
    """Its operator will want to bring it up to date."""
    relay = place()

    async def run():
        bearer = RelayBearer(relay.settings, THERE, BACK)
        async with running(bearer) as told:
            await told.until(lambda: told.reasons != [])
            assert "cannot be reached" in told.reasons[-1]
            for turn in (1, 2):
                async with relay.open() as guest:
                    await told.until_up(turn)
                    bearer.send(b"frame %d" % turn)
                    await told.until_places(turn)
                    assert len(await relay.take(guest)) == turn
                await told.until_down()

    asyncio.run(run())
