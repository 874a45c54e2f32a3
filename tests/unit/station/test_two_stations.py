# SPDX-License-Identifier: Apache-2.0
"""The main job, with two whole stations in one process."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request

import pytest

from parley.errors import LocalFault
from parley.station import client
from parley.testing.stations import ANN, DRAFTER, both, running

TEXT = "Hold your fire.\nThe convoy is ours."


@pytest.mark.parametrize("tcp", [False, True], ids=["loopback", "tcp"])
def test_released_alarmed_acknowledged_and_known_by_whom(run, folders, tcp):
    """What the line is for."""

    async def story() -> None:
        async with both(folders, tcp=tcp) as (alfa, bravo):
            sent = await alfa.send(TEXT)
            assert sent.ref is not None

            async def alarmed() -> bool:
                return len((await bravo.parts.api.board()).open) == 1

            await bravo.until(alarmed)
            (seen,) = (await bravo.parts.api.board()).open
            whole = await bravo.parts.api.message(seen.ref)
            assert whole.texts == (("en", TEXT),)
            assert [(one.name, one.good) for one in whole.releases] == [
                ("Ann", True),
                ("Ben", True),
            ]
            assert (seen.state, seen.precedence, seen.to) == (
                "RECEIVED",
                "FLASH",
                ("Duty officer", "Minister"),
            )
            assert (await bravo.acknowledge(seen.ref)).state == "ACKNOWLEDGED"
            assert (await bravo.parts.api.board()).open == ()

            async def known() -> bool:
                told = await alfa.parts.api.message(str(sent.ref))
                return told.state == "ACKNOWLEDGED"

            await alfa.until(known)
            told = await alfa.parts.api.message(sent.ref)
            assert [(one.stage, one.by) for one in told.stages] == [
                ("receipt", None),
                ("acknowledgement", "Ann"),
            ]
            assert "Hold your fire" not in alfa.log.getvalue() + bravo.log.getvalue()
            assert "convoy" not in alfa.log.getvalue() + bravo.log.getvalue()
            assert "alarm.sounded" in bravo.log.getvalue()

    run(story())


def test_nothing_is_lost_or_shown_twice_over_a_restart(run, folders):
    """Either station may be killed at any instant."""

    async def story() -> None:
        async with both(folders) as (alfa, bravo):
            await alfa.send(TEXT)

            async def alarmed() -> bool:
                return len((await bravo.parts.api.board()).open) == 1

            await bravo.until(alarmed)
        async with running(folders / "alfa", lambda _c, _p: None) as alfa:
            await alfa.send("Said while the line was down.", "ROUTINE")
            (counterpart,) = (await alfa.parts.api.status()).counterparts
            assert counterpart.facts[0].word == "down"
        async with both(folders, tcp=True) as (alfa, bravo):

            async def both_there() -> bool:
                return len((await bravo.parts.api.board()).open) == 2

            await bravo.until(both_there)
            subjects = [one.subject for one in (await bravo.parts.api.board()).open]
            assert subjects == ["Hold your fire.", "Said while the line was down."]

    run(story())


def test_link_test_is_answered_or_said_to_be_unanswered(run, folders):
    """ "Can we reach them" is a question with two honest answers."""

    async def story() -> None:
        async with both(folders) as (alfa, _bravo):
            answered = await alfa.parts.api.test_link()
            assert answered.answered
            assert answered.round_trip_ms is not None
        async with running(folders / "alfa", lambda _c, _p: None) as alone:
            silent = await alone.parts.api.test_link(timeout_s=0.05)
            assert (silent.answered, silent.round_trip_ms) == (False, None)

    run(story())


def test_commands_are_answered_with_the_stations_own_words(run, folders):
    """A refusal at a desk must not depend on which door it came through."""

    async def story() -> None:
        async with both(folders) as (alfa, _bravo):
            folder = alfa.parts.folder.root

            async def call(method: str, **params: object) -> object:
                return await asyncio.to_thread(client.call, folder, method, params)

            officers = await call("officers")
            assert isinstance(officers, list)
            assert [one["name"] for one in officers] == ["Dora", "Ann", "Ben"]
            draft = await call(
                "write_draft",
                link=None,
                drafted_by=DRAFTER,
                precedence="ROUTINE",
                to=[],
                texts=[["en", TEXT]],
                relation={"kind": "IN_REPLY_TO", "ours": False, "serial": 1},
            )
            assert isinstance(draft, dict)
            signature = alfa.sign(ANN, draft["digest"])
            gone = await call(
                "release",
                number=draft["number"],
                officer=ANN,
                scheme="SOFTWARE_ED25519",
                signature=signature,
            )
            assert isinstance(gone, dict)
            shown = await call("message", ref=gone["ref"])
            assert isinstance(shown, dict)
            assert shown["relation"] == "in reply to their 1"
            assert (await call("draft", number=draft["number"])) == gone
            for method, params, code in (
                ("draft", {"number": 99}, "PLY-REL-001"),
                ("draft", {"number": "1"}, "PLY-CFG-014"),
                ("draft", {"number": 1, "more": 2}, "PLY-CFG-014"),
                ("shutdown", {}, "PLY-CFG-013"),
                ("message", {"ref": "../in/1/1"}, "PLY-CFG-015"),
                ("message", {"ref": "x/in/1/99999999999999999999"}, "PLY-CFG-015"),
                ("messages", {"only": "some"}, "PLY-CFG-014"),
                ("test_link", {"link": "nobody.example"}, "PLY-LNK-001"),
                ("pair", {"card": b"no card"}, "PLY-WIR-009"),
                ("backup", {"target": "relative"}, "PLY-CFG-014"),
            ):
                with pytest.raises(Exception, match=code) as caught:
                    await call(method, **params)
                assert caught.value.what.endswith(".")

    run(story())


def test_events_tell_commands_to_look_again(run, folders):
    """A command that follows the traffic must not have to ask over and over."""

    async def story() -> None:
        async with both(folders) as (alfa, _bravo):
            told = await asyncio.to_thread(client.events, alfa.parts.folder.root)
            first = await asyncio.to_thread(next, told)
            await alfa.send("x", "ROUTINE")
            assert await asyncio.to_thread(next, told) > first
            await asyncio.to_thread(told.close)  # type: ignore[attr-defined]

    run(story())


def test_health_tells_ready_from_armed_from_broken(run, folders):
    """A station that would wake nobody must not look well from outside."""

    def get(port: int, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    async def story() -> None:
        async with both(folders) as (alfa, _bravo):

            async def ask(path: str) -> tuple[int, str]:
                return await asyncio.to_thread(get, alfa.health_port, path)

            assert (await ask("/healthz"))[0] == 200
            status, words = await ask("/readyz")
            assert (status, "no console is armed" in words) == (203, True)
            with alfa.parts.api.armed_console():
                assert (await ask("/readyz"))[0] == 200
            alfa.parts.queries.more_reasons = lambda: ("the disk is full",)
            status, words = await ask("/readyz")
            assert (status, "the disk is full" in words) == (503, True)
            await alfa.send("Nothing of this in numbers.", "ROUTINE")
            await alfa.parts.api.test_link()  # notes are made after who asked is told
            status, words = await ask("/metrics")
            assert status == 200
            assert 'parley_record_head{party="Bravo"}' in words
            assert 'parley_frames_out_total{circuit="line-1"}' in words
            assert "Nothing of this" not in words

    run(story())


def test_bad_text_is_refused_before_it_is_a_draft(run, folders):
    """What cannot be sent must be said to the person who writes it."""

    async def story() -> None:
        async with running(folders / "alfa", lambda _c, _p: None) as alfa:
            for text in ("", "a\x00b", "\ud800", "   "):
                with pytest.raises(LocalFault, match="PLY-REL-007"):
                    await alfa.parts.api.write_draft(
                        None, DRAFTER, "ROUTINE", [], [("en", text)]
                    )
            assert await alfa.parts.api.drafts() == ()

    run(story())
